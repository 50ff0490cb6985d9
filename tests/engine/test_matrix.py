"""Handing over: each line does with us what it does without, in a terminal and with pipes, byte for byte."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal

PLAIN = ("docker",)
OURS = (*DOCKERSH, "--detail", "brief", "docker")
BYTES = bytes(range(256)) * 300
FLAGS = ("", "-i", "-t", "-it")


def argv(way: Sequence[str], line: str) -> list[str]:
    """The words of a line in plain docker's way or in ours."""
    return [*way, *line.split()]


def piped(way: Sequence[str], line: str, engine: PrivateEngine, data: bytes | None = b"") -> tuple[int, bytes, bytes]:
    """Status, standard output and standard error of a line with pipes; without `data` standard input is closed."""
    words = argv(way, line)
    if data is None:
        words = ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *words]
    result = subprocess.run(words, env=engine.env(), input=data or b"", capture_output=True, check=False, timeout=60)
    return result.returncode, result.stdout, result.stderr


def same(engine: PrivateEngine, line: str, data: bytes | None = b"") -> tuple[int, bytes]:
    """Run a line both ways: the same bytes and status, docker's own error inside what we print there."""
    plain = piped(PLAIN, line, engine, data)
    ours = piped(OURS, line, engine, data)
    assert ours[:2] == plain[:2]
    assert plain[2] in ours[2]
    return plain[:2]


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize("verb", ["run --rm", "exec", "start -a"])
@pytest.mark.parametrize("data", [BYTES, b""], ids=["bytes", "empty"])
def test_pipes(engine: PrivateEngine, verb: str, flags: str, data: bytes | None) -> None:
    """run, exec and start with each of -i, -t, -it and none: bytes, errors and status are docker's."""
    # A terminal that nobody types into has no end, for docker as for us.
    script = f"{'true' if flags == '-t' else 'cat'}; echo err >&2; exit 3"
    name = "ubuntu:14.04"
    if verb == "exec":
        engine.docker("run", "-d", "--name", "web", "nginx")
        name = "web"
    if verb == "start -a":
        if "t" in flags:  # a container with a terminal would wait for keys, for docker as for us
            script = "echo out; echo err >&2; exit 3"
        for way in (PLAIN, OURS):
            engine.docker("create", *flags.split(), "--name", way[-1] + str(len(way)), "ubuntu:14.04", "sh", "-c", script)
        interactive = "-i" if "i" in flags else ""
        plain = piped(PLAIN, f"start -a {interactive} docker1", engine, data)
        ours = piped(OURS, f"start -a {interactive} docker{len(OURS)}", engine, data)
        assert ours[:2] == plain[:2]
        return
    words = [*verb.split(), *flags.split(), name, "sh", "-c", script]
    results = []
    for way in (PLAIN, OURS):
        closed = ["/bin/sh", "-c", 'exec "$@" <&-', "sh"] if data is None else []
        done = subprocess.run(
            [*closed, *way, *words], env=engine.env(), input=data or b"", capture_output=True, check=False, timeout=60
        )
        results.append(done)
    plain_done, our_done = results
    assert (our_done.returncode, our_done.stdout) == (plain_done.returncode, plain_done.stdout)
    assert plain_done.stderr in our_done.stderr


def answer(terminal: Terminal) -> None:
    """Type until the shell inside answers: what is typed before docker has the terminal is lost, with and without us."""
    for _ in range(20):
        terminal.line("echo re''ady")
        with contextlib.suppress(AssertionError):
            terminal.expect("ready\n", 1)
            return
    raise AssertionError(terminal.text)


STATUSES = [
    ("run --rm ubuntu:14.04 true", 0),
    ("run --rm ubuntu:14.04 false", 1),
    ("run --rm ubuntu:14.04 nosuch", 127),
    ("run --rm ubuntu:14.04 /tmp", 126),
    ("run --rm --nope ubuntu:14.04", 125),
    ("rm nosuch", 1),
    ("ps", 0),
    ("version", 0),
    ("pull -q nosuch.invalid/x", 1),
]


@pytest.mark.parametrize(("line", "status"), STATUSES, ids=[line for line, _ in STATUSES])
def test_statuses(engine: PrivateEngine, line: str, status: int) -> None:
    """Docker's own status, output and error text."""
    assert piped(PLAIN, line, engine)[0] == status
    ours = piped(OURS, line, engine)
    assert ours[0] == status


