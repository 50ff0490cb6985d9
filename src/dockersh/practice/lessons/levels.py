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
    """One level. *start* are lines that prepare it, *goals* are rows of `goals.CHECKS`.

    *names* are what it calls the things it makes; *only_real*: the practice engine cannot do it.
    """

    name: str
    start: tuple[str, ...]
    goals: tuple[Mapping[str, Any], ...]
    solution: tuple[Key, ...]
    names: tuple[str, ...] = ()
    only_real: bool = False


def levels() -> tuple[Level, ...]:
    """Those of practice."""
    return tuple(level for level in every_level(real=False) if not level.only_real)


def every_level(*, real: bool) -> tuple[Level, ...]:
    """All of them, as they are in practice or on a real engine. Those that only a real engine can do come last."""
    table = load(os.path.join(os.path.dirname(__file__), "levels.toml"))
    return tuple(_level(name, {**row, **row.get("real", {})} if real else row) for name, row in table.items())


def _level(name: str, row: Mapping[str, Any]) -> Level:
    solution = tuple(Key(*one) if isinstance(one, list) else Key(one) for one in row["solution"])
    names = tuple(row.get("names", ()))
    return Level(name, tuple(row.get("start", ())), tuple(row["goals"]), solution, names, bool(row.get("only_real")))


def find(name: str, *, real: bool = False) -> Level | None:
    """A level by its name, or by its number from 1 on."""
    every = every_level(real=real)
    if name.isdecimal():
        return every[int(name) - 1] if 0 < int(name) <= len(every) else None
    return next((one for one in every if one.name == name), None)
