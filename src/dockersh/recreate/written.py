"""Words as a line of the shell: on one line where it fits, else one option a line."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

CONTROLS = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
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
    """Words quoted for the shell; those with control characters so that they show, and steer no terminal."""
    return " ".join(_dollared(word) if CONTROLS.search(word) else shlex.quote(word) for word in words)


def _dollared(word: str) -> str:
    """`$'…'`, which bash, zsh, ksh and POSIX of 2024 know."""
    plain = word.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + CONTROLS.sub(lambda found: "".join(f"\\{byte:03o}" for byte in found[0].encode()), plain) + "'"
