"""A process of a container: it reads, writes, waits, is paused, interrupted and killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dockersh.practice.inside.files import Files
from dockersh.practice.inside.streams import STDOUT, Input, Output
from dockersh.practice.inside.terminal import Terminal
from dockersh.startup.typed import Any

INT, KILL, TERM = 2, 9, 15
SHELL_SIGNAL = 128  # added to the number of a signal for the status of what died of it


class Ended(Exception):
    """The process ends now, with a status: it called `exit`, or a signal ended it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Exited(Ended):
    """A shell was told `exit`: it ends, and whoever started it goes on."""


class Interrupted(Exception):
    """Ctrl-C: what runs in the foreground ends, the shell goes on."""


class Process:
    """One process. *first*: number 1 of its container, which ignores every signal that it does not handle.

    *handles*: the signals that it ends by, and with which status. *behind*: seconds it has slept through already, where it
    goes on after the engine was away.
    """

    def __init__(
        self, argv: list[str], files: Files, place: Any, output: Output, *, tty: bool = False, first: bool = True
    ) -> None:
        self.argv, self.files, self.place, self.output = argv, files, place, output
        self.tty, self.first = tty, first
        self.changed = threading.Condition()
        self.env: dict[str, str] = {}
        self.folder = "/"
        self.user = "root"
        self.handles: dict[int, int] = {}
        self.traps: dict[int, Callable[[], object]] = {}
        self._trapped: list[int] = []
        self.is_shell = False
        self.behind = 0.0
        self.clock = 0.0
        self.pid = 1
        self._killed: int | None = None
        self._interrupted = False
        self._paused = False
        self.input: Input = Terminal(self.changed, output, self.interrupt) if tty else Input(self.changed)
        self.on_title: Callable[[str], None] = lambda _title: None

    def signal(self, number: int) -> None:
        """A signal arrives from outside."""
        with self.changed:
            if number in self.handles:
                self._killed = self.handles[number]
            elif number in self.traps:
                self._trapped.append(number)
            elif number == KILL or not self.first:
                self._killed = SHELL_SIGNAL + number
            self.changed.notify_all()
        self.output.wake()

    def interrupt(self) -> None:
        """Ctrl-C at its terminal."""
        with self.changed:
            if INT in self.handles:
                self._killed = self.handles[INT]
            elif self.is_shell:
                self._interrupted = True
            elif not self.first:
                self._killed = SHELL_SIGNAL + INT
            self.changed.notify_all()

    def pause(self, *, on: bool) -> None:
        """It stands still, or goes on."""
        with self.changed:
            self._paused = on
            self.changed.notify_all()

    def check(self) -> None:
        """Called between any two things it does. Raises Ended, Interrupted; waits while it is paused."""
        with self.changed:
            while self._paused and self._killed is None:
                self.changed.wait()
            if self._killed is not None:
                raise Ended(self._killed)
            if self._interrupted:
                self._interrupted = False
                raise Interrupted
            trapped, self._trapped = self._trapped, []
        for number in trapped:
            self.traps[number]()

    def write(self, text: str, stream: int = STDOUT) -> None:
        """Write to a stream; a terminal has one, and wants its newlines with a return."""
        self.check()
        if self.tty:
            stream, text = STDOUT, text.replace("\n", "\r\n")
        when = time.time() - self.behind if self.behind > 0 else None
        self.output.write(stream, text, when)

    def sleep(self, seconds: float) -> None:
        """Do nothing; what was slept through already is not slept again."""
        skipped = min(self.behind, seconds)
        self.behind -= skipped
        until = time.monotonic() + seconds - skipped
        self.wait_for(lambda: time.monotonic() >= until or None, until)

    def wait_for(self, ready: Callable[[], Any], until: float | None = None) -> Any:
        """What *ready* gives once that is not None; asked whenever something happened, and at a `time.monotonic()`."""
        while True:
            self.check()
            with self.changed:
                found = ready()
                if found is not None:
                    return found
                if self._killed is None and not self._interrupted and not self._trapped:
                    left = None if until is None else max(0.0, until - time.monotonic())
                    self.changed.wait(left)

    def read_line(self, prompt: str = "") -> str:
        """A line of the input with its newline; '' at its end."""
        self.behind = 0.0
        if isinstance(self.input, Terminal):
            self.input.prompt = prompt
            self.input.redraw() if self.input.typed else self.write(prompt)
        line: str = self.wait_for(self.input.line)
        if isinstance(self.input, Terminal):
            self.input.prompt = ""
        return line

    def read_all(self) -> str:
        """The input to its end."""
        lines = []
        while line := self.read_line():
            lines.append(line)
        return "".join(lines)

    def idle(self) -> None:
        """Run until a signal ends it."""
        self.behind = 0.0
        self.wait_for(lambda: None)
