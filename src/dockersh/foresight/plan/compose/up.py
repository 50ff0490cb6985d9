"""`compose up`, `create`, `scale` and `run`: images first, then networks and volumes, then containers, then they start."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Member, Project, Service, State
from dockersh.finding import Finding, Say, finding
from dockersh.foresight.plan.compose.asked import made, removed, with_project
from dockersh.foresight.plan.compose.converge import converged, paused
from dockersh.foresight.plan.compose.networks import prepared
from dockersh.foresight.plan.compose.project import exists, image_of, wanted
from dockersh.foresight.plan.compose.refused import refused
from dockersh.foresight.step import Plan, Request, Step, note


def _up(request: Request, state: State, project: Project) -> Plan:
    """`compose up`, `create`, `scale` and `watch`: bring what is there in line with the files."""
    services = _rebuilt(request, _scaled(request, wanted(request, project)))
    if request.invocation.on("no-up"):
        return Plan(tuple(_ends(request, services)))
    images = _images(request, state, project, services)
    findings = (*refused(request, state, project, services), *_orphans(request, state, project))
    orphans = _orphans_away(request, state, project)
    networks, state = prepared(request, state, project, services)
    around = [*orphans, *networks, *_volumes(state, project, services)]
    creates, starts = converged(request, state, project, services)
    starting = request.invocation.name != "compose create" and not request.invocation.on("no-start")
    ends = _ends(request, services) if starting else ()
    steps = (*images, *around, *creates, *(starts if starting else ()), *ends)
    more = (*paused(request, state, project, services), *_nothing_watched(request, services)) if starting else ()
    return Plan(steps, _after(request, project) if starting else (), (*findings, *more))


def _scaled(request: Request, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """The services with as many replicas as `--scale` or `scale` asks for."""
    asked = (*request.invocation.flags("scale"), *request.invocation.arguments("SERVICE=REPLICAS"))
    counts = dict(part.text.partition("=")[::2] for part in asked if part.literal)
    return tuple(
        one._replace(replicas=int(found)) if (found := counts.get(one.name, "")).isdecimal() else one for one in services
    )


def _rebuilt(request: Request, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """`compose watch` builds what it watches."""
    watch = request.invocation.name == "compose watch"
    return tuple(one._replace(pull_policy="build") if watch and one.builds and one.watched else one for one in services)


def _ends(request: Request, services: tuple[Service, ...]) -> Iterator[Step]:
    """What is done after they started, while the line goes on."""
    invocation = request.invocation
    stops = invocation.on("abort-on-container-exit") or invocation.flags("exit-code-from")
    if stops and not invocation.on("detach"):
        yield made("stop", "maybe", "when-one-ends", "stop-when-one-ends")
    elif invocation.on("abort-on-container-failure") and not invocation.on("detach"):
        yield made("stop", "maybe", "when-one-fails", "stop-when-one-fails")
    if _watches(request) and any(one.watched for one in services):
        yield made("watch", "yes", "asked", "watch")


def _nothing_watched(request: Request, services: tuple[Service, ...]) -> Iterator[Finding]:
    """Compose starts everything all the same, and then ends with an error."""
    if _watches(request) and not any(one.watched for one in services):
        yield finding("compose-nothing-watched", "error", request.invocation.command_span)


def _watches(request: Request) -> bool:
    return request.invocation.name == "compose watch" or request.invocation.on("watch")


def _run(request: Request, state: State, project: Project) -> Plan:
    """`compose run`: what the service needs is started, then one container more of it, for this once."""
    part = next(iter(request.invocation.arguments("SERVICE")), None)
    name = part.text if part else ""
    if name not in project.services:
        return Plan()
    services = wanted(request, project)
    networks, state = prepared(request, state, project, services)
    steps = [*_images(request, state, project, services), *networks, *_volumes(state, project, services)]
    needed = tuple(one for one in services if one.name != name)
    creates, starts = converged(request, state, project, needed)
    container = request.invocation.value("name") or f"{project.name}-{name}-run-…"
    steps += [*creates, *starts, made("create", "yes", "one-off", "create-one-off", name=container, service=name)]
    if not request.invocation.on("detach"):
        steps.append(made("attach", "yes", "foreground", "attach"))
    steps.append(made("start", "yes", "created", "start", name=container))
    if request.invocation.on("rm"):
        steps.append(made("remove", "yes", "when-it-ends", "remove-when-it-ends", name=container))
        return Plan(tuple(steps), (), refused(request, state, project, services))
    return Plan(tuple(steps), (note("after", "compose-run-stays"),), refused(request, state, project, services))


def _images(request: Request, state: State, project: Project, services: tuple[Service, ...]) -> list[Step]:
    """How the images come here: each once, for all services that run it."""
    found: dict[str, list[Service]] = {}
    for one in services:
        found.setdefault(one.image, []).append(one)
    return [step for same in found.values() for step in _image(request, state, same[0], ", ".join(one.name for one in same))]


def _image(request: Request, state: State, one: Service, services: str) -> Iterator[Step]:
    """Fetched or built where it is missing, or where the line or the file asks for it."""
    invocation = request.invocation
    here = image_of(state, one) is not None
    policy = invocation.value("pull") or one.pull_policy
    if one.builds:
        if not here and not invocation.on("build") and policy not in ("never", "build") and one.image_named:
            yield from _pulled_or_built(request, one, services)
        elif invocation.on("build") or policy == "build" or (not here and not invocation.on("no-build")):
            key = "build" if here else "build-missing"
            yield made("build", "yes", "image-missing" if not here else "asked", key, service=services, image=one.image)
    elif policy == "always":
        yield made("pull", "maybe" if here else "yes", "always", "pull-always", service=services, image=one.image)
    elif not here and policy != "never":
        yield made("pull", "yes", "image-missing", "pull", service=services, image=one.image).moves("absent", "present")


def _pulled_or_built(request: Request, one: Service, services: str) -> Iterator[Step]:
    """With a name of its own compose asks the registry first, and builds what that does not have (pkg/compose/pull.go)."""
    yield made("pull", "maybe", "image-missing", "pull-first", service=services, image=one.image)
    if not request.invocation.on("no-build"):
        yield made("build", "maybe", "not-pulled", "build-instead", service=services, image=one.image)


def _volumes(state: State, project: Project, services: tuple[Service, ...]) -> Iterator[Step]:
    """The project's own volumes that the services want and the engine does not have."""
    for name in dict.fromkeys(project.volumes.get(key, key) for one in services for key in one.volumes):
        if name not in project.external and not exists(state, "volumes", name):
            yield made("create-volume", "yes", "missing", "create-volume", name=name).moves("absent", "present")


