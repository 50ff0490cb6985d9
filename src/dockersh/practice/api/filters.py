"""Which objects a list request asks for: the `filters` of docker's API, one test for each name.

As in docker's `filters.Args`: of a filter's values one is enough, but an object must have every label that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.startup.typed import TypeVar

Thing = TypeVar("Thing")
Tests = Mapping[str, Callable[[World, Thing, str], bool]]
EVERY_VALUE = frozenset(("label",))


def matches(
    tests: Tests[Thing],
    world: World,
    thing: Thing,
    filters: Mapping[str, Sequence[str]],
    others: frozenset[str] = frozenset(),
) -> bool:
    """Whether the thing passes every filter. Raises Refused for a name without a test; *others* are those docker has."""
    for name in filters:
        if name not in tests:
            raise Refused("not-simulated" if name in others else "filter-unknown", what=f"--filter {name}=", name=name)
    return all(_passes(name, tests[name], world, thing, values) for name, values in filters.items())


def _passes(name: str, test: Callable[[World, Thing, str], bool], world: World, thing: Thing, values: Sequence[str]) -> bool:
    answers = (test(world, thing, value) for value in values)
    return all(answers) if name in EVERY_VALUE else any(answers)


def has_label(labels: Mapping[str, str] | None, wanted: str) -> bool:
    """Whether there is a label `KEY`, or `KEY=VALUE` with just this value."""
    key, equals, value = wanted.partition("=")
    found = (labels or {}).get(key)
    return found is not None and (not equals or found == value)
