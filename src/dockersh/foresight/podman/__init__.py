"""Where podman differs from docker, whose grammar it follows: what is true of docker alone is left out, its own is said."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping

from dockersh.engine import State
from dockersh.finding import Finding, Say
from dockersh.foresight.podman import rules
from dockersh.foresight.refusals import refused_by
from dockersh.foresight.refusals.client import CLIENT
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


def served(request: Request, state: State, planned: Plan, mine: tuple[Finding, ...]) -> tuple[Plan, tuple[Finding, ...]]:
    """What holds where podman's service answers docker's client: all that the client refuses, and of the engine's what it says.

    *mine* are findings of the line's own words, which docker's client judged.
    """
    note = ("program", Say("notes.socket-is-podmans"))
    if lacking := rules.unserved(request):
        return Plan((), (note,)), (lacking,)
    by_client = {one.code for one in refused_by(CLIENT, request, state, "before", "create", "start")}
    kept = [one for one in planned.findings if one.code in by_client or holds(one, request.invocation)]
    low = rules.privileged_port(request, state)
    notes = (note, *(one for one in planned.notes if one[0] not in _facts()["notes"]))
    return planned._replace(notes=notes), (*mine, *kept, *low)


def _named(request: Request) -> list[tuple[str, Say]]:
    """That docker is podman here, where docker was typed."""
    return [("program", Say("notes.docker-is-podman"))] if request.invocation.call.behind == "podman" else []
