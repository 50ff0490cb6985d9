"""What compose does with a project: one step a container and verb, in the order of what needs what.

Observed on compose 5.6.1 with an engine 20.10: images first, then networks and volumes, then containers are made in the order
of depends_on, then started. A container stays as it is while the hash of its service and its image's id are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.engine import Member, Project, Question, Service, State
from dockersh.finding import Finding, Say, finding
from dockersh.plan.images import familiar
from dockersh.plan.project import (
    STARTS,
    asked_about,
    exists,
    held,
    image_of,
    members,
    named,
    problems,
    surprises,
    wanted,
    with_needs,
)
from dockersh.plan.step import Plan, Request, Step, Will, note
from dockersh.syntax import Span

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
        Question("compose-hashes", about),
        Question("compose-members"),
        *lists,
    )


def ask_ports(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: who publishes the host ports that the services want, and whether the folders they mount are there."""
    if state.project is None or request.invocation.name not in STARTS:
        return ()
    ports = tuple(port for one in wanted(request, state.project) for port in one.ports)
    folders = tuple(folder for one in wanted(request, state.project) for folder in one.folders)
    local = (Question("host"), Question("endpoint"), Question("paths", folders)) if folders else ()
    return (*((Question("publishers", ports),) if ports else ()), *local)


def made(name: str, will: Will, reason: str, key: str, /, **args: str) -> Step:
    """A step whose sentence is `steps/compose.KEY`."""
    return Step(name, will, reason, Say(f"steps/compose.{key}", args), args.get("same_as"))


def with_project(planner: Callable[[Request, State, Project], Plan]) -> Callable[[Request, State], Plan]:
    """A planner that needs to know the project; without one the plan says why there is none."""

    def planned(request: Request, state: State) -> Plan:
        if state.project is None:
            return problems(request, state)
        plan = planner(request, state, state.project)
        more = (*named(request, state.project), *surprises(request, state, state.project), *plan.findings)
        refused = any(one.severity == "error" for one in more)
        return plan._replace(findings=more, steps=() if refused and not plan.steps else plan.steps)

    return planned


def _up(request: Request, state: State, project: Project) -> Plan:
    """`compose up` and `create`: bring what is there in line with the files."""
    services = _scaled(request, wanted(request, project))
    images = [step for one in services for step in _image(request, state, project, one)]
    around = [*_around(state, project, services)]
    creates: list[Step] = []
    starts: list[Step] = []
    for one in services:
        _converge(request, state, project, one, creates, starts)
    starting = request.invocation.name == "compose up" and not request.invocation.on("no-start")
    findings = (*_ports(request, state, project, services), *_images_missing(request, state, services))
    steps = (*images, *around, *creates, *(starts if starting else ()))
    return Plan(steps, _after(request, project) if starting else (), (*findings, *_orphans(request, state, project)))


