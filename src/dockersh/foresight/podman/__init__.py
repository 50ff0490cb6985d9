"""Where podman differs from docker, whose grammar it follows: what is true of docker alone is left out, its own is said."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping

from dockersh.engine import State
from dockersh.finding import Finding, Say
from dockersh.foresight.podman import rules
from dockersh.foresight.refusals.others import holds
from dockersh.foresight.step import Plan, Request
from dockersh.startup import toml_cache


@functools.cache
def _facts() -> Mapping[str, frozenset[str]]:
    table = toml_cache.load(os.path.join(os.path.dirname(__file__), "facts.toml"))
    return {name: frozenset(codes) for name, codes in table.items()}


def judged(request: Request, state: State, planned: Plan, found: tuple[Finding, ...]) -> tuple[Plan, tuple[Finding, ...]]:
    """A plan and findings made for docker, as they hold for podman."""
    facts = _facts()
    notes = [note for note in planned.notes if note[0] not in facts["notes"]]
    kept = [one for one in found if holds(one, request.invocation) and one.code not in facts["advice"]]
    own = [one for rule in rules.RULES for one in rule(request, state)]
    if lacking := rules.lacking(request):
        return Plan((), tuple(_named(request))), (lacking,)
    return planned._replace(notes=(*_named(request), *notes)), (*kept, *own)


def _named(request: Request) -> list[tuple[str, Say]]:
    """That docker is podman here, where docker was typed."""
    return [("program", Say("notes.docker-is-podman"))] if request.invocation.call.behind == "podman" else []
