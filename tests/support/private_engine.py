"""A docker engine of our own: dockerd on a private socket, a registry on loopback as its mirror, images made from busybox.

Debian's packages `docker.io`, `docker-registry` and `busybox-static`; root. Nothing is left behind: both programs are ended
by their own process ids, what they mounted is unmounted, the folder is deleted.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from support import current_root, rows
from support.rows import Row

# docker0 is one for the network namespace: engines in the same one take turns
LOCK = Path(f"/tmp/dockersh-private-engine-{os.stat('/proc/self/ns/net').st_ino}.lock")
PATIENCE = 60.0  # seconds for a program to come up or go down

# Image → the changes of its Dockerfile. All have the same busybox root.
IMAGES: dict[str, tuple[str, ...]] = {
    "ubuntu:14.04": ('CMD ["/bin/sh"]',),
    "ubuntu:latest": ('CMD ["/bin/sh"]',),
    "busybox:latest": ('CMD ["sh"]',),
    "nginx:latest": ("EXPOSE 80", 'CMD ["httpd", "-f", "-v", "-p", "80"]'),
    "redis:latest": ("EXPOSE 6379", "VOLUME /data", 'ENTRYPOINT ["sleep"]', 'CMD ["1000"]'),
}


def reason_against(row: Row) -> str | None:
    """None where a private engine of the row can be started; else why not, in a sentence."""
    if os.geteuid() != 0:
        return "a private docker engine needs root"
    needed = ("docker", "docker-registry", "busybox", "iptables", *(() if row.current_engine else ("dockerd",)))
    missing = [name for name in needed if _program(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else rows.reason_against(row)


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/bin")


class PrivateEngine(NamedTuple):
    """A running engine: where it listens, its folder, the port of its registry, and which docker it is."""

    host: str
    folder: Path
    registry: int
    row: Row
    version: str = ""

    def env(self, **more: str) -> dict[str, str]:
        """An environment whose docker talks to this engine, with an empty configuration."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER")}
        config = self.folder / "config"
        config.mkdir(exist_ok=True)
        rows.install_builder(self.row, config / "cli-plugins")
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        # A busy machine may take longer than the usual 0.3 s; what is tested is the answer.
        fixed = {
            "DOCKERSH_TIMEOUT": "20",
            "DOCKER_HOST": self.host,
            "DOCKER_CONFIG": str(config),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "SHELL": "/bin/sh",
        }
        return {**kept, **fixed, **more}

    def docker(self, *argv: str, check: bool = True) -> str:
        """What a docker command prints on standard output, stripped."""
        result = subprocess.run(
            ["docker", *argv], env=self.env(), capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert not check or result.returncode == 0, f"docker {' '.join(argv)}: {result.stderr}"
        return result.stdout.strip()

    def status(self, name: str) -> str:
        """The container's status; empty when there is none of that name."""
        return self.docker("container", "inspect", "--format", "{{.State.Status}}", name, check=False)

    def events(self, since: float, until: float) -> list[str]:
        """`container create`, `network connect`… between two moments, in the order the engine told them."""
        out = self.docker("events", "--since", f"{since:.6f}", "--until", f"{until:.6f}", "--format", "{{.Type}} {{.Action}}")
        return out.splitlines()

    def reset(self, *, pulled: tuple[str, ...] = tuple(IMAGES)) -> None:
        """No containers, no networks or volumes of ours, and just the images `pulled`."""
        if ids := self.docker("ps", "-aq").split():
            self.docker("rm", "-fv", *ids)
        self.docker("network", "prune", "-f")
        if volumes := self.docker("volume", "ls", "-q").split():
            self.docker("volume", "rm", "-f", *volumes)
        held = set(self.docker("images", "--format", "{{.Repository}}:{{.Tag}}").split())
        if extra := sorted(held - set(pulled)):
            self.docker("rmi", "-f", *extra, check=False)
        for image in set(pulled) - held:
            self.docker("pull", "-q", image)


@contextlib.contextmanager
def private_engine(folder: Path, row: Row) -> Iterator[PrivateEngine]:
    """Start registry and engine in `folder`, fill the registry, and end and delete everything at the end."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        port = _free_port()
        try:
            with _program_running(_registry(folder, port), folder / "registry.log", lambda: _answers(port)):
                engine = PrivateEngine(f"unix://{folder / 'docker.sock'}", folder, port, row)
                with _program_running(_dockerd(folder, port, row), folder / "dockerd.log", lambda: _pings(engine)):
                    _fill_registry(engine)
                    yield engine._replace(version=engine.docker("version", "--format", "{{.Server.Version}}"))
                    engine.reset(pulled=())
        finally:
            _unmount(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _registry(folder: Path, port: int) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "registry.yml"
    storage = f"storage: {{filesystem: {{rootdirectory: {folder / 'registry'}}}}}"
    config.write_text(f"version: 0.1\n{storage}\nhttp: {{addr: 127.0.0.1:{port}}}\n", encoding="utf-8")
    return [str(_program("docker-registry")), "serve", str(config)]


def _dockerd(folder: Path, port: int, row: Row) -> list[str]:
    places = {"--data-root": "data", "--exec-root": "exec", "--pidfile": "dockerd.pid"}
    words = [word for option, name in places.items() for word in (option, str(folder / name))]
    program = current_root.dockerd() if row.current_engine else [str(_program("dockerd"))]
    return [
        *program,
        *words,
        *(("--feature", "containerd-snapshotter=true") if row.containerd else ()),
        "-H",
        f"unix://{folder / 'docker.sock'}",
        f"--registry-mirror=http://127.0.0.1:{port}",
    ]


@contextlib.contextmanager
def _program_running(argv: list[str], log: Path, ready: Callable[[], bool]) -> Iterator[None]:
    with log.open("wb") as out:
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait_until(lambda: process.poll() is not None or ready(), f"{argv[0]} did not come up; see {log}")
        assert process.poll() is None, f"{argv[0]} ended at once:\n{log.read_text(errors='replace')[-2000:]}"
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until(done: Callable[[], bool], problem: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, problem
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _pings(engine: PrivateEngine) -> bool:
    result = subprocess.run(["docker", "version"], env=engine.env(), capture_output=True, check=False)
    return result.returncode == 0


def _fill_registry(engine: PrivateEngine) -> None:
    """Import each image, push it as docker.io's library would hold it, and forget it again: pulls are real."""
    root = _busybox_root()
    for image, changes in IMAGES.items():
        name = f"127.0.0.1:{engine.registry}/library/{image}"
        words = [word for change in changes for word in ("--change", change)]
        argv = ["docker", "import", *words, "-", name]
        subprocess.run(argv, input=root, env=engine.env(), capture_output=True, check=True, timeout=PATIENCE)
        engine.docker("push", "-q", name)
        engine.docker("rmi", name)


def _busybox_root() -> bytes:
    """A root file system: one static busybox, its applets as links, a user table."""
    busybox = str(_program("busybox"))
    applets = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout.split()
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name in ("bin", "etc", "tmp", "root", "proc", "sys", "dev", "data"):
            tar.addfile(_entry(name, tarfile.DIRTYPE, mode=0o1777 if name == "tmp" else 0o755))
        _file(tar, "bin/busybox", Path(busybox).read_bytes(), 0o755)
        for applet in set(applets) - {"busybox"}:
            link = _entry(f"bin/{applet}", tarfile.SYMTYPE)
            link.linkname = "busybox"
            tar.addfile(link)
        _file(tar, "etc/passwd", b"root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n")
        _file(tar, "etc/group", b"root:x:0:\nnogroup:x:65534:\n")
    return out.getvalue()


def _entry(name: str, kind: bytes, mode: int = 0o777) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode = kind, mode
    return entry


def _file(tar: tarfile.TarFile, name: str, data: bytes, mode: int = 0o644) -> None:
    entry = _entry(name, tarfile.REGTYPE, mode)
    entry.size = len(data)
    tar.addfile(entry, BytesIO(data))


def _unmount(folder: Path) -> None:
    """What an engine that ended badly left mounted below its folder, the innermost first."""
    mounts = [line.split()[1] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    for mount in sorted((mount for mount in mounts if mount.startswith(f"{folder}/")), reverse=True):
        subprocess.run(["umount", "-l", mount], check=False, capture_output=True)
