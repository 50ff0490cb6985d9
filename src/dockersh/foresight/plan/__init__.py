"""What will happen: the steps of a line, given what the engine holds.

A planner is two functions: the questions it needs answered, and the plan it makes of the answers. Each room has a table of
its own, `PLANNERS`; here they are joined, and imported when a line needs them.
"""

from __future__ import annotations

import functools
import sys

from dockersh.engine import Question, State
from dockersh.finding import Arg, Finding, Say, Severity, finding
from dockersh.foresight import refusals
from dockersh.foresight.plan import credentials
from dockersh.foresight.plan.planner import Planner
from dockersh.foresight.step import UNKNOWN, Plan, Request, Step, note
from dockersh.reading.invocation.parts import TRUE, Invocation

__all__ = ["Plan", "Request", "Step", "only_reads", "plan", "planner", "questions", "second_questions"]

SWARM = ("swarm", "plain")
# The rooms to look in, by the first word of a command's name. Those that hold the plans of much used lines come first.
ROOMS: dict[str, tuple[str, ...]] = {
    "container": ("container", "reading", "prune"),
    "image": ("image", "reading", "prune"),
    "buildx": ("image", "plain", "prune"),
    "builder": ("prune",),
    "network": ("networks", "reading", "prune"),
    "volume": ("volumes", "reading", "prune"),
    "system": ("reading", "prune", "plain"),
    "compose": ("compose", "plain"),
    "context": ("accounts", "reading"),
    **dict.fromkeys(("login", "logout"), ("accounts",)),
    **dict.fromkeys(("inspect", "version", "search"), ("reading",)),
    **dict.fromkeys(("swarm", "service", "stack", "secret", "config", "node", "plugin"), SWARM),
    **dict.fromkeys(("checkpoint", "completion", "manifest", "trust"), ("plain",)),
}
KINDS = ("container", "image", "network", "volume")


@functools.cache
def planner(name: str) -> Planner | None:
    """How a command is planned; None where nobody knows."""
    for room in ROOMS.get(name.partition(" ")[0], ()):
        if found := table(room).get(name):
            return found
    return None


def table(room: str) -> dict[str, Planner]:
    """The planners of a room, by the names of their commands."""
    module = f"{__name__}.{room}"
    __import__(module)  # importlib.import_module would cost another millisecond
    found: dict[str, Planner] = sys.modules[module].PLANNERS
    return found


def only_reads(name: str) -> bool:
    """Whether a command changes nothing: what we learned from the engine before it still holds behind it."""
    found = planner(name)
    return found is not None and found.reads


def questions(request: Request) -> tuple[Question, ...]:
    """What to ask the engine before planning the line; nothing for a line that docker refuses or that prints help."""
    found = _planner(request)
    if found is None:
        return ()
    own = () if _only_tries(request, found) else found.questions(request)
    return tuple(dict.fromkeys((*own, *credentials.questions(request), *refusals.questions(request, "before"))))


def _only_tries(request: Request, found: Planner) -> bool:
    names = ("dry-run", *found.tries)
    return any(part.name in names and part.value in (None, *TRUE) for part in request.invocation.parts if part.flag)


def second_questions(request: Request, state: State) -> tuple[Question, ...]:
    """The second and last round: the names there are, where one failed; and what the planner asks in the light of the first."""
    found = _planner(request)
    return (*_near(request, state), *found.second(request, state)) if found else ()


def _near(request: Request, state: State) -> tuple[Question, ...]:
    """Lists of names, to find the one that was meant: of the kinds of which the plan lacks one, and no other."""
    answers = (state.containers, state.images, state.networks, state.volumes)
    if not any(None in answer.values() for answer in answers):
        return ()
    failed = {found.code for found in plan(request, state).findings}
    kinds = KINDS if "no-such-object" in failed else [kind for kind in KINDS if f"no-such-{kind}" in failed]
    return tuple(Question("names", (f"{kind}s",)) for kind in kinds if not state.named(f"{kind}s"))


def plan(request: Request, state: State) -> Plan:
    """The plan of a line. Never raises; an engine that did not answer is a finding, and the steps say what they do not know."""
    found = _planner(request)
    if found is None:
        return Plan()
    if refused := refusals.refusals(request, state, "before"):
        return Plan((), (), refused)
    made = Plan((), (note("reads-only", "dry-run"),)) if _only_tries(request, found) else found.plan(request, state)
    if made.fails:
        made = made._replace(notes=())  # how to leave what will not be reached is of no use
    return made + Plan((), (), (*credentials.minded(request, state, made), *_trouble(request, state)))


def _trouble(request: Request, state: State) -> tuple[Finding, ...]:
    """An engine that did not answer."""
    code = UNKNOWN.get(state.status)
    if code is None:
        return ()
    severity: Severity = "warning" if code == "engine-silent" else "error"
    behind = state.endpoint.startswith("ssh://") and code == "engine-unreachable"
    shown: dict[str, Arg] = {"endpoint": state.endpoint, "host": state.endpoint.removeprefix("ssh://").partition(":")[0]}
    shown["start"] = _start(state)
    return (finding(f"{code}-ssh" if behind else code, severity, request.invocation.call.words[0].span, **shown),)


def _start(state: State) -> Say:
    """How such an engine is started."""
    kind, name = state.installation or ("systemd", "")
    return Say(f"installation.start-{kind}", {"name": name})


def _planner(request: Request) -> Planner | None:
    invocation = request.invocation
    refused = any(found.severity == "error" for found in invocation.findings)
    helps = any(part.name == "help" for part in invocation.parts)
    return None if refused or helps or _scant(invocation) else planner(invocation.name)


def _scant(invocation: Invocation) -> bool:
    """Whether a word is missing that the plan is about: the shell may make several of one, xargs brings more.

    Of a command for any number of things there is something to say without their names, too.
    """
    command = invocation.command
    given = sum(part.kind in ("argument", "command-word") and part.name is not None for part in invocation.parts)
    many = command is not None and command.minimum == 1 and command.maximum is None
    return command is not None and given < command.minimum and not (many and invocation.call.more)
