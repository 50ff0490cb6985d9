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
from support.programs import script

PATIENCE = 20.0  # seconds


class Watched:
    """A watcher whose changes can be waited for."""

    def __init__(self, docker: str = "docker") -> None:
        self.changed = threading.Condition()
        self.watcher = Watcher(docker, self._tell)

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
    assert (first.version, first.running, "nginx:latest" in first.images) == (engine.version, 0, True)
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


def test_the_sick_and_the_looping(engine: PrivateEngine, watched: Watched) -> None:
    """A health check that fails, and its recovery; a program that the engine starts again and again."""
    watched.until(lambda now: now.up)
    check = ("--health-cmd", "test -e /well", "--health-interval", "1s", "--health-retries", "1")
    engine.docker("run", "-d", "--name", "ill", *check, "busybox", "sleep", "1000")
    assert watched.until(lambda now: bool(now.unhealthy)).unhealthy == {"ill"}
    engine.docker("exec", "ill", "touch", "/well")
    watched.until(lambda now: not now.unhealthy)
    engine.docker("run", "-d", "--name", "loop", "--restart", "always", "busybox", "false")
    watched.until(lambda now: now.restarting == 1)
    engine.docker("rm", "-f", "loop")
    watched.until(lambda now: "loop" not in now.containers)


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


# What a client may print for events, besides docker's own: podman's, an old docker's, and nonsense.
STRANGE = [
    '{"Type": "container"}',
    '{"Type": "container", "Action": "start"}',
    '{"Type": "container", "Action": "die", "Actor": null}',
    '{"Type": "container", "Action": "die", "Actor": {"Attributes": null}}',
    '{"Type": "container", "Action": {"a": 1}, "Actor": {"Attributes": {"name": 5}}}',
    '{"Type": ["container"], "Action": 7}',
    '{"Action": "start", "Actor": {"Attributes": {"name": "x"}}}',
    '{"status": "start", "id": "c0ffee", "from": "nginx"}',
    '{"Type": "image"}',
    "5",
    "null",
    "[]",
    '"text"',
    "Error: no such thing",
    "",
    "[" * 100_000,
    '{"a": ' * 5_000,
    "x" * 3_000_000,
    "\x00\x01\udcff\udcfe",
    '{"Type": "container", "Action": "rename", "Actor": {"Attributes": {"name": "y", "oldName": 7}}}',
]
LAST = '{"ID": "c0ffee", "Name": "pod", "Status": "died", "Type": "container", "Attributes": {"image": "x"}}'
# A client that prints a file as its events, and, once, something behind it.
CLIENT = """case $1 in
version) echo 28;; context) echo default;; images) echo a:1;; ps) printf 'web\\trunning\\n';;
events) cat {0}/events; sleep 0.1; cat {0}/last; sleep 60;;
esac"""


@pytest.mark.parametrize("line", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_event_is_survived(tmp_path: Path, line: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The next one still counts, and nothing is printed on the prompt."""
    (tmp_path / "events").write_bytes(f"{line}\n".encode("utf-8", "surrogateescape"))
    (tmp_path / "last").write_text(f"{LAST}\n", encoding="utf-8")
    watched = Watched(str(script(tmp_path / "docker", CLIENT.format(tmp_path))))
    watched.watcher.start()
    try:
        now = watched.until(lambda now: "pod" in now.containers)
        assert (now.up, now.containers["web"], now.containers["pod"]) == (True, "running", "exited")
    finally:
        watched.watcher.stop()
    assert capfd.readouterr() == ("", "")


SICK = {
    "no events": "exit 1",
    "endless": "yes",
    "endless line": "cat /dev/zero",
    "errors without end": "yes >&2",
    "hangs": "sleep 60",
}


@pytest.mark.parametrize("events", SICK.values(), ids=SICK)
def test_a_sick_client_is_survived(tmp_path: Path, events: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The first look counts; the thread lives, says nothing, and ends its client with it."""
    body = CLIENT.replace("cat {0}/events;", f"echo $$ >{{0}}/pid; {events};")
    watched = Watched(str(script(tmp_path / "docker", body.format(tmp_path))))
    watched.watcher.start()
    assert watched.until(lambda now: now.up).containers == {"web": "running"}
    gone = tmp_path / "pid"
    until(gone.exists)
    watched.watcher.stop()
    until(lambda: not Path("/proc", gone.read_text(encoding="utf-8").strip() or "none", "exe").exists())
    assert capfd.readouterr() == ("", "")


def until(right: Callable[[], bool]) -> None:
    """Wait for something that nobody tells of."""
    deadline = time.monotonic() + PATIENCE
    while not right():
        assert time.monotonic() < deadline
        time.sleep(0.01)
