"""`compose down`: which containers go, and what of the project's networks, volumes and images can go with them.

Observed with compose 2.40.3 and 5.6.1: only services whose profile is active; containers of `compose run`, and of services that
the files no longer have, only with --remove-orphans; networks, volumes and images of those services and of what they need, as
far as no container that stays uses them, and then with status 0 all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Project, Question, Service, State
from dockersh.finding import Finding, finding
from dockersh.foresight.plan.compose.asked import ask_active, made, removed, with_project
from dockersh.foresight.plan.compose.project import exists, image_of, known, members, services_named, wanted, with_needs
from dockersh.foresight.plan.compose.up import orphans_of
from dockersh.foresight.step import Plan, Request, Step, note


def ask_users(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: who else uses what would go with the containers."""
    project = known(state)
    if project is None:
        return ()
    around = _around(request, project)
    networks = _existing(state, "networks", _own(project, "networks", around))
    volumes = _volumes(request, state, project, around)
    return (
        *ask_active(request, state),
        *(Question("network-users", (name,)) for name in networks),
        *(Question("volume-users", (name,)) for name in volumes),
        *(Question("users", (one.image,)) for one in _images(request, state, project, around)),
    )


def _around(request: Request, project: Project) -> tuple[Service, ...]:
    return with_needs(request, project, wanted(request, project))


def _down(request: Request, state: State, project: Project) -> Plan:
    """Containers and networks go; volumes with -v, images with --rmi; what is external or in use stays."""
    mine = [member for one in wanted(request, project) for member in members(state, project, one.name)][::-1]
    orphans = orphans_of(state, project)
    away = [*mine, *(orphans if request.invocation.on("remove-orphans") else ())]
    gone = {one.name for one in away}
    around = _around(request, project)
    volumes = _volumes(request, state, project, around)
    kept = [name for name in volumes if _users(state, "volume", name, gone)]
    steps = (
        *(step for one in away for step in removed(request, state, one)),
        *_resource(state, "volume", volumes, gone),
        *_resource(state, "network", _existing(state, "networks", _own(project, "networks", around)), gone),
        *_image_steps(request, state, project, around, gone),
    )
    if not steps:
        return Plan((), (), (nothing(request, project), *_left(request, state, project, gone)))
    where = request.invocation.command_span
    lost = ", ".join(name for name in volumes if name not in kept)
    findings = (finding("compose-volumes-lost", "danger", where, volumes=lost),) if lost else ()
    more = request.invocation.on("volumes") or request.invocation.value("rmi")
    after = () if more else (note("after", "compose-down"),)
    return Plan(steps, after, (*findings, *_left(request, state, project, gone)))


def nothing(request: Request, project: Project) -> Finding:
    """The engine has nothing that the line could be about."""
    return finding("compose-no-containers", "tip", request.invocation.command_span, project=project.name)


def _own(project: Project, kind: str, around: tuple[Service, ...]) -> tuple[str, ...]:
    """The engine's names of the `networks` or `volumes` of these services, without external ones."""
    table = {"networks": project.networks, "volumes": project.volumes}[kind]
    keys = {key for one in around for key in {"networks": one.networks, "volumes": one.volumes}[kind]}
    return tuple(name for key, name in table.items() if key in keys and name not in project.external)


def _existing(state: State, kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if kind in state.lists and exists(state, kind, name))


def _volumes(request: Request, state: State, project: Project, around: tuple[Service, ...]) -> tuple[str, ...]:
    if not request.invocation.on("volumes"):
        return ()
    return _existing(state, "volumes", _own(project, "volumes", around))


def _users(state: State, kind: str, name: str, gone: set[str]) -> str:
    """The containers that keep it: any of a volume or image, running ones of a network."""
    held = {"volume": state.volume_users, "network": state.network_users, "image": state.users}[kind].get(name, ())
    return ", ".join(one.name for one in held if one.name not in gone and (kind != "network" or one.running))


def _resource(state: State, kind: str, names: tuple[str, ...], gone: set[str]) -> Iterator[Step]:
    for name in names:
        if users := _users(state, kind, name, gone):
            kept = made(f"remove-{kind}", "no", "in-use", f"keep-{kind}", name=name, users=users)
            yield kept.moves("present", "present")
        else:
            yield made(f"remove-{kind}", "yes", "asked", f"remove-{kind}", name=name).moves("present", "absent")


def _images(request: Request, state: State, project: Project, around: tuple[Service, ...]) -> Iterator[Service]:
    """`--rmi all`: every image of a service; `local`: those that compose named itself."""
    which = request.invocation.value("rmi")
    seen = set()
    for one in around if which else ():
        if one.image not in seen and image_of(state, one) is not None and (which == "all" or not one.image_named):
            seen.add(one.image)
            yield one


def _image_steps(
    request: Request, state: State, project: Project, around: tuple[Service, ...], gone: set[str]
) -> Iterator[Step]:
    for one in _images(request, state, project, around):
        if users := _users(state, "image", one.image, gone):
            kept = made("delete-image", "no", "in-use", "keep-image", image=one.image, users=users)
            yield kept.moves("present", "present")
        else:
            yield made("delete-image", "yes", "asked", "delete-image", image=one.image).moves("present", "absent")


def _left(request: Request, state: State, project: Project, gone: set[str]) -> Iterator[Finding]:
    """Containers of the project that stay although the whole of it is to go."""
    if services_named(request):
        return
    where = request.invocation.command_span
    stay = [one for one in state.members if one.project == project.name and one.name not in gone]
    once = ", ".join(one.name for one in stay if one.one_off)
    lost = ", ".join(one.name for one in stay if not one.one_off and one.service not in project.services)
    off = ", ".join(one.name for one in stay if not one.one_off and one.service in project.services)
    if once:
        yield finding("compose-run-left", "tip", where, names=once)
    if lost:
        yield finding("compose-orphans", "tip", where, names=lost)
    if off:
        yield finding("compose-profile-off", "tip", where, names=off)


plan_down = with_project(_down)
