"""Docker's own client on podman's socket: recognised, and what is foreseen is what podman's service refuses."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine
from support import podman_root
from support.podman_root import PATIENCE, Podman

# A line, and the finding that foresees its failure; '' where it works, or where nobody can tell.
LINES = [
    ("docker ps -a", ""),
    ("docker rm nosuch", "no-such-container"),
    ("docker rm wep", "no-such-container-near"),
    ("docker rm web", "remove-running"),
    ("docker rmi nosuch", "no-such-image"),
    ("docker volume rm nosuch", "no-such-volume"),
    ("docker volume rm data", "volume-in-use"),
    ("docker network rm nosuch", "no-such-network"),
    ("docker network create mynet", "network-name-in-use"),
    ("docker network connect nosuch web", "no-such-network"),
    ("docker run -d --name web nginx", "name-in-use-running"),
    ("docker run -d --name done nginx", "name-in-use"),
    ("docker run -d -p 8091:80 nginx", "port-in-use-by-process"),
    ("docker run -d --network nosuch nginx", "no-such-network"),
    ("docker run --pull never nosuch/x", "image-not-here"),
    ("docker run -v one:/x -v two:/x busybox true", "duplicate-mount-point"),
    ("docker rename done web", "rename-name-in-use"),
    ("docker exec done true", "exec-stopped"),
    ("docker exec nosuch true", "no-such-container"),
    ("docker kill done", "kill-stopped"),
    ("docker pause done", "pause-stopped"),
    ("docker unpause web", "unpause-not-paused"),
    ("docker top done", "top-stopped"),
    ("docker swarm init", "podman-serves-no-command"),
    ("docker service ls", "podman-serves-no-command"),
    ("docker stack ls", "podman-serves-no-command"),
    ("docker node ls", "podman-serves-no-command"),
    ("docker config ls", "podman-serves-no-command"),
    ("docker plugin ls", "podman-serves-no-command"),
    ("docker checkpoint ls web", "podman-serves-no-command"),
    # Docker's engine refuses these, podman's service does not.
    ("docker secret ls", ""),
    ("docker run --rm --cpus 99 busybox true", ""),
    ("docker create --mount type=bind,src=FOLDER/nosuch,dst=/x busybox", ""),
    ("docker create -v data:/d busybox", ""),
    ("docker stop done", ""),
    ("docker tag busybox mine:1", ""),
]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Podman, dict[str, str]]]:
    """A podman with a few objects, its service on a socket, and an environment in which docker's client goes there."""
    docker = shutil.which("docker")
    if reason := podman_root.reason_against() or ("" if docker else "not installed: docker"):
        if os.environ.get("CI"):
            pytest.fail(f"CI must run the tests with the real podman: {reason}")
        pytest.skip(reason)
    temporary = tempfile.TemporaryDirectory(prefix="podman-socket-", ignore_cleanup_errors=True)
    with temporary as folder, podman_root.podman(Path(folder)) as found:
        socket = Path(folder) / "service.sock"
        program = str(found.work / "bin" / "podman")
        words = [program, "system", "service", "--time=0", f"unix://{socket}"]
        with subprocess.Popen(words, env=found.env(), cwd=folder) as held:
            try:
                deadline = time.monotonic() + PATIENCE
                while not socket.exists():
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
                yield (
                    found,
                    {**os.environ, "DOCKER_HOST": f"unix://{socket}", "DOCKER_CONFIG": folder, "DOCKERSH_TIMEOUT": "20"},
                )
            finally:
                held.terminate()


@pytest.fixture(scope="module")
def stocked(served: tuple[Podman, dict[str, str]]) -> dict[str, str]:
    """The environment, where a container runs, one has ended, and a volume is in use."""
    found, env = served
    for line in (
        "docker run -d --name web -p 8091:80 nginx",
        "docker run --name done busybox true",
        "docker network create mynet",
        "docker run -d --name db -v data:/data busybox sleep 1000",
    ):
        done = subprocess.run(line.split(), env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert done.returncode == 0, (line, done.stderr, found.run("podman ps -a").stdout)
    return env


@pytest.mark.parametrize(("line", "code"), LINES, ids=[line for line, _ in LINES])
def test_what_is_foreseen_fails_and_nothing_else(
    stocked: dict[str, str], monkeypatch: pytest.MonkeyPatch, line: str, code: str
) -> None:
    """And that podman answers is said of each line that asks."""
    for name in ("DOCKER_HOST", "DOCKER_CONFIG"):
        monkeypatch.setenv(name, stocked[name])
    line = line.replace("FOLDER", stocked["DOCKER_CONFIG"])
    (command,) = explain(line, engine=DockerEngine(shutil.which("docker"), 20)).commands
    assert [found.code for found in command.findings if found.severity == "error"] == ([code] if code else [])
    assert "program" in {note.note for note in command.notes}
    done = subprocess.run(line.split(), env=stocked, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode != 0) == bool(code), done.stderr
