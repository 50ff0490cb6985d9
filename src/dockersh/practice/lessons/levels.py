"""The levels, in the order of `order.toml`: what is there at the start, what must be there at the end, one way to it.

Each is a file, `levels/NAME.toml`:

    start = [LINE, …]              docker lines that prepare it; may be missing
    goals = [{…}, …]               what must hold: `goals.py` has what can be asked
    solution = [LINE, …]           one way; [LINE, KEYS] where keys are typed while it runs
    names = [NAME, …]              what it calls things: on a real engine they get a prefix, in lines, goals and texts
    only_real = true               practice does not simulate it
    [real]                         what is otherwise on a real engine, where nothing of the person's may be touched
"""

from __future__ import annotations

import functools
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


FOLDER = os.path.dirname(__file__)


def levels() -> tuple[Level, ...]:
    """Those of practice."""
    return tuple(level for level in every_level(real=False) if not level.only_real)


@functools.cache
def every_level(*, real: bool) -> tuple[Level, ...]:
    """All of them, as they are in practice or on a real engine. Those that only a real engine can do come last."""
    return tuple(_level(name, real=real) for name in load(os.path.join(FOLDER, "order.toml"))["levels"])


def _level(name: str, *, real: bool) -> Level:
    row = load(os.path.join(FOLDER, "levels", f"{name}.toml"))
    row = {**row, **row.get("real", {})} if real else row
    solution = tuple(Key(*one) if isinstance(one, list) else Key(one) for one in row["solution"])
    names = tuple(row.get("names", ()))
    return Level(name, tuple(row.get("start", ())), tuple(row["goals"]), solution, names, bool(row.get("only_real")))


def find(name: str, *, real: bool = False) -> Level | None:
    """A level by its name, or by its number from 1 on."""
    every = every_level(real=real)
    if name.isdecimal():
        return every[int(name) - 1] if 0 < int(name) <= len(every) else None
    return next((one for one in every if one.name == name), None)
