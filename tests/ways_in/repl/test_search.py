"""Ctrl-R: what is found, how it is drawn, and every key of it in a real terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.render.cells import width
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.repl.search import matching, row
from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal

CTRL_R, CTRL_G, CTRL_C, ESCAPE, UP, DOWN = "\x12", "\x07", "\x03", "\x1b", "\x1b[A", "\x1b[B"
LINES = [
    "docker ps -a",
    "docker compose up web",
    "echo web; docker compose logs",
    "docker Pull nginx",
    "docker cp web:/x .",
    "ls",
]
FOUND = [
    ("", "012345"),
    ("compose", "12"),
    ("pull", "3"),
    ("web compose", "12"),
    ("dcu", "13"),
    ("dops", "012"),
    ("c p", "01234"),
    ("xyz", ""),
]


@pytest.mark.parametrize(("typed", "expected"), FOUND)
def test_what_is_found(typed: str, expected: str) -> None:
    """The text, then its words in any order, then its letters in order; within each the newest first, as they stand."""
    found = matching(typed, [(line.lower(), Ran(line)) for line in LINES])
    assert [LINES.index(one.line) for one in found] == [int(one) for one in expected if one.isdigit()]


ROWS = [
    ("docker ps", ["exit 1", "2 hours ago", "~/shop"], 60, "docker ps" + " " * 22 + "exit 1 · 2 hours ago · ~/shop"),
    ("docker ps", ["exit 1", "2 hours ago", "~/shop"], 40, "docker ps" + " " * 11 + "exit 1 · 2 hours ago"),
    ("docker ps -a --no-trunc", ["exit 1", "2 hours ago"], 20, "docker ps…   exit 1"),
    ("도커 이미지를 지웁니다", ["1시간 전"], 24, "도커 이미지…  1시간 전"),
    ("docker ps", ["exit 125"], 12, "docker ps"),
    ("docker ps", [], 12, "docker ps"),
]


@pytest.mark.parametrize(("line", "told", "columns", "expected"), ROWS)
def test_a_row(line: str, told: list[str], columns: int, expected: str) -> None:
    """As wide as the screen; of what is told, what half of it holds."""
    drawn = row(line, told, columns)
    assert width(drawn) == columns
    assert "".join(drawn.split()) == "".join(expected.split())


@pytest.fixture(name="shell")
def fixture_shell(tmp_path: Path) -> Iterator[Terminal]:
    """A dockersh in which some lines ran."""
    recording_docker(tmp_path)
    with Terminal([*DOCKERSH, "--no-engine"], environment(tmp_path), tmp_path, rows=40) as terminal:
        for line in ("mkdir shop && cd shop", "sh -c 'exit 7'", "cd ..", "echo al''pha", "echo be''ta"):
            terminal.expect("dockersh.*>")
            terminal.line(line)
        terminal.expect("\nbeta\n")
        terminal.expect("dockersh>")
        yield terminal


def said(shell: Terminal, line: str) -> None:
    """A line of which nothing is to be seen, and the prompt behind it."""
    shell.line(line)
    shell.line("echo gam''ma")
    shell.expect("\ngamma\n")
    shell.expect("dockersh>")


@pytest.mark.parametrize(("lang", "asks", "status"), [("en", "search:", "exit 7"), ("ko", "기록 검색:", "종료 코드 7")])
def test_each_row_says_what_came_of_it(shell: Terminal, lang: str, asks: str, status: str) -> None:
    """Status and folder; Enter puts the line on the prompt and runs nothing, the next one runs it."""
    assert lang in texts.complete()
    said(shell, f"set lang {lang}")
    shell.send(f"{CTRL_R}shxt7")
    shell.shows(asks)
    (found,) = [line for line in shell.shows(status) if "sh -c" in line and status in line]
    assert found.endswith("~/shop")
    shell.send("\r")
    shell.shows("dockersh> sh -c 'exit 7'")
    assert not any(asks in line for line in shell.screen())
    shell.send("\r")
    shell.expect(r"dockersh \[7\]>")


# What is pressed, with a line half typed → what Enter runs then.
KEYS = [
    ("letters in their order", ("\x15", CTRL_R, "eoap", "\r", "\r"), "alpha"),
    ("Ctrl-R goes further back", ("\x15", CTRL_R, "echo", CTRL_R, "\r", "\r"), "alpha"),
    ("Down is older, Up newer", ("\x15", CTRL_R, "echo", DOWN, DOWN, UP, UP, "\r", "\r"), "beta"),
    ("Tab takes it too", ("\x15", CTRL_R, "alp", "\t", "\r"), "alpha"),
    ("Backspace widens it", ("\x15", CTRL_R, "alx", "\x7f", "\r", "\r"), "alpha"),
    ("Ctrl-G leaves what was typed", (CTRL_R, "alp", CTRL_G, "\r"), "typed"),
    ("Ctrl-C leaves what was typed", (CTRL_R, "alp", CTRL_C, "\r"), "typed"),
    ("Escape leaves what was typed", (CTRL_R, "alp", ESCAPE, "\r"), "typed"),
    ("Enter with nothing found leaves it", (CTRL_R, "nosuch", "\r", "\r"), "typed"),
    ("a second search begins empty", ("\x15", CTRL_R, "beta", ESCAPE, CTRL_R, "alp", "\r", "\r"), "alpha"),
    ("all of it at once", (f"\x15{CTRL_R}alp\r\r",), "alpha"),
]


@pytest.mark.parametrize(("keys", "printed"), [one[1:] for one in KEYS], ids=[one[0] for one in KEYS])
def test_keys(shell: Terminal, keys: tuple[str, ...], printed: str) -> None:
    """Each does what it does elsewhere."""
    shell.send("echo ty''ped")
    shell.shows("echo ty''ped")
    for key in keys:
        shell.send(key)
        shell._read(0.0)
    shell.expect(f"\n{printed}\n")
    shell.expect("dockersh>")


def test_in_vi(shell: Terminal) -> None:
    """While text is put in."""
    said(shell, "set editing vi")
    shell.send(f"{CTRL_R}alp\r\r")
    shell.expect("\nalpha\n")


def test_a_private_session_is_searched_and_kept_nowhere(tmp_path: Path) -> None:
    """Its own lines, without what came of them."""
    recording_docker(tmp_path)
    with Terminal([*DOCKERSH, "--no-engine", "--private"], environment(tmp_path), tmp_path) as terminal:
        terminal.expect("private>")
        terminal.line("echo se''en")
        terminal.expect("\nseen\n")
        terminal.expect("private>")
        terminal.send(f"{CTRL_R}ee\r\r")
        terminal.expect("\nseen\n")
    assert not (tmp_path / ".local/state/dockersh/history").exists()
