"""The time box and the memory hold, whatever a client, its children or the engine do."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dockersh.client.list_ahead import Begun, begin
from dockersh.engine import DockerEngine, Question, State
from dockersh.machine import limits
from dockersh.reading.catalogue.installed import InstalledHelp
from dockersh.ways_in.complete.protocol import main
from support.programs import script

OVER = 0.2  # seconds over the box that we allow ourselves
TRIES = 3  # the best counts: another program may have had the processor
EIGHT = (Question("version"), Question("plugin", ("nope",)), *(Question("image", (f"x{number}",)) for number in range(6)))

# Each is the body of a `docker`; {0} is a folder of its own.
CLIENTS = {
    "sleeps": "exec sleep 25",
    "a wrapper around what sleeps": "sleep 25",
    "a child in the background that keeps the pipes": "sleep 25 & wait",
    "a child in a session of its own that keeps the pipes": "setsid sleep 25 & sleep 25",
    "prints without end": "exec yes",
    "errors without end": "exec yes >&2",
    "a line without end": "exec cat /dev/zero",
    "prints a lot and hangs": "head -c 7000000 /dev/zero; sleep 25",
    "closes its outputs and hangs": "exec >&- 2>&-; sleep 25",
    "closes everything and hangs": "exec <&- >&- 2>&-; sleep 25",
    "ignores what asks it to end": "trap '' TERM INT HUP PIPE; sleep 25; sleep 25",
    "stops itself": "kill -STOP $$",
    "stops its group": "sleep 25 & kill -STOP 0",
    "fifty children": "for n in 1 2 3 4 5 6 7 8 9 10; do (for m in 1 2 3 4 5; do sleep 25 & done; wait) & done; wait",
    "children that have children": "f() { sleep 25 & sleep 0.01; f & sleep 25; }; f",
    "a byte now and then": "while :; do printf x; sleep 0.05; done",
    "asks for an answer": "read answer </dev/tty; read answer; sleep 25",
    "huge lists": """awk 'BEGIN {{ printf "["; for (;;) printf "[],"; }}'""",
    "deep lists": """awk 'BEGIN {{ for (n = 0; n < 2000000; n++) printf "["; }}'""",
    "many small things": """awk 'BEGIN {{ printf "[{{}}"; for (n = 0; n < 2000000; n++) printf ",{{}}"; printf "]" }}'""",
    "an endless sentence": "yes network | head -c 250000 | tr '\\n' ' ' >&2; exit 1",
    "a word without an end": "{{ echo 'error during connect'; yes unix:// | head -c 250000 | tr -d '\\n'; }} >&2; exit 1",
    "quotes without end": "yes | head -c 500000 | tr 'y\\n' \"''\" >&2; exit 1",
    "nonsense": "head -c 100000 /dev/urandom",
    "dies": "kill -SEGV $$",
}


def timed(act: Callable[[], object], box: float) -> None:
    """The best of some tries is within the box and what we allow ourselves over it."""
    best = float("inf")
    for _ in range(TRIES):
        begun = time.monotonic()
        act()
        best = min(best, time.monotonic() - begun)
        if best <= box + OVER:
            return
    raise AssertionError(f"{best:.2f} s, where {box} s are allowed")


@pytest.mark.parametrize("body", CLIENTS.values(), ids=CLIENTS)
def test_a_sick_client_costs_one_box(tmp_path: Path, body: str) -> None:
    """Eight questions to it at once cost no more than one, and no process of theirs is left but one in its own session."""
    docker = script(tmp_path / "docker", f"echo $$ >> {tmp_path}/pids\n" + body.replace("{{", "{").replace("}}", "}"))
    found: list[State] = []
    timed(lambda: found.append(DockerEngine(str(docker)).ask(EIGHT)), limits.TIME_BOX)
    assert not any(found[-1].images.values())
    groups = {int(word) for word in (tmp_path / "pids").read_text(encoding="utf-8").split()}
    assert [one for one in groups if is_alive(one)] == []


def is_alive(group: int) -> bool:
    """Whether there is a process in a group that has not ended."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in listed.stdout.splitlines())
    return any(pgid == str(group) and not stat.startswith("Z") for pgid, stat in rows)


@pytest.mark.parametrize("way", ["pidfd", "polling"])
def test_an_answer_counts_though_a_child_keeps_the_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """The client that answers has ended: what it left in the background is not waited for."""
    if way == "polling":
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    docker = script(tmp_path / "docker", "(exec sleep 25) & echo 28.2.2")
    begun = time.monotonic()
    assert DockerEngine(str(docker), time_box=20).ask((Question("version"),)).version == "28.2.2"
    assert time.monotonic() - begun < 10


def test_a_big_answer_counts(tmp_path: Path) -> None:
    """All of it, also what comes in many pieces."""
    docker = script(tmp_path / "docker", "head -c 3000000 /dev/zero | tr '\\0' 'a'")
    assert len(DockerEngine(str(docker), time_box=20).ask((Question("version"),)).version) == 3_000_000


def test_a_client_whose_file_is_not_there(tmp_path: Path) -> None:
    """A link to nowhere, a program whose interpreter is gone, a file that is no program."""
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    script(tmp_path / "gone", "").write_text("#!/nonexistent/sh\n", encoding="utf-8")
    script(tmp_path / "text", "").write_text("no program\n", encoding="utf-8")
    for name in ("link", "gone", "text"):
        assert DockerEngine(str(tmp_path / name)).ask(EIGHT).status == "absent"


