"""Words as a line of the shell: on one line where it fits, else one option a line."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from dockersh.machine.screen import hides
from dockersh.startup.typed import NamedTuple

WIDTH = 80  # cells
INDENT = "  "


class Line(NamedTuple):
    """A docker command: the words in front, the options as groups of words that stand together, the words behind."""

    head: tuple[str, ...]
    options: tuple[tuple[str, ...], ...] = ()
    tail: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.head, *(word for group in self.options for word in group), *self.tail)


def written(line: Line, width: int = WIDTH) -> str:
    """The line as it is typed; the same words to every POSIX shell."""
    whole = joined(line.words)
    if len(whole) <= width and "\n" not in whole:
        return whole
    groups = [joined(line.head), *(joined(group) for group in line.options), *_tail(line.tail)]
    return f" \\\n{INDENT}".join(groups)


def _tail(words: Sequence[str]) -> Iterable[str]:
    return (joined(words),) if words else ()


def joined(words: Iterable[str]) -> str:
    """Words quoted for the shell; those with characters that a screen does not show so that they do, and steer nothing."""
    return " ".join(_dollared(word) if hides(word.replace("\n", "")) else shlex.quote(word) for word in words)


def _dollared(word: str) -> str:
    """`$'…'`, which bash, zsh, ksh and POSIX of 2024 know."""
    return f"$'{''.join(map(_spelled, word))}'"


def _spelled(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if char == "\n" or not hides(char):
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
