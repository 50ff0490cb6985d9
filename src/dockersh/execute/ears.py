"""Which of a command's two outputs we hear as they pass, so that it sees and does what it would without us.

Standard error is heard to be explained; standard output only of commands that print nothing but the id of what they made.
Where both are one terminal, pipe or file, one stand-in takes both: their order is seen.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys

from dockersh.execute.stderr_copy import Overheard
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple, Self

PRINTED = pattern(r"(?m)^([0-9a-f]{64})\r?$\n?")


class Heard(NamedTuple):
    """The end of what was said on standard error, the id that was printed, the end of all output; None: nobody listened."""

    errors: str | None = None
    printed: str | None = None
    output: str | None = None


class Ears(NamedTuple):
    """The stand-ins for standard error and output; both may be the same one, None is inherited."""

    error: Overheard | None = None
    output: Overheard | None = None

    @classmethod
    def open(cls, stack: contextlib.ExitStack, *, errors: bool, output: bool) -> Self:
        """Those that are wanted, and can be had without a difference."""
        error = _overhear(stack, 2) if errors else None
        if output and one_output():
            return cls(error, error)
        return cls(error, _overhear(stack, 1) if output else None)

    @property
    def any(self) -> bool:
        """Whether one is there."""
        return bool(self.error or self.output)

    @property
    def stderr(self) -> int | None:
        """What the command gets as its standard error; None: ours."""
        return self.error.child if self.error else None

    @property
    def stdout(self) -> int | None:
        """What the command gets as its standard output; None: ours."""
        return self.output.child if self.output else None

    def resize(self) -> None:
        """Give them the size of the real window."""
        for one in self._each():
            one.resize()

    def listen(self) -> None:
        """Copy from now on."""
        for one in self._each():
            one.listen()

    def listen_by_name(self) -> None:
        """Copy from now on, for a command that opens them by `redirections`."""
        for one in self._each():
            one.listen_by_name()

    def redirections(self) -> str:
        """What sends a command of the shell's here; for stand-ins that are terminals."""
        error = f" 2>{self.error.name}" if self.error else ""
        return f" >{self.output.name}{error}" if self.output else error

    def heard(self) -> Heard:
        """The end of it."""
        texts = {one: one.heard() for one in self._each()}
        output = texts[self.output] if self.output else None
        errors = texts[self.error] if self.error else None
        if errors is not None and self.error is self.output:
            errors = PRINTED.sub("", errors)
        return Heard(errors, _last_id(output), output)

    def _each(self) -> tuple[Overheard, ...]:
        return tuple(dict.fromkeys(one for one in self if one is not None))


def _last_id(output: str | None) -> str | None:
    if output is None:
        return None
    printed: list[str] = re.findall(PRINTED.pattern, output)
    return printed[-1] if printed else ""


def one_output() -> bool:
    """Whether standard output and error are the same terminal, pipe or file: then their order is seen."""
    try:
        return os.path.samestat(os.fstat(1), os.fstat(2))
    except OSError:
        return False


def _overhear(stack: contextlib.ExitStack, target: int) -> Overheard | None:
    """A stand-in for an output; None where that is closed, nobody reads it, or the machine has no pty or pipe left."""
    try:
        return stack.enter_context(Overheard(target)) if _read_by_somebody(target) else None
    except OSError:
        return None


def _read_by_somebody(target: int) -> bool:
    """Not one that is thrown away, and no pipe whose reader is gone: the command must feel that itself.

    Where standard output was closed when we began, its number may be another file's by now.
    """
    if target == 1 and sys.__stdout__ is None:
        return False
    if target == 2 and os.path.samestat(os.fstat(2), os.stat(os.devnull)):
        return False
    asked = select.poll()
    asked.register(target, 0)
    return not any(told & (select.POLLERR | select.POLLHUP | select.POLLNVAL) for _, told in asked.poll(0))
