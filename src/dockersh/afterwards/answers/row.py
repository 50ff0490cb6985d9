"""A row of an answer."""

from __future__ import annotations

from collections.abc import Iterable

from dockersh.engine.api.sizes import human
from dockersh.finding import Arg, Say, say
from dockersh.startup.typed import NamedTuple

NAMES = 4  # names in one sentence


class Row(NamedTuple):
    """A sentence; whether it tells of something odd; the line to type about it ('' for none)."""

    told: Say
    odd: bool = False
    line: str = ""


def ordered(rows: Iterable[Row]) -> list[Row]:
    """What is odd first; else as docker has them."""
    return sorted(rows, key=lambda one: not one.odd)


def listed(names: Iterable[str]) -> Arg:
    """`web, db`; where there are many, the first of them and how many more."""
    found = list(names)
    if len(found) <= NAMES:
        return ", ".join(found)
    return say("answers.more", names=", ".join(found[:NAMES]), count=str(len(found) - NAMES))


def size(number: int | None) -> Arg:
    """Bytes as docker shows them; None: the engine did not say."""
    return say("answers.size-unknown") if number is None else human(number)
