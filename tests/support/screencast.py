"""A session of the interactive shell on a real engine, recorded as an animated SVG: the screencast of the README.

What is typed is fixed, and so is how long each screen stays; what is on the screens is what a terminal would show.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyte

from support.paths import TESTS
from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal

FILE = TESTS / "screens" / "session.svg"
COLUMNS, ROWS = 80, 30
KEY, READ, QUIET = 0.07, 4.5, 0.5  # seconds: between two keys, to read a screen, without output until a screen is at rest
SESSION = ("docker run -d --name web -p 8080:80 nginx", "docker rm web", "docker rm -f w\t")
PROMPT = r"dockersh(?: \[\d+\])?> $"  # in front of the cursor: after it may stand what comes next, in grey
WAITS = rf"{PROMPT}|\[y/N\] $"


class Stretch(NamedTuple):
    """Characters of one row that look the same."""

    column: int
    text: str
    colour: str
    bold: bool


class Screen(NamedTuple):
    """One screen and how many seconds it stays. *rest*: nothing more would come without a key."""

    rows: tuple[tuple[Stretch, ...], ...]
    seconds: float
    rest: bool

    @property
    def text(self) -> str:
        """Its characters, without empty rows."""
        lines = ("".join(_at(row)).rstrip() for row in self.rows)
        return "\n".join(line for line in lines if line)


def _at(row: tuple[Stretch, ...]) -> Iterator[str]:
    column = 0
    for one in row:
        yield " " * (one.column - column) + one.text
        column = one.column + len(one.text)


class Recorder:
    """Types into a terminal and looks at its screen."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.screen.write_process_input = terminal.send
        terminal.answers = False
        self.stream = pyte.ByteStream(self.screen)
        self.fed = 0
        self.screens: list[Screen] = []

    def until(self, reached: Callable[[str], bool]) -> None:
        """Read until the screen is as wanted."""
        deadline = time.monotonic() + 30
        while not reached("\n".join(self.screen.display)):
            assert self._feed(deadline), "\n".join(self.screen.display)

    @property
    def before_the_cursor(self) -> str:
        """The characters of its row."""
        cursor = self.screen.cursor
        return str(self.screen.display[cursor.y][: cursor.x])

    def rest(self, seconds: float) -> None:
        """Read until nothing more comes, and keep that screen."""
        while self._feed(time.monotonic() + QUIET):
            pass
        self._keep(seconds, rest=True)

    def type(self, line: str) -> None:
        """A key at a time, each seen on the screen; Tab completes."""
        typed = ""
        for key in line:
            self.terminal.send(key)
            typed += key
            if key != "\t":
                self.until(lambda text, typed=typed: text.split("> ")[-1].startswith(typed))  # type: ignore[misc]
                self._keep(KEY, rest=False)

    def _keep(self, seconds: float, *, rest: bool) -> None:
        rows = tuple(tuple(_stretches(self.screen, number)) for number in range(ROWS))
        self.screens.append(Screen(rows, seconds, rest))

    def _feed(self, deadline: float) -> bool:
        more = self.terminal._read(deadline)
        self.stream.feed(self.terminal.output[self.fed :])
        self.fed = len(self.terminal.output)
        return more


def _stretches(screen: pyte.Screen, number: int) -> Iterator[Stretch]:
    row = screen.buffer[number]
    begun: list[tuple[int, str, str, bool]] = []
    for column in range(COLUMNS):
        char = row[column]
        look = (char.bg if char.reverse and char.fg == "default" else char.fg, bool(char.bold))
        if begun and (begun[0][2:] != look or char.data == ""):
            yield from _stretch(begun)
            begun = []
        if char.data:
            begun.append((column, char.data, *look))
    yield from _stretch(begun)


def _stretch(begun: list[tuple[int, str, str, bool]]) -> Iterator[Stretch]:
    text = "".join(data for _, data, _, _ in begun).rstrip()
    if text:
        yield Stretch(begun[0][0], text, begun[0][2], begun[0][3])


def record(engine: PrivateEngine) -> list[Screen]:
    """The session, on an engine that holds its images and nothing else."""
    engine.docker("context", "create", "laptop", "--docker", f"host={engine.host}")
    env = engine.env(DOCKERSH_LANG="en", DOCKER_CONTEXT="laptop", XDG_STATE_HOME=str(engine.folder / "state"))
    del env["DOCKER_HOST"]
    with Terminal([*DOCKERSH], env, engine.folder / "home", rows=ROWS, columns=COLUMNS) as terminal:
        recorder = Recorder(terminal)
        recorder.until(lambda text: "dockersh>" in text and "\n laptop " in text)  # the bar knows the engine
        recorder.rest(1.5)
        for line in SESSION:
            recorder.type(line)
            recorder.rest(2.0)
            terminal.send("\r")
            recorder.until(lambda _: re.search(WAITS, recorder.before_the_cursor) is not None)
            recorder.rest(READ)
            if "[y/N]" in recorder.screen.display[recorder.screen.cursor.y]:
                terminal.line("y")
                recorder.until(lambda _: re.search(PROMPT, recorder.before_the_cursor) is not None)
                recorder.rest(READ)
        terminal.line("exit")
        terminal.wait()
    engine.docker("context", "rm", "laptop")
    return recorder.screens


def told(screens: list[Screen]) -> str:
    """What the screens at rest say, without what differs from run to run: ids, sizes, times, the bar."""
    text = "\n\n".join(screen.text for screen in screens if screen.rest)
    text = re.sub(r"^ laptop .*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^docker engine \S+", "docker engine", text, flags=re.MULTILINE)
    text = re.sub(r"\b[0-9a-f]{12,64}\b", "ID", text)
    return re.sub(r"\b(?:\d+(?:\.\d+)?|an?)\s+(?:ms|s|[kMG]?B|(?:second|minute|hour|day|week)s?)\b", "N", text)
