"""From a line's outcome to its failures, with their circumstances."""

from __future__ import annotations

import functools
import os.path
from collections.abc import Set as AbstractSet

from dockersh import tables
from dockersh.engine import Engine
from dockersh.failures.failure import Failure
from dockersh.failures.here import with_circumstances
from dockersh.failures.known import recognise
from dockersh.invocation import Invocation
from dockersh.outcome import Outcome


@functools.cache
def _foreseen() -> dict[str, list[str]]:
    return tables.load(os.path.join(os.path.dirname(__file__), "foreseen.toml"))


def was_foreseen(failure: Failure, said: AbstractSet[str]) -> bool:
    """Whether one of the findings said before the command, by their codes, was this failure."""
    return not said.isdisjoint(_foreseen().get(failure.code, ()))


def found(invocations: list[Invocation], outcome: Outcome, engine: Engine) -> tuple[Failure, ...]:
    """What failed. Of a line with several docker commands, only what is known, whatever its last status."""
    if len(invocations) == 1:
        return tuple(with_circumstances(one, invocations[0], engine) for one in recognise(invocations[0], outcome))
    failed = outcome._replace(status=outcome.status or 1)
    for invocation in invocations:
        if known := [one for one in recognise(invocation, failed) if one.code != "unknown"]:
            return tuple(with_circumstances(one, invocation, engine) for one in known)
    return ()