@pytest.mark.parametrize("flags", ["-i", "-it"])
@pytest.mark.parametrize("way", [PLAIN, OURS], ids=["plain", "ours"])
@pytest.mark.parametrize("verb", ["run", "exec", "attach", "start"])
def test_a_shell_in_a_terminal(engine: PrivateEngine, way: Sequence[str], verb: str, flags: str) -> None:
    """A shell inside: typed into and left, with its status. Window sizes and Ctrl-C are in test_handover."""
    create = ["--name", "box", "ubuntu:14.04", "sh"]
    if verb != "run":
        engine.docker("create" if verb == "start" else "run", *(["-d"] if verb != "start" else []), flags, *create)
    line = {
        "run": f"run {flags} --name box ubuntu:14.04 sh",
        "exec": f"exec {flags} box sh",
        "attach": "attach box",
        "start": "start -ai box",
    }[verb]
    with Terminal(argv(way, line), engine.env(), rows=30, columns=90) as terminal:
        answer(terminal)
        terminal.line("echo in''side $((40 + 2))")
        terminal.expect("inside 42")
        terminal.line("exit 6")
        assert terminal.wait() == 6


DETACHES = [
    ("run -it --name box ubuntu:14.04 sh", "\x10\x11", 0),
    ("run -it --detach-keys ctrl-a,x --name box ubuntu:14.04 sh", "\x01x", 0),
    ("attach box", "\x10\x11", 1),
    ("exec -it box sh", "\x10\x11", 1),
]


@pytest.mark.parametrize(("line", "keys", "status"), DETACHES, ids=[line for line, _, _ in DETACHES])
@pytest.mark.parametrize("way", [PLAIN, OURS], ids=["plain", "ours"])
def test_detaching(engine: PrivateEngine, way: Sequence[str], line: str, keys: str, status: int) -> None:
    """Ctrl-P Ctrl-Q and keys of one's own leave, with docker's status, and the container runs on."""
    if not line.startswith("run"):
        engine.docker("run", "-dit", "--name", "box", "ubuntu:14.04", "sh")
    with Terminal(argv(way, line), engine.env()) as terminal:
        answer(terminal)
        terminal.send(keys)
        assert terminal.wait() == status
    assert engine.status("box") == "running"


@pytest.mark.parametrize("terminal", [True, False])
def test_pull_with_progress(engine: PrivateEngine, terminal: bool) -> None:
    """Bars are drawn where they would be; the last lines are the same."""
    seen = []
    for way in (PLAIN, OURS):
        engine.docker("rmi", "redis:latest")
        if terminal:
            with Terminal(argv(way, "pull redis:latest"), engine.env()) as screen:
                screen.expect("Status: Downloaded newer image for redis:latest")
                assert screen.wait() == 0
                seen.append(b"\x1b[1A" in screen.output)
        else:
            seen.append(piped(way, "pull redis:latest", engine)[1].splitlines()[-2:] != [])
    assert seen[0] == seen[1]


def test_the_order_of_a_containers_two_outputs(engine: PrivateEngine) -> None:
    """On one screen they come in the order they were written, a moment apart."""
    script = "for i in 1 2 3 4 5; do echo out$i; sleep 0.05; echo err$i >&2; sleep 0.05; done"
    expected = "".join(f"out{i}\nerr{i}\n" for i in range(1, 6))
    for way in (PLAIN, OURS):
        with Terminal([*way, "run", "--rm", "ubuntu:14.04", "sh", "-c", script], engine.env()) as terminal:
            assert terminal.wait() == 0
            assert expected in terminal.text


def test_a_big_standard_error(engine: PrivateEngine) -> None:
    """Megabytes of the container's standard error pass whole."""
    words = ["run", "--rm", "ubuntu:14.04", "sh", "-c", "head -c 20000000 /dev/zero >&2"]
    ours = subprocess.run([*OURS, *words], env=engine.env(), capture_output=True, check=True, timeout=60)
    assert ours.stderr.count(b"\0") == 20_000_000


@pytest.mark.parametrize("kind", ["file", "null", "pipe"])
def test_where_standard_input_comes_from(engine: PrivateEngine, tmp_path: Path, kind: str) -> None:
    """A file, /dev/null, a pipe."""
    (tmp_path / "in").write_bytes(BYTES)
    source = {"file": str(tmp_path / "in"), "null": os.devnull, "pipe": str(tmp_path / "in")}[kind]
    got = []
    for way in (PLAIN, OURS):
        line = f"cat {source} | " if kind == "pipe" else ""
        redirect = "" if kind == "pipe" else f"<{source}"
        shell = f"{line}{' '.join(way)} run --rm -i ubuntu:14.04 cat {redirect}"
        result = subprocess.run(
            ["/bin/sh", "-c", shell], env=engine.env(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
        got.append(result.stdout)
    assert got[0] == got[1] == (b"" if kind == "null" else BYTES)
