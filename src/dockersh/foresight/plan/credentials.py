"""Logins that docker cannot read: a helper that its settings name, and that is not on this machine.

Observed with the clients 28.2.2 and 28.5.2: pull, push, login, and run of an image that is not here fail at once; a build does
when the registry wants a login. Older clients go on without the login, so that it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import CREATES
from dockersh.foresight.step import Plan, Request
from dockersh.reading.invocation import Part
from dockersh.reading.values.images import HUB, Reference

# The argument that names an image, and with it the registry.
ARGUMENTS = {"image pull": "NAME", "image push": "NAME", **dict.fromkeys(CREATES, "IMAGE")}
BUILDS = frozenset(("image build", "builder build", "buildx build"))


def questions(request: Request) -> tuple[Question, ...]:
    """Is there a helper for the registry that is not here."""
    registry = _registry(request)
    return (Question("credential-helper", (registry,)),) if registry else ()


def _registry(request: Request) -> str:
    invocation = request.invocation
    if invocation.name == "login":
        server = next(iter(invocation.arguments("SERVER")), None)
        if server is None:
            return HUB
        return server.text if server.literal else ""
    if invocation.name in BUILDS:
        return HUB
    part = _image(request)
    return part.decoded.registry if part and isinstance(part.decoded, Reference) else ""


def _image(request: Request) -> Part | None:
    name = ARGUMENTS.get(request.invocation.name)
    return next(iter(request.invocation.arguments(name)), None) if name else None


def minded(request: Request, state: State, made: Plan) -> Iterator[Finding]:
    """The warning, where the plan goes to the registry."""
    helper = state.absent_helper
    if helper is None or made.fails or not _goes_there(request, made):
        return
    if helper.fault and (request.invocation.name != "login" or request.invocation.call.before):
        return  # what keeps nothing hinders nobody who reads; `sudo` has another's settings
    part = _image(request)
    where = part.span if part else request.invocation.command_span
    shown = {"helper": helper.name, "config": helper.config, "registry": _registry(request)}
    yield finding(f"credential-helper-{helper.fault or 'missing'}", "warning", where, **shown)


def _goes_there(request: Request, made: Plan) -> bool:
    """Of what runs or builds an image only where something has to be fetched."""
    if request.invocation.name in CREATES or request.invocation.name in BUILDS:
        return any(step.step == "pull" and step.will != "no" for step in made.steps)
    return True
