"""Signals and keys that are signals: what they do to plain docker they do through us, and nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal

PLAIN = ("docker",)
OURS = (*DOCKERSH, "--detail", "brief", "docker")
WAYS = pytest.mark.parametrize("way", [PLAIN, OURS], ids=["plain", "ours"])
# Ends with a status of its own for each signal.
TRAPS = "trap 'exit 41' INT; trap 'exit 42' QUIT; trap 'exit 43' TERM; trap 'exit 44' HUP; echo up; while :; do sleep 0.1; done"


def children(pid: int) -> set[int]:
    """Processes started by one, and by those."""
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text("ascii").split():
            found |= {int(child), *children(int(child))}
    return found


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A process that did not end by itself is ended, or the suite would wait for it."""
    try:
        yield
    finally:
        process.kill()


def gone(pids: set[int]) -> bool:
    """Whether none of them runs, within a few seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        alive = [pid for pid in pids if Path(f"/proc/{pid}/cmdline").is_file() and Path(f"/proc/{pid}/cmdline").read_bytes()]
        if not alive:
            return True
        time.sleep(0.05)
    return False


@WAYS
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 43), (signal.SIGHUP, 44)], ids=["TERM", "HUP"])
def test_a_signal_reaches_the_container(engine: PrivateEngine, way: Sequence[str], number: int, status: int) -> None:
    """Docker passes it on to process 1, and ends with its status; no docker stays behind."""
    words = [*way, "run", "--rm", "--name", "box", "ubuntu:14.04", "sh", "-c", TRAPS]
    process = subprocess.Popen(words, env=engine.env(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with process, ended(process):
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        started = children(process.pid)
        process.send_signal(number)
        assert process.wait(20) == status
    assert gone(started)
    assert engine.status("box") == ""


@WAYS
@pytest.mark.parametrize(("key", "status"), [("\x03", 41), ("\x1c", 42)], ids=["Ctrl-C", "Ctrl-Backslash"])
def test_a_key_reaches_the_container(engine: PrivateEngine, way: Sequence[str], key: str, status: int) -> None:
    """Without -t the terminal makes a signal of it, for docker and so for process 1."""
    with Terminal([*way, "run", "--rm", "ubuntu:14.04", "sh", "-c", TRAPS], engine.env()) as terminal:
        terminal.expect("up\n")
        terminal.send(key)
        assert terminal.wait() == status


@WAYS
def test_ctrl_c_twice(engine: PrivateEngine, way: Sequence[str]) -> None:
    """A program that ignores the first."""
    script = "n=0; trap 'n=$((n + 1)); echo got $n; [ $n -lt 2 ] || exit 5' INT; echo up; while :; do sleep 0.1; done"
    with Terminal([*way, "run", "--rm", "ubuntu:14.04", "sh", "-c", script], engine.env()) as terminal:
        terminal.expect("up\n")
        terminal.send("\x03")
        terminal.expect("got 1")
        terminal.send("\x03")
        terminal.expect("got 2")
        assert terminal.wait() == 5


# What docker itself ends with. `events` looks at its signal and at the stream's end at once, and takes either.
WATCHES = {"logs -f box": {130}, "events": {0, 130}, "wait box": {130}}


@pytest.mark.parametrize("line", WATCHES)
def test_ctrl_c_ends_what_watches(engine: PrivateEngine, line: str) -> None:
    """With docker's own status; the container runs on."""
    engine.docker("run", "-d", "--name", "box", "ubuntu:14.04", "sh", "-c", "while :; do echo tick; sleep 0.1; done")
    statuses = []
    for way in (PLAIN, OURS):
        with Terminal([*way, *line.split()], engine.env()) as terminal:
            if line == "events":  # something to see, so that it listens
                while b"exec_create" not in terminal.output:
                    engine.docker("exec", "box", "true")
                    terminal._read(time.monotonic() + 0.2)
            elif line == "wait box":
                while not children(terminal.pid) and way is OURS:
                    time.sleep(0.05)
                time.sleep(0.3)  # it prints nothing that could be waited for
            else:
                terminal.expect("tick")
            terminal.send("\x03")
            statuses.append(terminal.wait())
    assert set(statuses) <= WATCHES[line]
    assert engine.status("box") == "running"


@WAYS
def test_ctrl_z_and_fg(engine: PrivateEngine, tmp_path: Path, way: Sequence[str]) -> None:
    """An interactive shell stops the line and takes it up again."""
    engine.docker(
        "run", "-d", "--name", "box", "ubuntu:14.04", "sh", "-c", "n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done"
    )
    env = engine.env(PS1="ready> ", HISTFILE=str(tmp_path / "history"))
    with Terminal(["bash", "--norc", "-i"], env) as terminal:
        terminal.expect("ready> ")
        terminal.line(f"{' '.join(way)} logs -f --tail 1 box")
        terminal.expect(r"tick \d+")
        terminal.send("\x1a")
        terminal.expect("Stopped")
        terminal.line("fg")
        terminal.expect(r"tick \d+")
        terminal.expect(r"tick \d+")
        terminal.send("\x03")
        terminal.expect("ready> ")
        terminal.line("exit 0")
        assert terminal.wait() == 0


def test_the_terminal_is_sane_after_a_killed_docker(engine: PrivateEngine, tmp_path: Path) -> None:
    """`docker run -it` leaves the terminal raw when it is killed; we put it back."""
    env = engine.env(PS1="ready> ", HISTFILE=str(tmp_path / "history"))
    with Terminal(["bash", "--norc", "-i"], env) as terminal:
        terminal.expect("ready> ")
        terminal.line(
            f"stty -g > {tmp_path}/before; {' '.join(OURS)} run -it --name box ubuntu:14.04 sh; stty -g > {tmp_path}/after"
        )
        terminal.expect("# ")
        (docker,) = [pid for pid in children(terminal.pid) if Path(f"/proc/{pid}/comm").read_text("ascii").strip() == "docker"]
        os.kill(docker, signal.SIGKILL)
        terminal.expect("ready> ")
        terminal.line("exit 0")
        terminal.wait()
    assert (tmp_path / "after").read_text("ascii") == (tmp_path / "before").read_text("ascii")
