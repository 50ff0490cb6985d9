"""A beginner's whole path: all lessons in one shell, in a terminal of 80 columns, in Korean, where there is no docker."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.practice.lessons.levels import Key, Level, levels
from dockersh.render.cells import width
from support.programs import DOCKERSH
from support.pty_terminal import Terminal
from support.twins import somebody, without_docker

ROWS, COLUMNS = 24, 80
PROMPT = r"dockersh practice(?: \[\d+\])?>"
INSIDE = r"(?:/ |:/|:~)# "  # of a shell in a container
PATIENCE = 60
ASKED, DONE = r"\[y/N\]", "완료: "
SAID = f"{DONE}|아직입니다"
LINES = 60  # that a person types, at most: half a minute each


@pytest.fixture(name="terminal")
def fixture_terminal(tmp_path: Path) -> Terminal:
    """`dockersh learn`, typed by somebody who never had docker."""
    env = {**somebody(tmp_path, without_docker(tmp_path / "bin")), "LANG": "C.UTF-8", "DOCKERSH_LANG": "ko"}
    return Terminal([*DOCKERSH, "learn"], env, tmp_path, rows=ROWS, columns=COLUMNS)


def title(level: Level) -> str:
    """What a level is called."""
    return texts.raw("ko", f"levels/{level.name}", "title") or level.name


def carry_out(terminal: Terminal, step: Key) -> str:
    """Type a line, and in the container's shell what belongs there, and yes where it is asked; what is said then."""
    terminal.line(step.line)
    if step.keys:
        terminal.expect(INSIDE, PATIENCE)
        terminal.send(step.keys)
    said = terminal.expect(f"{ASKED}|{SAID}", PATIENCE).group()
    if said.endswith("]"):
        terminal.line("y")
        said = terminal.expect(SAID, PATIENCE).group()
    return said


def test_the_whole_path(terminal: Terminal) -> None:
    """Every level is told, solved by its own lines, and praised; the last one ends the course."""
    every = levels()
    with terminal:
        for number, level in enumerate(every, 1):
            terminal.expect(f"{len(every)}단계 중 {number}단계: {title(level)}", PATIENCE)
            terminal.expect(PROMPT, PATIENCE)
            *before, last = level.solution
            steps = (*(step for step in before if " logs " not in step.line), last)  # nothing is said after what only reads
            said = [carry_out(terminal, step) for step in steps]
            assert said[-1] == DONE, terminal.text[-1500:]
            terminal.expect(re.escape(title(level)), PATIENCE)
        terminal.expect("마지막 단계까지 끝났습니다", PATIENCE)
        terminal.expect(PROMPT, PATIENCE)
        terminal.line("learn list")
        terminal.expect(f"{len(every):>3} \\* ", PATIENCE)
        terminal.expect(PROMPT, PATIENCE)
        terminal.line("exit")
        assert terminal.wait(PATIENCE) == 0
    assert "Traceback" not in terminal.text
    assert "docker 명령이 없습니다" not in terminal.text
    assert all(width(row) <= COLUMNS for row in terminal.screen())


def test_it_is_short() -> None:
    """Half an hour of a person: so many lines, and so many words to read."""
    assert sum(len(level.solution) for level in levels()) <= LINES
    words = sum(len((texts.raw("ko", f"levels/{level.name}", "why") or "").split()) for level in levels())
    assert words <= 2000
