"""How a question becomes requests, and how their answers join the state."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine.api.connection import Answer
from dockersh.engine.api.endpoints import Get
from dockersh.engine.question import About
from dockersh.engine.state import State
from dockersh.startup.typed import Any, NamedTuple

Answers = tuple[Answer, ...]


class Ask(NamedTuple):
    """What to get for a question (None: the API has no answer to it), and how the answers, in that order, are read.

    *absent*: whether `no such …` is an answer, too; *statuses*: those that are answers, whatever they say.
    """

    gets: Callable[[About], tuple[Get, ...] | None]
    read: Callable[[About, Answers, State], State]
    absent: bool = False
    statuses: tuple[int, ...] = (200,)


def held(answer: Answer) -> dict[str, Any] | None:
    """The object that an answer describes; None where there is none of the name. Raises TypeError where it is no object."""
    if answer.status != 200:
        return None
    found = answer.json()
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def named(endpoint: str, about: About) -> tuple[Get, ...]:
    """A request for each name. What is no name is asked nothing, and so remains unknown."""
    return tuple(Get(endpoint, name.removeprefix("/")) for name in about)


def natural(text: str) -> str:
    """A key to sort by as docker's lists do: numbers by their size. Source: fvbommel/sortorder, NaturalLess."""
    key, digits = "", ""
    for char in f"{text}\0":
        if "0" <= char <= "9":
            digits += char
            continue
        key += _number(digits) + char
        digits = ""
    return key


def _number(digits: str) -> str:
    if not digits:
        return ""
    plain = digits.lstrip("0")
    return f"0{chr(len(plain))}{plain}"
