"""What will happen: the steps of a line, given what the engine holds.

A planner is two functions: the questions it needs answered, and the plan it makes of the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dockersh.engine import Question, State
from dockersh.finding import Severity, finding
from dockersh.invocation.parts import TRUE
from dockersh.plan import (
    accounts,
    build,
    client,
    compose,
    compose_rest,
    containers,
    content,
    images,
    lifecycle,
    moving,
    networks,
    plain,
    prune,
    reading,
    run,
    swarm,
    volumes,
)
from dockersh.plan.step import UNKNOWN, Plan, Request, Step, note

__all__ = ["Plan", "Request", "Step", "only_reads", "plan", "questions", "second_questions"]


class Planner(NamedTuple):
    """How one command is planned."""

    questions: Callable[[Request], tuple[Question, ...]]
    plan: Callable[[Request, State], Plan]


READS = Planner(reading.ask, reading.plan)
SWARM_READS = Planner(swarm.questions, swarm.plan_reads)
CONTAINERS = containers.questions
PLANNERS: dict[str, Planner] = {
    "container run": Planner(run.questions, run.plan_run),
    "container create": Planner(run.questions, run.plan_create),
    "container start": Planner(CONTAINERS, containers.plan_start),
    "container attach": Planner(CONTAINERS, containers.plan_attach),
    "container exec": Planner(CONTAINERS, containers.plan_exec),
    "container stop": Planner(CONTAINERS, containers.plan_stop),
    "container restart": Planner(CONTAINERS, containers.plan_restart),
    "container rm": Planner(CONTAINERS, containers.plan_rm),
    "container kill": Planner(CONTAINERS, lifecycle.plan_kill),
    "container pause": Planner(CONTAINERS, lifecycle.plan_pause),
    "container unpause": Planner(CONTAINERS, lifecycle.plan_unpause),
    "container rename": Planner(lifecycle.ask_rename, lifecycle.plan_rename),
    "container update": Planner(CONTAINERS, lifecycle.plan_update),
    "container wait": Planner(CONTAINERS, lifecycle.plan_wait),
    "container commit": Planner(CONTAINERS, content.plan_commit),
    "container cp": Planner(content.ask_copy, content.plan_copy),
    "container export": Planner(CONTAINERS, content.plan_export),
    "image pull": Planner(images.ask_pull, images.plan_pull),
    "image rm": Planner(images.ask_rmi, images.plan_rmi),
    "image build": Planner(build.questions, build.plan),
    "buildx build": Planner(build.questions, build.plan),
    "image tag": Planner(moving.ask_named, moving.plan_tag),
    "image push": Planner(moving.ask_named, moving.plan_push),
    "image save": Planner(moving.ask_named, moving.plan_save),
    "image load": Planner(moving.ask_nothing, moving.plan_load),
    "image import": Planner(moving.ask_nothing, moving.plan_import),
    "volume create": Planner(volumes.ask_create, volumes.plan_create),
    "volume rm": Planner(volumes.ask_rm, volumes.plan_rm),
    "volume update": Planner(moving.ask_nothing, volumes.plan_update),
    "network create": Planner(networks.ask_create, networks.plan_create),
    "network rm": Planner(networks.ask_rm, networks.plan_rm),
    "network connect": Planner(networks.ask_join, networks.plan_connect),
    "network disconnect": Planner(networks.ask_join, networks.plan_disconnect),
    **dict.fromkeys(prune.TAKES, Planner(prune.questions, prune.plan)),
    "login": Planner(accounts.ask_nothing, accounts.plan_login),
    "logout": Planner(accounts.ask_nothing, accounts.plan_logout),
    "context create": Planner(accounts.ask_contexts, accounts.plan_create),
    "context import": Planner(accounts.ask_contexts, accounts.plan_import),
    "context use": Planner(accounts.ask_contexts, accounts.plan_use),
    "context update": Planner(accounts.ask_contexts, accounts.plan_update),
    "context export": Planner(accounts.ask_contexts, accounts.plan_export),
    "context rm": Planner(accounts.ask_contexts, accounts.plan_rm),
    **dict.fromkeys(("compose up", "compose create", "compose scale"), Planner(compose.questions, compose.plan_up)),
    **{f"compose {verb}": Planner(compose.questions, compose_rest.plan_verb) for verb in compose_rest.VERBS},
    "compose run": Planner(compose.questions, compose.plan_run),
    "compose restart": Planner(compose.questions, compose_rest.plan_restart),
    "compose down": Planner(compose.questions, compose_rest.plan_down),
    "compose rm": Planner(compose.questions, compose_rest.plan_rm),
    "compose pull": Planner(compose.questions, compose_rest.plan_pull),
    "compose build": Planner(compose.questions, compose_rest.plan_build),
    "compose exec": Planner(compose.questions, compose_rest.plan_exec),
    **dict.fromkeys(swarm.VERBS, Planner(swarm.questions, swarm.plan)),
    **dict.fromkeys(swarm.PLUGINS, Planner(swarm.ask_nothing, swarm.plan_plugin)),
    "swarm init": Planner(swarm.questions, swarm.plan_init),
    "swarm join": Planner(swarm.questions, swarm.plan_join),
    "swarm leave": Planner(swarm.questions, swarm.plan_leave),
    **dict.fromkeys(swarm.READS, SWARM_READS),
    **dict.fromkeys(reading.READS, READS),
    **dict.fromkeys((*plain.CHANGES, *plain.READS), Planner(plain.questions, plain.plan)),
}
# Flags with which a command only shows what it would do.
TRIES = {
    "buildx bake": ("print", "list", "check"),
    "buildx build": ("check",),
    "image build": ("check",),
    "compose build": ("print", "check"),
}


def only_reads(name: str) -> bool:
    """Whether a command changes nothing: what we learned from the engine before it still holds behind it."""
    return PLANNERS.get(name) in (READS, SWARM_READS) or name in plain.READS


def questions(request: Request) -> tuple[Question, ...]:
    """What to ask the engine before planning the line; nothing for a line that docker refuses or that prints help."""
    planner = _planner(request)
    if planner and _only_tries(request):
        return client.ask(request)
    if planner is None:
        return ()
    return tuple(dict.fromkeys((*planner.questions(request), *client.ask(request))))


def _only_tries(request: Request) -> bool:
    names = ("dry-run", *TRIES.get(request.invocation.name, ()))
    return any(part.name in names and part.value in (None, *TRUE) for part in request.invocation.parts if part.flag)


def second_questions(request: Request, state: State) -> tuple[Question, ...]:
    """The second and last round: which names there are, where one is missing; who has the ports of what is to start again."""
    held = {"containers": state.containers, "images": state.images, "volumes": state.volumes, "networks": state.networks}
    wanted = [kind for kind, found in held.items() if None in found.values() and not state.named(kind)]
    if request.invocation.name == "inspect" and len(wanted) < len(held):
        wanted = []  # it is of one of the kinds
    return (
        *(Question("names", (kind,)) for kind in wanted),
        *containers.ask_ports(request, state),
        *compose.ask_ports(request, state),
        *build.ask_bases(request, state),
        *images.ask_children(request, state),
        *networks.ask_subnets(request, state),
    )


def plan(request: Request, state: State) -> Plan:
    """The plan of a line. Never raises; an engine that did not answer is a finding, and the steps say what they do not know."""
    planner = _planner(request)
    if planner is None:
        return Plan()
    if refused := client.refusals(request, state):
        return Plan((), (), refused)
    made = Plan((), (note("reads-only", "dry-run"),)) if _only_tries(request) else planner.plan(request, state)
    if any(found.severity == "error" for found in made.findings):
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
    return None if refused or helps else PLANNERS.get(invocation.name)
