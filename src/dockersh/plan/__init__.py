"""What will happen: the steps of a line, given what the engine holds.

A planner is two functions: the questions it needs answered, and the plan it makes of the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dockersh.engine import Question, State
from dockersh.finding import Severity, finding
from dockersh.plan import containers, images, reading, run
from dockersh.plan.step import UNKNOWN, Plan, Request, Step

__all__ = ["Plan", "Request", "Step", "plan", "questions"]


class Planner(NamedTuple):
    """How one command is planned."""

    questions: Callable[[Request], tuple[Question, ...]]
    plan: Callable[[Request, State], Plan]


READS = Planner(reading.ask, reading.plan)
PLANNERS: dict[str, Planner] = {
    "container run": Planner(run.questions, run.plan_run),
    "container create": Planner(run.questions, run.plan_create),
    "container start": Planner(containers.questions, containers.plan_start),
    "container attach": Planner(containers.questions, containers.plan_attach),
    "container exec": Planner(containers.questions, containers.plan_exec),
    "container stop": Planner(containers.questions, containers.plan_stop),
    "container restart": Planner(containers.questions, containers.plan_restart),
    "container rm": Planner(containers.questions, containers.plan_rm),
    "image pull": Planner(images.ask_pull, images.plan_pull),
    "image rm": Planner(images.ask_rmi, images.plan_rmi),
    "image build": Planner(images.ask_build, images.plan_build),
    **dict.fromkeys(
        (
            "container ls",
            "container logs",
            "container inspect",
            "container top",
            "container stats",
            "container diff",
            "container port",
            "image ls",
            "image inspect",
            "image history",
            "inspect",
            "version",
            "system info",
            "system df",
            "system events",
            "network ls",
            "network inspect",
            "volume ls",
            "volume inspect",
        ),
        READS,
    ),
}


def questions(request: Request) -> tuple[Question, ...]:
    """What to ask the engine before planning the line; nothing for a line that docker refuses or that prints help."""
    planner = _planner(request)
    return planner.questions(request) if planner else ()


def plan(request: Request, state: State) -> Plan:
    """The plan of a line. Never raises; an engine that did not answer is a finding, and the steps say what they do not know."""
    planner = _planner(request)
    if planner is None:
        return Plan()
    made = planner.plan(request, state)
    if any(found.severity == "error" for found in made.findings):
        made = made._replace(notes=())  # how to leave what will not be reached is of no use
    if code := UNKNOWN.get(state.status):
        severity: Severity = "warning" if code == "engine-silent" else "error"
        trouble = finding(code, severity, request.invocation.call.words[0].span, endpoint=state.endpoint or "")
        return made._replace(findings=(*made.findings, trouble))
    return made


def _planner(request: Request) -> Planner | None:
    invocation = request.invocation
    refused = any(found.severity == "error" for found in invocation.findings)
    helps = any(part.name == "help" for part in invocation.parts)
    return None if refused or helps else PLANNERS.get(invocation.name)
