"""What will happen: the steps of a line, given what the engine holds.

A planner is two functions: the questions it needs answered, and the plan it makes of the answers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from dockersh.engine import Question, State
from dockersh.finding import Severity, finding
from dockersh.invocation.parts import TRUE, Invocation
from dockersh.later import Later
from dockersh.plan import client
from dockersh.plan.step import UNKNOWN, Plan, Request, Step, note
from dockersh.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dockersh.plan import accounts as _accounts
    from dockersh.plan import build as _build
    from dockersh.plan import containers as _containers
    from dockersh.plan import content as _content
    from dockersh.plan import images as _images
    from dockersh.plan import lifecycle as _lifecycle
    from dockersh.plan import moving as _moving
    from dockersh.plan import networks as _networks
    from dockersh.plan import prune as _prune
    from dockersh.plan import run as _run
    from dockersh.plan import swarm as _swarm
    from dockersh.plan import volumes as _volumes
else:  # each when a line needs it; under names of their own, for `dockersh.plan.run` is the module itself
    _accounts = Later("dockersh.plan.accounts")
    _build = Later("dockersh.plan.build")
    _containers = Later("dockersh.plan.containers")
    _content = Later("dockersh.plan.content")
    _images = Later("dockersh.plan.images")
    _lifecycle = Later("dockersh.plan.lifecycle")
    _moving = Later("dockersh.plan.moving")
    _networks = Later("dockersh.plan.networks")
    _prune = Later("dockersh.plan.prune")
    _run = Later("dockersh.plan.run")
    _swarm = Later("dockersh.plan.swarm")
    _volumes = Later("dockersh.plan.volumes")

__all__ = ["Plan", "Request", "Step", "only_reads", "plan", "questions", "second_questions"]

# Their decorated functions have no type yet when mypy comes by here.
_compose: Any = Later("dockersh.plan.compose")
_compose_rest: Any = Later("dockersh.plan.compose_rest")


class Planner(NamedTuple):
    """How one command is planned; *reads*: it changes nothing."""

    questions: Callable[[Request], tuple[Question, ...]]
    plan: Callable[[Request, State], Plan]
    reads: bool = False


CONTAINERS = _containers.questions
PRUNES = tuple(f"{what} prune" for what in ("container", "network", "volume", "image", "system", "builder", "buildx"))
PLANNERS: dict[str, Planner] = {
    "container run": Planner(_run.questions, _run.plan_run),
    "container create": Planner(_run.questions, _run.plan_create),
    "container start": Planner(CONTAINERS, _containers.plan_start),
    "container attach": Planner(CONTAINERS, _containers.plan_attach),
    "container exec": Planner(CONTAINERS, _containers.plan_exec),
    "container stop": Planner(CONTAINERS, _containers.plan_stop),
    "container restart": Planner(CONTAINERS, _containers.plan_restart),
    "container rm": Planner(CONTAINERS, _containers.plan_rm),
    "container kill": Planner(CONTAINERS, _lifecycle.plan_kill),
    "container pause": Planner(CONTAINERS, _lifecycle.plan_pause),
    "container unpause": Planner(CONTAINERS, _lifecycle.plan_unpause),
    "container rename": Planner(_lifecycle.ask_rename, _lifecycle.plan_rename),
    "container update": Planner(CONTAINERS, _lifecycle.plan_update),
    "container wait": Planner(CONTAINERS, _lifecycle.plan_wait),
    "container commit": Planner(CONTAINERS, _content.plan_commit),
    "container cp": Planner(_content.ask_copy, _content.plan_copy),
    "container export": Planner(CONTAINERS, _content.plan_export),
    "image pull": Planner(_images.ask_pull, _images.plan_pull),
    "image rm": Planner(_images.ask_rmi, _images.plan_rmi),
    "image build": Planner(_build.questions, _build.plan),
    **dict.fromkeys(("buildx build", "buildx debug build"), Planner(_build.questions, _build.plan)),
    "image tag": Planner(_moving.ask_named, _moving.plan_tag),
    "image push": Planner(_moving.ask_named, _moving.plan_push),
    "image save": Planner(_moving.ask_named, _moving.plan_save),
    "image load": Planner(_moving.ask_nothing, _moving.plan_load),
    "image import": Planner(_moving.ask_nothing, _moving.plan_import),
    "volume create": Planner(_volumes.ask_create, _volumes.plan_create),
    "volume rm": Planner(_volumes.ask_rm, _volumes.plan_rm),
    "volume update": Planner(_moving.ask_nothing, _volumes.plan_update),
    "network create": Planner(_networks.ask_create, _networks.plan_create),
    "network rm": Planner(_networks.ask_rm, _networks.plan_rm),
    "network connect": Planner(_networks.ask_join, _networks.plan_connect),
    "network disconnect": Planner(_networks.ask_join, _networks.plan_disconnect),
    **dict.fromkeys(PRUNES, Planner(_prune.questions, _prune.plan)),
    "login": Planner(_accounts.ask_nothing, _accounts.plan_login),
    "logout": Planner(_accounts.ask_nothing, _accounts.plan_logout),
    "context create": Planner(_accounts.ask_contexts, _accounts.plan_create),
    "context import": Planner(_accounts.ask_contexts, _accounts.plan_import),
    "context use": Planner(_accounts.ask_contexts, _accounts.plan_use),
    "context update": Planner(_accounts.ask_contexts, _accounts.plan_update),
    "context export": Planner(_accounts.ask_contexts, _accounts.plan_export),
    "context rm": Planner(_accounts.ask_contexts, _accounts.plan_rm),
    **dict.fromkeys(("compose up", "compose create", "compose scale"), Planner(_compose.questions, _compose.plan_up)),
    **{
        f"compose {verb}": Planner(_compose.questions, _compose_rest.plan_verb)
        for verb in ("start", "stop", "kill", "pause", "unpause")
    },
    "compose run": Planner(_compose.questions, _compose.plan_run),
    "compose restart": Planner(_compose.questions, _compose_rest.plan_restart),
    "compose down": Planner(_compose.questions, _compose_rest.plan_down),
    "compose rm": Planner(_compose.questions, _compose_rest.plan_rm),
    "compose pull": Planner(_compose.questions, _compose_rest.plan_pull),
    "compose build": Planner(_compose.questions, _compose_rest.plan_build),
    "compose exec": Planner(_compose.questions, _compose_rest.plan_exec),
    "swarm init": Planner(_swarm.questions, _swarm.plan_init),
    "swarm join": Planner(_swarm.questions, _swarm.plan_join),
    "swarm leave": Planner(_swarm.questions, _swarm.plan_leave),
}
# What can be asked only once the first answers are there: who has the ports of what is to start again, which images a
# Dockerfile begins with, what was built upon an image, which subnets there are.
SECOND: dict[str, Callable[[Request, State], tuple[Question, ...]]] = {
    "container start": _containers.ask_ports,
    "image rm": _images.ask_children,
    "network create": _networks.ask_subnets,
    **dict.fromkeys(("image build", "buildx build", "buildx debug build", "builder build"), _build.ask_bases),
    **{f"compose {verb}": _compose.ask_ports for verb in ("up", "create", "scale", "run", "start", "restart")},
}
# Flags with which a command only shows what it would do.
TRIES = {
    "buildx bake": ("print", "list", "check"),
    **dict.fromkeys(("image build", "buildx build", "buildx debug build"), ("check",)),
    "compose build": ("print", "check"),
}


@functools.cache
def planner(name: str) -> Planner | None:
    """How a command is planned: as PLANNERS has it, or as one of many alike, whose tables are imported for them only."""
    if name in PLANNERS:
        return PLANNERS[name]
    from dockersh.plan import reading  # noqa: PLC0415  see above

    if name in reading.READS:
        return Planner(reading.ask, reading.plan, reads=True)
    from dockersh.plan import plain, swarm  # noqa: PLC0415

    if name in swarm.READS:
        return Planner(swarm.questions, swarm.plan_reads, reads=True)
    if name in swarm.VERBS:
        return Planner(swarm.questions, swarm.plan)
    if name in swarm.PLUGINS:
        return Planner(swarm.ask_nothing, swarm.plan_plugin)
    return Planner(plain.questions, plain.plan, name in plain.READS) if name in {**plain.CHANGES, **plain.READS} else None


def only_reads(name: str) -> bool:
    """Whether a command changes nothing: what we learned from the engine before it still holds behind it."""
    found = planner(name)
    return found is not None and found.reads


def questions(request: Request) -> tuple[Question, ...]:
    """What to ask the engine before planning the line; nothing for a line that docker refuses or that prints help."""
    found = _planner(request)
    if found and _only_tries(request):
        return client.ask(request)
    if found is None:
        return ()
    return tuple(dict.fromkeys((*found.questions(request), *client.ask(request))))


def _only_tries(request: Request) -> bool:
    names = ("dry-run", *TRIES.get(request.invocation.name, ()))
    return any(part.name in names and part.value in (None, *TRUE) for part in request.invocation.parts if part.flag)


def second_questions(request: Request, state: State) -> tuple[Question, ...]:
    """The second and last round: which names there are, where one is missing; and what is in `SECOND`."""
    held = {"containers": state.containers, "images": state.images, "volumes": state.volumes, "networks": state.networks}
    wanted = [kind for kind, found in held.items() if None in found.values() and not state.named(kind)]
    if request.invocation.name == "inspect" and len(wanted) < len(held):
        wanted = []  # it is of one of the kinds
    names = tuple(Question("names", (kind,)) for kind in wanted)
    more = SECOND.get(request.invocation.name)
    return (*names, *more(request, state)) if more else names


def plan(request: Request, state: State) -> Plan:
    """The plan of a line. Never raises; an engine that did not answer is a finding, and the steps say what they do not know."""
    found = _planner(request)
    if found is None:
        return Plan()
    if refused := client.refusals(request, state):
        return Plan((), (), refused)
    made = Plan((), (note("reads-only", "dry-run"),)) if _only_tries(request) else found.plan(request, state)
    if any(one.severity == "error" for one in made.findings):
        made = made._replace(notes=())  # how to leave what will not be reached is of no use
    if code := UNKNOWN.get(state.status):
        severity: Severity = "warning" if code == "engine-silent" else "error"
        behind = state.endpoint.startswith("ssh://") and code == "engine-unreachable"
        shown = {"endpoint": state.endpoint, "host": state.endpoint.removeprefix("ssh://").partition(":")[0]}
        trouble = finding(f"{code}-ssh" if behind else code, severity, request.invocation.call.words[0].span, **shown)
        return made._replace(findings=(*made.findings, trouble))
    return made


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
