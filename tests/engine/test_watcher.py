"""The watcher on a real engine: it tells what others do there, and lives through an engine that goes and comes."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dockersh.engine.watcher import Snapshot, Watcher
from support.gate import Gate
from support.private_engine import PrivateEngine

PATIENCE = 20.0  # seconds


class Watched:
    """A watcher whose changes can be waited for."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.watcher = Watcher("docker", self._tell)

    def _tell(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def until(self, right: Callable[[Snapshot], bool]) -> Snapshot:
        """Wait for a snapshot that is right."""
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while not right(self.watcher.now):
                assert self.changed.wait(deadline - time.monotonic()), self.watcher.now
        return self.watcher.now


@pytest.fixture
def gate(engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A door to the engine, through which docker of this process talks."""
    with Gate(engine.host, tmp_path / "door") as door:
        for name, value in engine.env(DOCKER_HOST=door.host).items():
            monkeypatch.setenv(name, value)
        yield door


@pytest.fixture
def watched(gate: Gate) -> Iterator[Watched]:
    """A watcher at work."""
    del gate
    found = Watched()
    found.watcher.start()
    yield found
    found.watcher.stop()


def test_it_tells_what_others_do(engine: PrivateEngine, watched: Watched) -> None:
    """Made, started, paused, renamed, ended, deleted; and images that come and go."""
    first = watched.until(lambda now: now.up)
    assert (first.version[:5], first.running, "nginx:latest" in first.images) == ("20.10", 0, True)
    engine.docker("run", "-d", "--name", "web", "nginx")
    assert watched.until(lambda now: now.containers.get("web") == "running").running == 1
    engine.docker("pause", "web")
    watched.until(lambda now: now.containers.get("web") == "paused")
    engine.docker("unpause", "web")
    engine.docker("rename", "web", "shop")
    watched.until(lambda now: dict(now.containers) == {"shop": "running"})
    engine.docker("tag", "nginx", "mine:1")
    watched.until(lambda now: "mine:1" in now.images)
    engine.docker("kill", "shop")
    watched.until(lambda now: now.containers.get("shop") == "exited")
    engine.docker("rm", "shop")
    watched.until(lambda now: not now.containers)


def test_an_engine_that_goes_and_comes(engine: PrivateEngine, gate: Gate, watched: Watched) -> None:
    """Nothing is known while it is away; a poke has it looked for at once."""
    engine.docker("run", "-d", "--name", "web", "nginx")
    watched.until(lambda now: now.containers.get("web") == "running")
    gate.shut()
    assert watched.until(lambda now: not now.up).containers == {}
    engine.docker("rm", "-f", "web")
    gate.open()
    watched.watcher.poke()
    assert watched.until(lambda now: now.up).containers == {}


def test_another_engine(engine: PrivateEngine, tmp_path: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """`export DOCKER_HOST=…` in the shell: looked at anew, under its name."""
    watched.until(lambda now: now.up)
    with Gate(engine.host, tmp_path / "other") as other:
        monkeypatch.setenv("DOCKER_HOST", other.host)
        watched.watcher.again()
        watched.until(lambda now: now.up and now.context == other.host)


def test_many_containers(engine: PrivateEngine, watched: Watched) -> None:
    """Fifty of them, by name and status."""
    watched.until(lambda now: now.up)
    names = {f"c{number}" for number in range(50)}
    script = "for name in $NAMES; do docker create --name $name busybox >/dev/null & done; wait"
    subprocess.run(["/bin/sh", "-c", script], env=engine.env(NAMES=" ".join(sorted(names))), check=True, timeout=120)
    now = watched.until(lambda now: len(now.containers) == 50)
    assert (set(now.containers), set(now.containers.values()), now.running) == (names, {"created"}, 0)
