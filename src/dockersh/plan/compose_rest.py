"""Compose's other verbs: down, stop, start, restart, kill, pause, unpause, rm, pull, build, run, exec."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Member, Project, Service, State
from dockersh.finding import Finding, finding
from dockersh.plan.compose import made, with_project
from dockersh.plan.project import exists, image_of, members, services_named, wanted
from dockersh.plan.step import Plan, Request, Step, note

# Each verb: from which statuses it does something, and the status behind it.
VERBS: dict[str, tuple[frozenset[str], str]] = {
    "start": (frozenset(("created", "exited", "dead")), "running"),
    "stop": (frozenset(("running", "paused", "restarting")), "exited"),
    "kill": (frozenset(("running", "restarting")), "exited"),
    "pause": (frozenset(("running",)), "paused"),
    "unpause": (frozenset(("paused",)), "running"),
}


def _chosen(request: Request, state: State, project: Project, *, backwards: bool) -> list[Member]:
    """The containers of the services that the line is about; those that others need last."""
    services = _all(request, project)
    found = [one for service in services for one in members(state, project, service.name)]
    return found[::-1] if backwards else found


def _all(request: Request, project: Project) -> tuple[Service, ...]:
    """Without names every service, those of profiles that are off, too: their containers may be there."""
    return wanted(request, project) if services_named(request) else tuple(project.services.values())


def _verb(request: Request, state: State, project: Project) -> Plan:
    verb = request.invocation.name.split(" ")[1]
    acts_on, after = VERBS[verb]
    steps = []
    for one in _chosen(request, state, project, backwards=verb in ("stop", "kill")):
        if one.status in acts_on:
            steps.append(made(verb, "yes", "asked", verb, name=one.name).moves(one.status, after))
        else:
            steps.append(
                made(verb, "no", "not-needed", "not-needed", name=one.name, status=one.status).moves(*[one.status] * 2)
            )
    return Plan(tuple(steps), (), () if steps else (_nothing(request, project),))


def _nothing(request: Request, project: Project) -> Finding:
    severity = "error" if request.invocation.name == "compose start" and services_named(request) else "tip"
    return finding("compose-no-containers", severity, request.invocation.command_span, project=project.name)  # type: ignore[arg-type]


def _restart(request: Request, state: State, project: Project) -> Plan:
    """Stop and start again, with the settings they were made with: a changed file changes nothing here."""
    steps: list[Step] = []
    for one in _chosen(request, state, project, backwards=False):
        if one.running:
            steps.append(made("stop", "yes", "asked", "stop", name=one.name).moves(one.status, "exited"))
        steps.append(made("start", "yes", "asked", "start", name=one.name).moves("exited", "running"))
    after = (note("after", "compose-restarted"),) if steps else ()
    return Plan(tuple(steps), after, () if steps else (_nothing(request, project),))


def _down(request: Request, state: State, project: Project) -> Plan:
    """Containers and networks go; volumes with -v, images with --rmi; what is external stays."""
    named = services_named(request)
    mine = _chosen(request, state, project, backwards=True)
    known = {one.name for one in mine}
    others = [one for one in state.members if one.project == project.name and one.name not in known] if not named else []
    away = [one for one in others if one.one_off or request.invocation.on("remove-orphans")]
    steps = [step for one in (*mine, *away) for step in _gone(one)]
    volumes: tuple[str, ...] = ()
    if not named:
        steps += _networks(state, project)
        volumes = _volumes(request, state, project)
        steps += [
            made("remove-volume", "yes", "asked", "remove-volume", name=name).moves("present", "absent") for name in volumes
        ]
        steps += _images(request, state, project)
    where = request.invocation.command_span
    lost = (finding("compose-volumes-lost", "danger", where, volumes=", ".join(volumes)),) if volumes else ()
    if not steps:
        return Plan((), (), (_nothing(request, project),))
    return Plan(tuple(steps), () if volumes else (note("after", "compose-down"),), lost)


def _gone(one: Member) -> Iterator[Step]:
    if one.running:
        yield made("stop", "yes", "asked", "stop", name=one.name).moves(one.status, "exited")
    yield made("remove", "yes", "asked", "remove", name=one.name).moves("exited", "absent")


def _networks(state: State, project: Project) -> Iterator[Step]:
    for name in project.networks.values():
        if name not in project.external and "networks" in state.lists and exists(state, "networks", name):
            yield made("remove-network", "yes", "asked", "remove-network", name=name).moves("present", "absent")


def _volumes(request: Request, state: State, project: Project) -> tuple[str, ...]:
    if not request.invocation.on("volumes") or "volumes" not in state.lists:
        return ()
    own = (name for name in project.volumes.values() if name not in project.external)
    return tuple(name for name in own if exists(state, "volumes", name))


def _images(request: Request, state: State, project: Project) -> Iterator[Step]:
    """`--rmi all`: every image of a service; `local`: those that compose named itself."""
    which = request.invocation.value("rmi")
    for one in project.services.values() if which else ():
        own = one.image == f"{project.name}-{one.name}"
        if image_of(state, one) is not None and (which == "all" or own):
            yield made("delete-image", "yes", "asked", "delete-image", image=one.image).moves("present", "absent")


def _rm(request: Request, state: State, project: Project) -> Plan:
    """Stopped containers go; running ones only with --stop."""
    steps: list[Step] = []
    for one in _chosen(request, state, project, backwards=True):
        if not one.running or request.invocation.on("stop"):
            steps += _gone(one)
        else:
            steps.append(made("remove", "no", "running", "remove-running", name=one.name).moves(one.status, one.status))
    asks = () if request.invocation.on("force") else (note("asks", "asks-first"),)
    return Plan(tuple(steps), asks, () if steps else (_nothing(request, project),))


def _pull(request: Request, state: State, project: Project) -> Plan:
    steps = []
    for one in _services(request, project):
        if one.builds:
            continue
        here = image_of(state, one) is not None
        key, will = ("pull-newer", "maybe") if here else ("pull", "yes")
        steps.append(made("pull", will, "if-newer" if here else "image-missing", key, service=one.name, image=one.image))  # type: ignore[arg-type]
    return Plan(tuple(steps))


def _build(request: Request, state: State, project: Project) -> Plan:
    builds = (one for one in _services(request, project) if one.builds)
    return Plan(tuple(made("build", "yes", "asked", "build", service=one.name, image=one.image) for one in builds))


def _services(request: Request, project: Project) -> tuple[Service, ...]:
    """Just those named: `pull` and `build` look after what they need only when asked to."""
    names = services_named(request)
    deps = request.invocation.on("include-deps") or request.invocation.on("with-dependencies")
    if names and not deps:
        return tuple(one for name, one in project.services.items() if name in names)
    return wanted(request, project)


def _exec(request: Request, state: State, project: Project) -> Plan:
    """One more process in the service's container, which must run."""
    part = next(iter(request.invocation.arguments("SERVICE")), None)
    if part is None or not part.literal or (part.value or "") not in project.services:
        return Plan()
    there = members(state, project, part.value or "")
    running = [one for one in there if one.status == "running"]
    if not running:
        return Plan((), (), (finding("compose-not-running", "error", part.span, service=part.value or ""),))
    return Plan((made("exec", "yes", "running", "exec", name=running[0].name).moves("running", "running"),))


plan_verb = with_project(_verb)
plan_restart = with_project(_restart)
plan_down = with_project(_down)
plan_rm = with_project(_rm)
plan_pull = with_project(_pull)
plan_build = with_project(_build)
plan_exec = with_project(_exec)