def _orphans(request: Request, state: State, project: Project) -> Iterator[Finding]:
    """Containers of services that are no longer in the files."""
    if request.invocation.on("remove-orphans"):
        return
    if lost := [one.name for one in orphans_of(state, project) if not one.one_off]:
        yield finding("compose-orphans", "tip", request.invocation.command_span, names=", ".join(lost))


def _orphans_away(request: Request, state: State, project: Project) -> Iterator[Step]:
    for one in orphans_of(state, project) if request.invocation.on("remove-orphans") else ():
        yield from removed(request, state, one)


def orphans_of(state: State, project: Project) -> list[Member]:
    """Containers of the project that belong to no service of the files: theirs is gone, or `compose run` made them."""
    mine = (one for one in state.members if one.project == project.name)
    return [one for one in mine if one.one_off or one.service not in project.services]


def _after(request: Request, project: Project) -> tuple[tuple[str, Say], ...]:
    if request.invocation.name == "compose watch":  # it starts them detached: they go on without it
        return (note("leave", "leave-watching"), note("after", "compose-in-background"))
    if request.invocation.name == "compose scale" or request.invocation.on("detach") or request.invocation.on("wait"):
        return (note("after", "compose-in-background"),)
    return (note("leave", "compose-leave"), note("after", "compose-stays"))


plan_up = with_project(_up)
plan_run = with_project(_run)
