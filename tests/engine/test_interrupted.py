"""The interactive shell on a real engine that goes, comes, and changes behind its back."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.gate import Gate
from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal


@pytest.fixture
def gate(engine: PrivateEngine) -> Iterator[Gate]:
    """A door to the engine; its name is short, for the bar shows it."""
    with tempfile.TemporaryDirectory(prefix="d") as folder, Gate(engine.host, Path(folder) / "s") as door:
        yield door


def shell(engine: PrivateEngine, gate: Gate, folder: Path) -> Terminal:
    """A dockersh that talks through the door, with a history of its own."""
    env = engine.env(DOCKER_HOST=gate.host, HOME=str(folder), XDG_STATE_HOME=str(folder / "state"))
    return Terminal(list(DOCKERSH), env, folder, rows=40, columns=160)


def shows(terminal: Terminal, *words: str) -> None:
    """Wait until all of these stand on the screen, or were printed since the last time."""
    deadline = time.monotonic() + 20
    while True:
        seen = "\n".join(terminal.screen())
        printed = terminal.text[terminal.seen :]
        if all(word in seen or word in printed for word in words):
            terminal.seen = len(terminal.text)
            return
        assert terminal._read(deadline), f"no {words} on:\n{seen}\nin:\n{printed}"


def test_an_engine_that_comes_up_later(engine: PrivateEngine, gate: Gate, tmp_path: Path) -> None:
    """Away at the start: said in the bar and before the line; there later: everything works."""
    gate.shut()
    with shell(engine, gate, tmp_path) as terminal:
        shows(terminal, "dockersh>", "engine not reachable")
        terminal.line("docker ps -a")
        shows(terminal, "no docker engine answers at", "dockersh [1]>")
        gate.open()
        terminal.line("docker create --name web nginx")
        shows(terminal, "web is created", engine.version, "dockersh>")


def test_an_engine_that_goes_in_the_middle(engine: PrivateEngine, gate: Gate, tmp_path: Path) -> None:
    """What was attached ends with docker's own error; the session goes on, and its history is whole."""
    with shell(engine, gate, tmp_path) as terminal:
        shows(terminal, "dockersh>", engine.version)
        terminal.line("docker run --name box ubuntu:14.04 sh -c 'echo u''p; sleep 100'")
        terminal.expect("\nup\n")
        gate.shut()
        terminal.expect(r"dockersh \[\d+\]>")
        terminal.line("echo still''here")
        terminal.expect("stillhere")
        gate.open()
        terminal.line("docker kill box")
        shows(terminal, engine.version, "box: ran")
        terminal.send("\x04")
        terminal.wait()
    kept = next((tmp_path / "state").rglob("history")).read_text(encoding="utf-8")
    assert all(line in kept for line in ("+docker run --name box", "+echo still", "+docker kill box"))


def test_a_container_made_elsewhere_is_offered(engine: PrivateEngine, gate: Gate, tmp_path: Path) -> None:
    """The bar counts it, and Tab knows its name, without a line having been run here."""
    with shell(engine, gate, tmp_path) as terminal:
        shows(terminal, engine.version, "0 running")
        engine.docker("run", "-d", "--name", "elsewhere", "nginx")
        shows(terminal, "1 running")
        terminal.send("docker stop els\t")
        shows(terminal, "docker stop elsewhere")
        terminal.send("\x03")
