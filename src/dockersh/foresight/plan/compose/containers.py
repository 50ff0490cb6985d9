"""Compose's verbs that need a container of one service, and do no more than docker's: attach, commit, cp, export, port.

Observed with compose 2.40.3 and 5.6.1: all but cp want it to run.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Project, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.plan import plain
from dockersh.foresight.plan.compose.project import asked_about, known, members, named
from dockersh.foresight.refusals.client.files import is_local
from dockersh.foresight.step import Plan, Request
from dockersh.reading.invocation import Part

COPIED = ("SERVICE:SRC_PATH", "DEST_PATH|-")
ANY = frozenset(("compose cp",))  # take one that does not run, too


def questions(request: Request) -> tuple[Question, ...]:
    """The services there are, and their containers."""
    about = asked_about(request)
    own = () if about is None else (Question("compose-config", about), Question("compose-members"))
    return (*plain.questions(request), *own)


def plan(request: Request, state: State) -> Plan:
    """What the command does, where there is a container to do it to."""
    made, project = plain.plan(request, state), known(state)
    if project is None or not state.up:
        return made
    found = tuple(named(request, project)) or tuple(_absent(request, state, project))
    return made._replace(steps=(), findings=found) if found else made


def _absent(request: Request, state: State, project: Project) -> Iterator[Finding]:
    for part, service in _services(request):
        there = members(state, project, service)
        if not there and request.invocation.name in ANY:
            yield finding("compose-no-container", "error", part.span, service=service)
        elif not any(one.running for one in there) and request.invocation.name not in ANY:
            yield finding("compose-not-running", "error", part.span, service=service)


def _services(request: Request) -> Iterator[tuple[Part, str]]:
    """The service that the line is about; of cp the one in front of a path. With --index or --all others may be meant."""
    invocation = request.invocation
    if invocation.flags("index") or invocation.on("all"):
        return
    for part in invocation.arguments("SERVICE")[:1]:
        if part.literal:
            yield part, part.text
    for part in (part for name in COPIED for part in invocation.arguments(name)):
        if part.literal and part.text != "-" and not is_local(part.text):
            yield part, part.text.partition(":")[0]