def _scaled(request: Request, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """The services with as many replicas as `--scale` or `scale` asks for."""
    asked = (*request.invocation.flags("scale"), *request.invocation.arguments("SERVICE=REPLICAS"))
    counts = dict((part.value or "").partition("=")[::2] for part in asked if part.literal)
    return tuple(
        one._replace(replicas=int(found)) if (found := counts.get(one.name, "")).isdecimal() else one for one in services
    )


def _run(request: Request, state: State, project: Project) -> Plan:
    """`compose run`: what the service needs is started, then one container more of it, for this once."""
    part = next(iter(request.invocation.arguments("SERVICE")), None)
    name = part.value or "" if part else ""
    if name not in project.services:
        return Plan()
    services = wanted(request, project)
    images = [step for one in services for step in _image(request, state, project, one)]
    steps = [*images, *_around(state, project, services)]
    creates: list[Step] = []
    starts: list[Step] = []
    for one in services:
        if one.name != name:
            _converge(request, state, project, one, creates, starts)
    container = request.invocation.value("name") or f"{project.name}-{name}-run-…"
    steps += [*creates, *starts, made("create", "yes", "one-off", "create-one-off", name=container, service=name)]
    if not request.invocation.on("detach"):
        steps.append(made("attach", "yes", "foreground", "attach"))
    steps.append(made("start", "yes", "created", "start", name=container))
    if request.invocation.on("rm"):
        steps.append(made("remove", "yes", "when-it-ends", "remove-when-it-ends", name=container))
        return Plan(tuple(steps))
    return Plan(tuple(steps), (note("after", "compose-run-stays"),))


def _image(request: Request, state: State, project: Project, one: Service) -> Iterator[Step]:
    """Fetched or built where it is missing, or where the line or the file asks for it."""
    invocation = request.invocation
    here = image_of(state, one) is not None
    policy = invocation.value("pull") or one.pull_policy
    if one.builds:
        if invocation.on("build") or policy == "build" or (not here and not invocation.on("no-build")):
            key = "build" if here else "build-missing"
            yield made("build", "yes", "image-missing" if not here else "asked", key, service=one.name, image=one.image)
    elif policy == "always":
        yield made("pull", "maybe" if here else "yes", "always", "pull-always", service=one.name, image=one.image)
    elif not here and policy != "never":
        yield made("pull", "yes", "image-missing", "pull", service=one.name, image=one.image).moves("absent", "present")


def _around(state: State, project: Project, services: tuple[Service, ...]) -> Iterator[Step]:
    yield from _missing(state, project, with_needs(project, services), "networks")
    yield from _missing(state, project, services, "volumes")


def _missing(state: State, project: Project, services: tuple[Service, ...], kind: str) -> Iterator[Step]:
    """The project's own networks, or volumes, that the services want and the engine does not have."""
    verb, names = ("create-network", project.networks) if kind == "networks" else ("create-volume", project.volumes)
    wanted_keys = dict.fromkeys(key for one in services for key in (one.networks if kind == "networks" else one.volumes))
    for name in (names.get(key, key) for key in wanted_keys):
        if name not in project.external and not exists(state, kind, name):
            yield made(verb, "yes", "missing", verb, name=name).moves("absent", "present")


def _converge(request: Request, state: State, project: Project, one: Service, creates: list[Step], starts: list[Step]) -> None:
    """What happens to the containers of one service: kept, made anew, added, taken away."""
    there = members(state, project, one.name)
    for extra in there[one.replicas :]:
        starts += _away(extra, "scaled-down")
    for member in there[: one.replicas]:
        reason = _outdated(request, state, one, member)
        if reason:
            creates.append(made("create", "yes", reason, f"recreate-{reason}", name=member.name, service=one.name))
            starts += [*_away(member, "replaced"), made("start", "yes", "created", "start", name=member.name)]
        elif member.running:
            creates.append(made("create", "no", "up-to-date", "up-to-date", name=member.name).moves(*[member.status] * 2))
        else:
            starts.append(made("start", "yes", "again", "start-again", name=member.name).moves(member.status, "running"))
    for number in range(len(there) + 1, one.replicas + 1):
        name = one.container_name or f"{project.name}-{one.name}-{number}"
        image = familiar(one.image)
        creates.append(made("create", "yes", "missing", "create", name=name, image=image).moves("absent", "created"))
        starts.append(made("start", "yes", "created", "start", name=name).moves("created", "running"))


def _outdated(request: Request, state: State, one: Service, member: Member) -> str | None:
    """Why a container is made anew; None: it stays."""
    invocation = request.invocation
    if invocation.on("no-recreate"):
        return None
    if invocation.on("force-recreate"):
        return "forced"
    if one.name in state.hashes and member.hash and state.hashes[one.name] != member.hash:
        return "changed"
    image = image_of(state, one)
    rebuilt = bool(one.builds) and invocation.on("build")
    if not rebuilt and image and member.image and image.id != member.image:
        return "new-image"
    return None


def _away(member: Member, reason: str) -> Iterator[Step]:
    """Stopped if it runs, then deleted."""
    if member.running:
        yield made("stop", "yes", reason, "stop", name=member.name).moves(member.status, "exited")
    yield made("remove", "yes", reason, f"remove-{reason}", name=member.name).moves("exited", "absent")


def _ports(request: Request, state: State, project: Project, services: tuple[Service, ...]) -> Iterator[Finding]:
    """Host ports that a container of somebody else has, and fixed ones that two replicas would share."""
    ours = {one.name for one in state.members if one.project == project.name}
    for one in services:
        where = _service_span(request, one.name)
        if one.replicas > 1 and (one.ports or one.container_name):
            yield finding("compose-replicas-clash", "error", where, service=one.name, count=str(one.replicas))
        for other in state.publishers:
            taken = next((bind for bind in other.ports if str(bind.host_port) in one.ports), None)
            if taken and other.name not in ours:
                args = {"port": str(taken.host_port), "container": other.name, "service": one.name}
                yield Finding("compose-port-in-use", "error", where, args)


def _images_missing(request: Request, state: State, services: tuple[Service, ...]) -> Iterator[Finding]:
    invocation = request.invocation
    for one in services:
        never = (invocation.value("pull") or one.pull_policy) == "never" and not one.builds
        if (never or (one.builds and invocation.on("no-build"))) and image_of(state, one) is None and held(state, "images"):
            where = _service_span(request, one.name)
            yield finding("compose-image-missing", "error", where, service=one.name, image=one.image)


def _orphans(request: Request, state: State, project: Project) -> Iterator[Finding]:
    """Containers of services that are no longer in the files."""
    if request.invocation.on("remove-orphans"):
        return
    mine = [one for one in state.members if one.project == project.name and not one.one_off]
    lost = [one.name for one in mine if one.service not in project.services]
    if lost:
        yield finding("compose-orphans", "tip", request.invocation.command_span, names=", ".join(lost))


def _service_span(request: Request, service: str) -> Span | None:
    found = next((part for part in request.invocation.arguments() if part.value == service), None)
    return found.span if found else request.invocation.command_span


def _after(request: Request, project: Project) -> tuple[tuple[str, Say], ...]:
    if request.invocation.on("detach") or request.invocation.on("wait"):
        return (note("after", "compose-in-background"),)
    return (note("leave", "compose-leave"), note("after", "compose-stays"))


plan_up = with_project(_up)
plan_run = with_project(_run)
