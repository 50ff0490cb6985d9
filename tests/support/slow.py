"""Which tests are slow: those that wait for an engine, a shell, a terminal, another program, a new environment, or a clock.

The inner loop leaves them out (`tests/run -m "not slow"`). A test is slow by what it uses, never by hand.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, ModuleType

import pytest

# Fixtures that wait; a test that asks for one of them, also through another fixture, waits, too.
FIXTURES = {"real_engine", "both", "checkout", "podman", "fuzz_seconds", "no_collector"}
# Rooms in which real dockers are asked.
ROOMS = {"engine", "oracle"}
# What starts a terminal, a shell, a tracer or a program: a test that uses any of it waits for it.
HELPERS = {
    "subprocess",
    "support.programs.run",
    "support.pty_terminal",
    "support.shells",
    "support.screencast",
    "support.every_way",
}


def mark(items: Iterable[pytest.Item]) -> None:
    """Give the slow ones of the tests their marker."""
    for item in items:
        if isinstance(item, pytest.Function) and waits(item):
            item.add_marker(pytest.mark.slow)


def waits(item: pytest.Function) -> bool:
    """Whether a test waits for anything."""
    if FIXTURES.intersection(item.fixturenames) or ROOMS.intersection(item.path.parts):
        return True
    definitions = (item._fixtureinfo.name2fixturedefs.get(name, ()) for name in item.fixturenames)
    fixtures = (inspect.unwrap(definition.func) for every in definitions for definition in every[-1:])
    own = [fixture for fixture in fixtures if home(fixture) == item.module.__name__]  # those of all tests are in FIXTURES
    functions = [item.function, *own]
    return any(is_clocked(function) or any(map(is_helper, used(function))) for function in functions)


def is_helper(value: object) -> bool:
    """Whether it starts something, or is a function that measures time."""
    return bool({home(value), f"{home(value)}.{_name(value)}"} & HELPERS) or is_clocked(value)


def is_clocked(value: object) -> bool:
    """Whether a function reads the processor's clock: what it says depends on what else runs."""
    return inspect.isfunction(value) and "process_time" in names(value.__code__)


@functools.cache
def used(function: Callable[..., object]) -> tuple[object, ...]:
    """What a test or fixture names of its module's own, and what the functions among it name in their turn."""
    if not inspect.isfunction(function) or function.__module__ not in sys.modules:
        return ()
    known, waiting = vars(sys.modules[function.__module__]), [function.__code__]
    seen: dict[str, object] = {}
    while waiting:
        for name in set(names(waiting.pop())) & known.keys() - seen.keys():
            seen[name] = known[name]
            if home(known[name]) == function.__module__ and inspect.isfunction(known[name]):
                waiting.append(known[name].__code__)
    return tuple(seen.values())


def names(code: CodeType) -> Iterator[str]:
    """Every name that a piece of code looks up, also within its comprehensions and lambdas."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names(constant)


def _name(value: object) -> str:
    return str(getattr(value, "__name__", ""))


def home(value: object) -> str:
    """The module that a value comes from, or is."""
    return value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))
