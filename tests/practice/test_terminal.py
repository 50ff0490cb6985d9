"""Typing into a container's terminal: what is echoed, and which lines arrive."""

from __future__ import annotations

import threading

import pytest

from dockersh.practice.inside.streams import Output
from dockersh.practice.inside.terminal import Terminal


def typed(keys: str) -> tuple[list[str], str, int]:
    """The lines that arrive, what is on the screen, and how often it was interrupted."""
    output, interrupted = Output(), []
    terminal = Terminal(threading.Condition(), output, lambda: interrupted.append(1))
    terminal.prompt = "# "
    terminal.feed(keys.encode())
    lines = []
    while (line := terminal.line()) is not None:
        lines.append(line)
        if not line:
            break
    return lines, "".join(text for _, _, text in output.pieces), len(interrupted)


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        ("ls\r", ["ls\n"]),
        ("ls\n", ["ls\n"]),
        ("one\rtwo\r", ["one\n", "two\n"]),
        ("lx\x7fs\r", ["ls\n"]),
        ("lx\x08s\r", ["ls\n"]),
        ("\x7f\x7fls\r", ["ls\n"]),
        ("wrong\x15ls\r", ["ls\n"]),
        ("echo wrong\x17right\r", ["echoright\n"]),
        ("half\x03ls\r", ["ls\n"]),
        ("ls\r\x1b[A\r", ["ls\n", "ls\n"]),
        ("one\rtwo\r\x1b[A\x1b[A\r", ["one\n", "two\n", "one\n"]),
        ("one\r\x1b[A\x1b[B\r", ["one\n", "\n"]),
        ("\x1bOA\r", ["\n"]),
        ("한글\r", ["한글\n"]),
        ("a\tb\r", ["ab\n"]),
        ("\x04", [""]),
        ("half\x04\r", ["half\n"]),
        ("\x0cls\r", ["ls\n"]),
        ("\x1b[3~ls\r", ["ls\n"]),
    ],
)
def test_keys_become_lines(keys: str, lines: list[str]) -> None:
    """Backspace, Ctrl-U, Ctrl-W, Ctrl-C, Ctrl-D, arrows."""
    assert typed(keys)[0] == lines


def test_what_is_typed_is_seen() -> None:
    """With the newline of a terminal."""
    assert typed("ls\r")[1] == "ls\r\n"


def test_ctrl_c_is_shown_and_told() -> None:
    """As `^C`."""
    _, screen, interrupted = typed("sleep\x03")
    assert screen == "sleep^C"
    assert interrupted == 1


def test_a_letter_may_arrive_in_parts() -> None:
    """A connection cuts bytes where it likes."""
    output = Output()
    terminal = Terminal(threading.Condition(), output, lambda: None)
    for byte in "한\r".encode():
        terminal.feed(bytes([byte]))
    assert terminal.line() == "한\n"
