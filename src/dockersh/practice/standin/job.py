"""One docker command that the stand-in carries out: what was typed, and the engine to ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping

from dockersh.practice.standin.failing import Answered, Failed, text
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.wire import Wire, named
from dockersh.reading.invocation import Invocation
from dockersh.startup.typed import Any

Json = dict[str, Any]


class Job:
    """A command with its options and words."""

    def __init__(self, invocation: Invocation, env: Mapping[str, str]) -> None:
        self.invocation, self.env = invocation, env
        self.wire = Wire(env)

    def on(self, flag: str) -> bool:
        """Whether a switch is on."""
        return self.invocation.on(flag)

    def value(self, flag: str, without: str = "") -> str:
        """The value of an option; *without* it that."""
        found = self.invocation.value(flag)
        return without if found is None else found

    def given(self, flag: str) -> bool:
        """Whether an option was typed."""
        return bool(self.invocation.flags(flag))

    def every(self, flag: str) -> list[str]:
        """The values of an option that may be repeated."""
        return [part.text for part in self.invocation.flags(flag)]

    @property
    def arguments(self) -> list[str]:
        """The words that are no options, those for the container among them."""
        return [part.text for part in self.invocation.parts if part.kind in ("argument", "command-word")]

    def filters(self, **more: str) -> Json:
        """`filters` of a query, as docker sends them; nothing where there are none."""
        found: dict[str, dict[str, bool]] = {}
        for name, value in [*(one.partition("=")[::2] for one in self.every("filter")), *more.items()]:
            found.setdefault(name.strip().lower(), {})[value.strip()] = True
        return {"filters": found} if found else {}

    def container(self, name: str) -> Json:
        """What inspect says of a container. Raises Answered."""
        found: Json = self.wire.ask("GET", f"/containers/{named(name)}/json")
        return found

    def each(self, names: Iterable[str], does: Callable[[str], object], *, missing_is_fine: bool = False) -> int:
        """Do something to each; its name is printed where it went well, and at the end what did not."""
        problems = []
        for name in names:
            try:
                does(name)
            except Failed as problem:
                if missing_is_fine and isinstance(problem, Answered) and problem.code == NOT_FOUND:
                    err(problem.text)
                else:
                    problems.append(problem.text)
                continue
            out(f"{name}\n")
        return given_up(problems)


NOT_FOUND = 404


def given_up(problems: list[str]) -> int:
    """0 where there are none. Raises Failed with all of them otherwise."""
    if problems:
        raise Failed("\n".join(problems))
    return 0


def err(line: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def said(key: str, **values: object) -> None:
    """Write docker's words to standard error."""
    err(text(key, **values))


def needs_terminal(*, input_is_attached: bool, tty: bool) -> None:
    """Raises Failed where a terminal is asked for and standard input is none."""
    if tty and input_is_attached and not os.isatty(0):
        raise Failed(text("no-terminal"))
