"""A loss is asked about before it happens: in a terminal, once, and no means no."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.explaining.foresee import foresee
from dockersh.reading import syntax
from dockersh.ways_in.confirm import asks
from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal
from support.state import WrittenEngine

HERE = {
    "containers": {"old": {"status": "exited"}, "job": {"auto_remove": True}},
    "images": {"nginx": {}},
    "volumes": {"data": {}},
}

# The line; whether it is asked about with `loss`, and with `always`.
LINES = [
    ("docker rm old", True, True),
    ("docker rm -f old && docker ps", True, True),
    ("docker rmi nginx", True, True),
    ("docker volume rm data", True, True),
    ("docker system prune -f", True, True),
    ("docker system prune", False, False),
    ("docker run --rm nginx", False, True),
    ("docker stop job", False, True),
    ("docker pull nginx", False, True),
    ("docker rm nothing", False, False),
    ("docker ps -a", False, False),
    ("docker frob", False, False),
    ("ls", False, False),
]


@pytest.mark.parametrize(("line", "loss", "always"), LINES, ids=[line for line, _, _ in LINES])
def test_what_is_asked_about(line: str, loss: bool, always: bool) -> None:
    """Loss: what cannot come back. Always: whatever changes something. Never where docker asks, or fails."""
    foreseen = foresee(syntax.parse(line), WrittenEngine(HERE))
    assert [asks(foreseen, "never"), asks(foreseen, "loss"), asks(foreseen, "always")] == [False, loss, always]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Terminal]:
    """The interactive shell, whose docker prints its words."""
    recording_docker(tmp_path)
    with Terminal([*DOCKERSH, "--no-engine"], environment(tmp_path), tmp_path, rows=40) as terminal:
        terminal.expect("dockersh>")
        yield terminal


@pytest.mark.parametrize(("key", "ran", "prompt"), [("y\r", True, "dockersh>"), ("\r", False, r"dockersh \[1\]>")])
def test_the_shell_asks(shell: Terminal, key: str, ran: bool, prompt: str) -> None:
    """Enter alone is no; y goes on."""
    shell.line("docker volume rm data")
    shell.expect(r"Continue\? \[y/N\] ")
    shell.send(key)
    shell.expect(r"\[volume\]\n\[rm\]\n\[data\]" if ran else "nothing was done")
    shell.expect(prompt)


def test_ctrl_c_is_no(shell: Terminal) -> None:
    """130, and the session goes on."""
    shell.line("docker rm old")
    shell.expect(r"Continue\? \[y/N\] ")
    shell.send("\x03")
    shell.expect(r"dockersh \[130\]>")
    shell.line("echo still here")
    shell.expect("\nstill here\n")


def test_it_can_be_switched_off(shell: Terminal) -> None:
    """`set confirm never`."""
    shell.line("set confirm never")
    shell.expect("dockersh>")
    shell.line("docker rm old")
    shell.expect(r"\[rm\]\n\[old\]")


@pytest.mark.parametrize(
    ("options", "asked"), [([], False), (["--confirm", "loss"], True), (["--confirm", "loss", "-q"], False)]
)
def test_one_line_asks_only_when_told_to(tmp_path: Path, options: list[str], asked: bool) -> None:
    """With -c the default is never."""
    recording_docker(tmp_path)
    argv = [*DOCKERSH, "--no-engine", *options, "-c", "docker rm old"]
    with Terminal(argv, environment(tmp_path), tmp_path) as terminal:
        terminal.expect(r"Continue\?" if asked else r"\[rm\]")
        if asked:
            terminal.send("n\r")
            assert terminal.wait() == 1
            assert "[rm]" not in terminal.text


def test_nobody_is_asked_in_a_pipe(tmp_path: Path) -> None:
    """Standard input that is no terminal cannot answer."""
    recording_docker(tmp_path)
    argv = [*DOCKERSH, "--no-engine", "--confirm", "always", "-c", "docker rm old"]
    done = subprocess.run(argv, env=environment(tmp_path), input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"[rm]\n[old]\n")