def test_what_we_ask_gets_none_of_our_descriptors(tmp_path: Path) -> None:
    """Neither our input nor what somebody left open for the command."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    docker = script(tmp_path / "docker", f"ls -l /proc/$$/fd > {tmp_path}/held")
    DockerEngine(str(docker), time_box=20).ask((Question("version"),))
    os.close(reading)
    os.close(writing)
    held = (tmp_path / "held").read_text(encoding="utf-8")
    assert " 0 -> /dev/null" in held
    assert f" {writing} -> " not in held


def test_no_room_for_a_question(tmp_path: Path) -> None:
    """Few descriptors: no answer, no exception, and not that docker is missing."""
    docker = script(tmp_path / "docker", "echo 28")
    code = (
        "import resource\n"
        "from dockersh.engine import DockerEngine, Question, State\n"
        "import dockersh.engine.docker, dockersh.engine.questions.objects, dockersh.machine.bounded_programs\n"
        f"asked = tuple(Question('image', (str(number),)) for number in range(8))\n"
        f"engine = DockerEngine({str(docker)!r})\n"
        "engine.ask(asked)\n"  # what is imported and read once
        "for most in range(3, 30):\n"
        "    resource.setrlimit(resource.RLIMIT_NOFILE, (most, 100))\n"
        "    print(engine.ask(asked).status)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(done.stdout.split()) <= {"up", "silent"}
    assert done.stdout.split()[0] == "silent"


ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nApi-Version: 1.41\r\nTransfer-Encoding: chunked\r\n\r\n"
ENGINES: dict[str, tuple[bytes, bytes, float]] = {  # what is said at once, then again and again, and seconds between
    "accepts and never answers": (b"", b"", 1),
    "answers byte by byte": (b"", b"H", 0.05),
    "endless chunks": (ENDLESS, b"4000\r\n" + b"[" * 0x4000 + b"\r\n", 0),
    "slow chunks": (ENDLESS, b"1\r\n[\r\n", 0.05),
    "a huge answer that never ends": (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n", b" " * 16384, 0),
    "drops midway": (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{", b"", -1),
    "is no engine": (b"SSH-2.0-x\r\n", b"", 1),
}


@contextlib.contextmanager
def sick_engine(folder: Path, first: bytes, then: bytes, pause: float) -> Iterator[str]:
    """Something that listens on a socket."""
    path = folder / "s"
    stop = threading.Event()

    def serve(peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer:
            peer.recv(4096)
            peer.sendall(first)
            while pause >= 0 and not stop.wait(pause):
                peer.sendall(then)

    def accept(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(64)
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        yield f"unix://{path}"
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_sick_engine_costs_one_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Asked through the real client."""
    docker = shutil.which("docker")
    if docker is None:
        pytest.skip("no docker client here")
    with sick_engine(tmp_path, *ENGINES[kind]) as host:
        monkeypatch.setenv("DOCKER_HOST", host)
        monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
        found: list[State] = []
        timed(lambda: found.append(DockerEngine(docker).ask(EIGHT)), limits.TIME_BOX)
        assert not any(found[-1].images.values())


def test_a_config_that_is_a_pipe_costs_one_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client waits for it; we do not."""
    docker = shutil.which("docker")
    if docker is None:
        pytest.skip("no docker client here")
    os.mkfifo(tmp_path / "config.json")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    timed(lambda: DockerEngine(docker).ask((*EIGHT, Question("detach-keys"))), limits.TIME_BOX)


@pytest.mark.parametrize("body", ["sleep 25", "exec yes", "setsid sleep 25 & sleep 25"])
def test_compose_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """It reads files, and so has some time more."""
    monkeypatch.chdir(tmp_path)
    docker = script(tmp_path / "docker", body)
    asked = (Question("compose-config", ()), Question("compose-hashes", ()), Question("version"))
    timed(lambda: DockerEngine(str(docker)).ask(asked), limits.TIME_BOX + limits.COMPOSE)


def test_help_that_hangs_is_asked_for_once(tmp_path: Path) -> None:
    """A docker that let us wait is not asked for the help of other commands."""
    docker = script(tmp_path / "docker", "sleep 25 & sleep 25")

    def ask() -> None:
        said = InstalledHelp(str(docker))
        assert [said.ask(name) for name in ("one", "two", "three")] == [None, None, None]

    timed(ask, limits.HELP)


def test_a_list_for_tab_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tab, too, waits for one box."""
    script(tmp_path / "docker", "setsid sleep 25 & yes >&2 & sleep 25")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    begun: list[Begun | None] = []

    def press() -> None:
        begun.append(begin("docker run "))
        assert begun[-1] is not None
        assert main(["fish", "docker run ", "11"], begun[-1]) == 0

    press()  # imports
    timed(press, limits.TIME_BOX)


def test_the_memory_stays_small(tmp_path: Path) -> None:
    """Eight clients that print without end, in a process that may hold no more than 400 MB."""
    docker = script(tmp_path / "docker", "exec yes '{}'")
    code = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))\n"
        "from dockersh.engine import DockerEngine, Question\n"
        f"asked = [Question('image', (str(number),)) for number in range(8)]\n"
        f"print(DockerEngine({str(docker)!r}, 3).ask(tuple(asked)).status)\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == "silent"
    assert int(done.stdout.split()[1]) < 200_000
