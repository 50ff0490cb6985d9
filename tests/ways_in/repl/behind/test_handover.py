"""What is said after a line begins a line of its own, whatever a program left before the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, script
from support.pty_terminal import Terminal

# A docker that leaves the cursor behind its words, as a container's prompt does, and fails if it is asked to.
ERROR = "Error response from daemon: No such container: web"
DOCKER = f"case $1 in ps) printf half;; attach) printf '/ # '; exec sleep 1000;; *) printf '{ERROR}' >&2; exit 1;; esac"


def rows(terminal: Terminal) -> list[str]:
    """The screen's rows with anything on them."""
    return [row for row in terminal.screen() if row]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with that docker."""
    script(tmp_path / "docker", DOCKER)
    return tmp_path


def test_the_prompt_is_on_a_line_of_its_own(home: Path) -> None:
    """Behind half a line, behind a whole one, and behind `^C`; no line between them is empty."""
    with Terminal([*DOCKERSH, "--no-engine", "-q"], environment(home), home) as terminal:
        terminal.answers = False
        terminal.expect("dockersh>")
        terminal.line("docker ps")
        assert "half" in terminal.shows("half")
        terminal.expect("half")
        terminal.expect("dockersh>")
        terminal.line("echo whole")
        terminal.expect("whole\n")
        terminal.expect("dockersh>")
        terminal.line("docker attach web")
        terminal.expect("/ # ")
        terminal.send("\x03")
        terminal.expect(r"dockersh \[130\]>")
        shown = [row for row in terminal.screen() if row and not row.startswith(" F1")]
        assert shown[-7:-1] == [
            "~ dockersh> docker ps",
            "half",
            "~ dockersh> echo whole",
            "whole",
            "~ dockersh> docker attach web",
            "/ # ^C",
        ]
        assert shown[-1].startswith("~ dockersh [130]>")


def test_a_failure_is_on_a_line_of_its_own(home: Path) -> None:
    """With -c, on a terminal: below docker's words, which ended without a newline."""
    with Terminal([*DOCKERSH, "--no-engine", "-c", "docker start web"], environment(home), home) as terminal:
        assert terminal.wait() == 1
        shown = terminal.screen()
        at = shown.index(ERROR)
        assert shown[at + 1].strip()
