"""Keys at the prompt, as people of readline, fish and ipython know them, in a real terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, recording_docker, script
from support.pty_terminal import Terminal

UP, DOWN, RIGHT, END, ALT_RIGHT = "\x1b[A", "\x1b[B", "\x1b[C", "\x05", "\x1b[1;3C"
BLOCK, ITS_OWN = b"\x1b[2 q", b"\x1b[0 q"  # DECSCUSR
LINES = ("echo first''one", "echo second''two", "printf 'third%s\\n' three")

# What is typed behind those three lines → what is printed.
KEYS = [
    ("Ctrl-R takes what it found, and Enter runs it", ("\x12", "first", "\r", "\r"), "firstone"),
    ("Ctrl-R again goes further back", ("\x12", "echo", "\x12", "\r", "\r"), "firstone"),
    ("Ctrl-C leaves a search and keeps the shell", ("\x12", "nosuch", "\x03", "echo ali''ve\r"), "alive"),
    ("Ctrl-G leaves a search with the line as it was", ("echo he''re", "\x12", "first", "\x07", "\r"), "here"),
    ("Up brings the last line", (UP, "\r"), "thirdthree"),
    ("Up behind a few letters finds lines that begin so", ("ec", UP, "\r"), "secondtwo"),
    ("Up twice, then Down", ("ec", UP, UP, DOWN, "\r"), "secondtwo"),
    ("Ctrl-P and Ctrl-N are Up and Down", ("\x10", "\x10", "\x0e", "\r"), "thirdthree"),
    ("Ctrl-A, Ctrl-K, Ctrl-Y: cut and put back", ("echo y''es", "\x01", "\x0b", "\x19", "\r"), "yes"),
    ("Ctrl-W deletes a word", ("echo y''es no", "\x17", "\r"), "yes"),
    ("Ctrl-U deletes to the front", ("garbage", "\x15", "echo y''es", "\r"), "yes"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose docker prints the words it gets, with an editor that writes a line."""
    recording_docker(tmp_path)
    script(tmp_path / "editor", 'cat "$1"; echo "echo ed\'\'ited" > "$1"')
    return tmp_path


@pytest.fixture
def shell(home: Path) -> Iterator[Terminal]:
    """A dockersh with a history of three lines."""
    with Terminal([*DOCKERSH, "--no-engine"], environment(home, EDITOR=str(home / "editor")), home, rows=40) as terminal:
        terminal.expect("dockersh>")
        for line in LINES:
            terminal.line(line)
            terminal.expect(r"\n(firstone|secondtwo|thirdthree)\n")
            terminal.expect("dockersh>")
        yield terminal


@pytest.mark.parametrize(("keys", "printed"), [row[1:] for row in KEYS], ids=[row[0] for row in KEYS])
def test_keys(shell: Terminal, keys: tuple[str, ...], printed: str) -> None:
    """Each does what it does elsewhere."""
    for key in keys:
        shell.send(key)
        if key != "\r":  # the screen follows each key, so the next one meets what a person would see
            shell._read(0.0)
    shell.expect(f"\n{printed}\n")
    shell.expect("dockersh>")


def test_an_editor_writes_the_line(shell: Terminal) -> None:
    """Ctrl-X Ctrl-E gives what was typed to $EDITOR; what that leaves is the line."""
    shell.send("echo typed''here")
    shell.expect("here")
    shell.send("\x18\x05")
    shell.expect("echo typed''here")
    shell.expect("echo ed''ited")
    shell.send("\r")
    shell.expect("\nedited\n")


@pytest.mark.parametrize("key", [RIGHT, END, "\x06"], ids=["Right", "End", "Ctrl-F"])
def test_the_grey_rest_is_taken(shell: Terminal, key: str) -> None:
    """Where it stands behind the cursor."""
    shell.send("echo f")
    shell.expect("irst''one")
    shell.send(key + "\r")
    shell.expect("\nfirstone\n")


@pytest.mark.parametrize("key", [ALT_RIGHT, "\x1bf"], ids=["Alt-Right", "Alt-F"])
def test_a_word_of_the_grey_rest_is_taken(shell: Terminal, key: str) -> None:
    """As in fish."""
    shell.send("print")
    shell.expect("third%s")
    shell.send(f"{key}here\r")
    shell.expect("\nhere")


@pytest.mark.parametrize("key", ["\x1bOQ", "\x1b[12~", "\x1b[[B", "\x1b[Q"], ids=["xterm", "vt", "linux", "odd"])
def test_function_keys_of_many_terminals(shell: Terminal, key: str) -> None:
    """F2 in four codes."""
    shell.send(key)
    shell.shows("detail: full")


def test_ctrl_space_opens_the_list_and_chooses_nothing(shell: Terminal) -> None:
    """Tab does then; Shift-Tab goes back."""
    shell.send("docker imag\x00")
    shell.shows("lists the images on this engine")
    assert any(line.endswith("dockersh> docker imag") for line in shell.screen())
    shell.send("\t\t")
    shell.shows("docker image  groups the commands")  # the live line
    shell.send("\x1b[Z")
    shell.shows("dockersh> docker images")


def test_vi(shell: Terminal) -> None:
    """`set editing vi`: Escape, 0, ce, and Enter; the cursor's shape tells the mode, and is the terminal's own at the end."""
    shell.line("set editing vi")
    shell.expect("dockersh>")
    shell.send("ehco y''es")
    shell.expect("es")
    shell.send("\x1b")
    while BLOCK not in shell.output:
        assert shell._read(time.monotonic() + 20)
    shell.send("0ceecho\r")
    shell.expect("\nyes\n")
    shell.line("exit")
    assert shell.wait() == 0
    assert shell.output.rindex(ITS_OWN) > shell.output.rindex(BLOCK)


def test_enter_takes_an_entry_of_the_menu_and_runs_nothing(shell: Terminal) -> None:
    """Tab, Tab chooses; Enter takes; the next Enter runs."""
    shell.send("docker image\t")
    shell.shows("lists the images on this engine")
    shell.send("\t")
    shell.shows("dockersh> docker images")
    shell.send("\r")
    shell.line("--quiet")
    shell.expect(r"\[images?\]\n\[--quiet\]")
