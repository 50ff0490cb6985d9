"""The levels, in their order, from `levels.toml`: what is there at the start, what must be there at the end, one way to it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.startup.toml_cache import load
from dockersh.startup.typed import Any, NamedTuple


class Key(NamedTuple):
    """A line of a solution; *keys* are typed once it runs."""

    line: str
    keys: str = ""


class Level(NamedTuple):
    """One level. *start* are lines that prepare it, *goals* are rows of `goals.CHECKS`."""

    name: str
    start: tuple[str, ...]
    goals: tuple[Mapping[str, Any], ...]
    solution: tuple[Key, ...]


def levels() -> tuple[Level, ...]:
    """All of them."""
    table = load(os.path.join(os.path.dirname(__file__), "levels.toml"))
    return tuple(_level(name, row) for name, row in table.items())


def _level(name: str, row: Mapping[str, Any]) -> Level:
    solution = tuple(Key(*one) if isinstance(one, list) else Key(one) for one in row["solution"])
    return Level(name, tuple(row.get("start", ())), tuple(row["goals"]), solution)


def find(name: str) -> Level | None:
    """A level by its name, or by its number from 1 on."""
    every = levels()
    if name.isdecimal():
        return every[int(name) - 1] if 0 < int(name) <= len(every) else None
    return next((one for one in every if one.name == name), None)
