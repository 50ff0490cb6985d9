"""What is asked for the plans of compose: its files, what the engine has of them, and what their services would use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.engine import Member, Project, Question, Service, State
from dockersh.finding import Say
from dockersh.foresight.plan.compose import images
from dockersh.foresight.plan.compose.project import (
    STARTS,
    asked_about,
    known,
    named,
    needs_off,
    services_named,
    surprises,
    wanted,
)
from dockersh.foresight.plan.compose.unreadable import problems
from dockersh.foresight.step import Plan, Request, Step, Will

LISTS = ("images", "networks", "volumes")


def questions(request: Request) -> tuple[Question, ...]:
    """The project's files, what the engine has of it, and what it could use."""
    about = asked_about(request)
    if about is None:
        return (Question("version"),)
    lists = tuple(Question("list", (name,)) for name in LISTS)
    return (
        Question("version"),
        Question("compose-config", about),
        Question("compose-hashes" if services_named(request) else "compose-active", about),
        Question("compose-members"),
        *lists,
    )


def ask_around(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: who has the ports and names that the services want, and whether what they mount and build is there."""
    project = known(state)
    if project is None or request.invocation.name not in STARTS:
        return ask_active(request, state)
    services = wanted(request, project)
    ports = tuple(dict.fromkeys(f"{port.host_port}/{port.protocol}" for one in services for port in one.ports))
    names = tuple(one.container_name for one in services if one.container_name)
    folders = tuple(folder for one in services for folder in one.folders)
    return (
        *((Question("publishers", ports),) if ports else ()),
        *((Question("containers", names),) if names else ()),
        *((Question("host"), Question("endpoint")) if folders or ports else ()),
        *((Question("paths", folders),) if folders else ()),
        *((Question("listeners"),) if ports else ()),
        *images.questions(request, state, services),
        *ask_files(request, state),
    )


def ask_active(request: Request, state: State) -> tuple[Question, ...]:
    """Second round of a line that names services: which ones are switched on, where what those need has a profile."""
    project, about = known(state), asked_about(request)
    if project is None or about is None or project.active is not None or not any(needs_off(request, project)):
        return ()
    return (Question("compose-active", about),)


def ask_files(request: Request, state: State) -> tuple[Question, ...]:
    """Second round of what builds: are the folders and Dockerfiles there."""
    project = known(state)
    services: tuple[Service, ...] = wanted(request, project) if project else ()
    files = tuple(path for one in services if one.dockerfile for path in (one.builds, one.dockerfile))
    builds = (Question("files", files), *images.ask_builds(services)) if files else ()
    return (*ask_active(request, state), *builds)


def made(name: str, will: Will, reason: str, key: str, /, **args: str) -> Step:
    """A step whose sentence is `steps/compose.KEY`."""
    return Step(name, will, reason, Say(f"steps/compose.{key}", args))


def stopped(request: Request, state: State, one: Member, reason: str = "asked") -> Step:
    """Asked to end, and killed when its time is up: the line's, else that of its service when it was made."""
    seconds = _patience(request, state, one)
    key = {"": "stop-in-time", "0": "stop-at-once"}.get(seconds, "stop-forever" if seconds.startswith("-") else "stop")
    return made("stop", "yes", reason, key, name=one.name, seconds=seconds).moves(one.status, "exited")


def _patience(request: Request, state: State, one: Member) -> str:
    """Seconds; '' where the files say something else than when the container was made, or nothing of its service."""
    given = next(iter(request.invocation.flags("timeout")[-1:]), None)
    if given is not None:
        return given.value or "" if given.literal else ""
    service = state.project.services.get(one.service) if state.project else None
    same = state.hashes.get(one.service, one.hash) == one.hash and not one.one_off
    return service.grace if service and same else ""


def removed(request: Request, state: State, one: Member) -> Iterator[Step]:
    """Stopped if it runs, then deleted."""
    if one.running:
        yield stopped(request, state, one)
    yield made("remove", "yes", "asked", "remove", name=one.name).moves("exited", "absent")


def with_project(planner: Callable[[Request, State, Project], Plan]) -> Callable[[Request, State], Plan]:
    """A planner that needs to know the project; without one the plan says why there is none."""

    def planned(request: Request, state: State) -> Plan:
        project = known(state)
        if project is None:
            return problems(request, state)
        if off := tuple(needs_off(request, project)):
            return Plan((), (), off)
        if state.project_problem and not services_named(request):
            return problems(request, state)
        plan = planner(request, state, project)
        absent = tuple(named(request, project))
        own = (one for one in plan.findings if not (absent and one.code == "compose-no-containers"))
        more = (*absent, *surprises(request, state, project), *own)
        refused = any(one.severity == "error" for one in more)
        return plan._replace(findings=more, steps=() if refused and not plan.steps else plan.steps)

    return planned
