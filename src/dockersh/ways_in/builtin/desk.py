"""What the built-ins work on: the shell, the settings, and the way to show a page."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from copy import copy

from dockersh import texts
from dockersh.execute import foreground
from dockersh.execute.outcome import NOT_FOUND, Outcome
from dockersh.machine.screen import drawn
from dockersh.render import Detail, Style
from dockersh.render.choose import Colour, style
from dockersh.startup.typed import TYPE_CHECKING, cast
from dockersh.texts.wording import values
from dockersh.ways_in import config
from dockersh.ways_in.config import Config
from dockersh.ways_in.shell import Shell
from dockersh.ways_in.streams import STDOUT, write

if TYPE_CHECKING:
    from dockersh.practice.lessons.course import Course
    from dockersh.ways_in.builtin.history import Ran
    from dockersh.ways_in.confirm import Confirm

# less: leave at once when the page fits on the screen, show colours, leave the page there; its prompt says how to leave. As the
# name of an editor, for of a prompt's own letters less 590 (Debian 12) shows those beyond ASCII as bytes.
LESS, HINT = "-RXFPs%E$", "VISUAL"


class Desk:
    """One per session.

    `status` is the last line's; `leaving` the status to leave with, once somebody said `exit`; `past` gives the history,
    the oldest line first, and `remember` puts older lines before it, if it can.
    `lines` are those that are kept under a name; `record` the page that is written, a path, or ''; with
    `record_output` also what docker lines print, `output` being that of the last one.
    `carry` runs a line in the shell behind the prompt, where there is one. `course` are the lessons, once they have begun.
    `last_ran` is when the last line that was none of our own commands began, and when it ended.
    """

    def __init__(self, shell: Shell, settings: Config, *, interactive: bool = False) -> None:
        self.shell = shell
        self.config = settings
        self.interactive = interactive
        self.status = 0
        self.program = "docker"
        self.lines: dict[str, str] = {}
        self.record, self.record_output, self.output = "", False, ""
        self.leaving: int | None = None
        self.past: Callable[[], Sequence[Ran]] = tuple
        self.remember: Callable[[Sequence[Ran]], bool] = lambda _: False
        self.carry: Callable[[str], Outcome] | None = None
        self.course: Course | None = None
        self.last_ran = (0.0, 0.0)

    @property
    def lang(self) -> str:
        """The language we speak, of the program the page is about."""
        return texts.of_program(self.shell.settings.lang, self.program)

    def about(self, program: str) -> Desk:
        """The same desk, for pages about another program."""
        other = copy(self)
        other.program = program
        return other

    def style(self) -> Style:
        """How to draw on standard output."""
        return style(STDOUT, self.shell.settings.colour, self.shell.env)

    def text(self, key: str, /, **args: str) -> str:
        """A sentence of `builtins.toml`, filled."""
        where = (self.lang, "builtins", *key.split("."))
        return texts.fill(texts.raw(*where) or key, values(self.lang, args), texts.spoken(*where))

    def say(self, key: str, /, **args: str) -> None:
        """Print a sentence of `builtins.toml` on standard output."""
        write(sys.stdout, self.text(key, **args) + "\n")

    def write(self, text: str) -> None:
        """Print as it stands."""
        write(sys.stdout, text)

    def complain(self, key: str, /, **args: str) -> int:
        """Print what is wrong on standard error; 1."""
        write(sys.stderr, self.text(key, **args) + "\n")
        return 1

    def show(self, page: str) -> int:
        """Print a page; through the person's pager where it is longer than the terminal. Ctrl-C in it comes back here."""
        if not self.interactive or not _longer_than_the_screen(page):
            write(sys.stdout, page)
            return 0
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="backslashreplace", suffix=".txt") as file:
            file.write(drawn(page))
            file.flush()
            pager = self.shell.env.get("PAGER") or "less"
            own = self.shell.env
            env = own if "LESS" in own else {**own, "LESS": LESS, HINT: self.text("page.pager")}
            # as its input: a file's name would stand in its prompt
            outcome = foreground.run(["/bin/sh", "-c", f'{pager} <"$0"', file.name], env)
        if outcome.status == NOT_FOUND:
            write(sys.stdout, page)
        return 0

    def change(self, key: str, value: config.Value) -> None:
        """Change a setting for this session."""
        self.config = self.config._replace(values={**self.config.values, key: value})
        self.apply()

    def apply(self) -> None:
        """Let the shell follow the settings it knows."""
        lang = str(self.config.values["lang"])
        known = self.shell.settings
        self.shell.settings = known._replace(
            lang=known.lang if lang == "auto" else lang,
            detail=cast("Detail", self.config.values["detail"]),
            colour=cast("Colour", self.config.values["color"]),
            confirm=cast("Confirm", self.config.values["confirm"]),
            private=bool(self.config.values["private"]),
        )
        self.shell.seen.private = self.shell.settings.private


def _longer_than_the_screen(page: str) -> bool:
    try:
        return os.isatty(STDOUT) and page.count("\n") >= os.get_terminal_size(STDOUT).lines
    except OSError:
        return False
