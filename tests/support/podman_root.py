"""A real podman under docker's name: Debian's newest suite in a root folder, as `current_root` has it, with podman-docker.

Made once (as root on Debian or Ubuntu, about a minute and 500 MB) and kept for the next run.

    DOCKERSH_PODMAN_ROOT   where the folder is, or shall be made (default: /var/tmp/dockersh-podman)
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from support import current_root
from support.private_engine import _busybox_root
from support.programs import DOCKERSH

PACKAGES = ("podman", "podman-docker", "netavark", "aardvark-dns", "runc", "iptables", "nftables", "ca-certificates")
HOLD = Path(__file__).with_name("hold-root")
SETTINGS = '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n'
PATIENCE = 60.0  # seconds for one command
IMAGES = {"busybox": ('CMD ["sh"]',), "nginx": ("EXPOSE 80", 'CMD ["httpd", "-f", "-p", "80"]')}


def folder() -> Path:
    """Where the root folder is, made or not."""
    return Path(os.environ.get("DOCKERSH_PODMAN_ROOT") or "/var/tmp/dockersh-podman")


def reason_against() -> str | None:
    """None where a podman can be had; else why not, in a sentence."""
    if os.geteuid() != 0:
        return "a podman in a root folder needs root"
    missing = [name for name in ("busybox", "nsenter", "unshare") if shutil.which(name) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    there = (folder() / "usr/bin/podman").exists() or shutil.which("apt-get")
    return None if there else "podman is made from Debian's packages, and there is no apt-get"


def make() -> None:
    """Make the folder where it is not there yet; several at a time wait for each other."""
    with Path(f"{folder()}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder() / "usr/bin/podman").exists():
            current_root.install(folder(), PACKAGES)
        (folder() / "etc/containers/containers.conf").write_text(SETTINGS, encoding="utf-8")


class Podman(NamedTuple):
    """A podman at work in *work*; `docker` on the path of `env` is podman-docker's own start script."""

    work: Path

    def env(self, **more: str) -> dict[str, str]:
        """An environment whose docker is this podman."""
        path = f"{self.work / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOCKER", "CONTAINER"))}
        fixed = {"PATH": path, "DOCKERSH_TIMEOUT": "20", "HOME": str(self.work), "LANG": "C.UTF-8", "SHELL": "/bin/sh"}
        return {**kept, **fixed, **more}

    def run(self, line: str, **more: str) -> subprocess.CompletedProcess[str]:
        """What a line of the shell does here."""
        return subprocess.run(
            ["sh", "-c", line],
            env=self.env(**more),
            cwd=self.work,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def dockersh(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Dockersh with these words and this input, here."""
        return subprocess.run(
            [*DOCKERSH, *words],
            env=self.env(),
            cwd=self.work,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )


@contextlib.contextmanager
def podman(work: Path) -> Iterator[Podman]:
    """A podman with two images and nothing else; all of it is gone afterwards."""
    make()
    with subprocess.Popen([HOLD, folder(), work], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as held:
        try:
            assert held.stdout is not None
            assert held.stdout.readline() == "ready\n"
            found = Podman(work)
            _programs(work, held.pid)
            (work / "root.tar").write_bytes(_busybox_root())
            for name, changes in IMAGES.items():
                options = " ".join(f"--change '{change}'" for change in changes)
                done = found.run(f"podman import {options} root.tar docker.io/library/{name}:latest")
                assert done.returncode == 0, done.stderr
            yield found
            found.run("podman rm -fa -t 0; podman network prune -f; podman volume prune -f")
        finally:
            held.terminate()


def _programs(work: Path, held: int) -> None:
    """`podman` goes into the namespace that is held; `docker` is the start script of podman-docker, for this podman."""
    into = f'nsenter --mount=/proc/{held}/ns/mnt --wdns="$PWD"'
    path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PODMAN_IGNORE_CGROUPSV1_WARNING=1"
    (work / "bin").mkdir()
    scripts = {
        "podman": f'#!/bin/sh\nexec {into} /usr/bin/env {path} podman "$@"\n',
        "docker": (folder() / "usr/bin/docker").read_text(encoding="utf-8").replace("/usr/bin/podman", f"{work}/bin/podman"),
    }
    for name, text in scripts.items():
        (work / "bin" / name).write_text(text, encoding="utf-8")
        (work / "bin" / name).chmod(0o755)
