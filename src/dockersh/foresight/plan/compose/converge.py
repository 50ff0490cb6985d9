"""What becomes of the containers of services that shall run: kept, made anew, added, taken away, and then started.

Observed with compose 2.40.3 and 5.6.1: every container is made before the first one starts, those that others need first; one
that is made anew replaces the old one at once, and starts with the others. It stays as it is while the hash of its service and
its image's id are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Member, Project, Service, State
from dockersh.finding import Finding, finding
from dockersh.foresight.plan.compose.asked import made, stopped
from dockersh.foresight.plan.compose.networks import ended
from dockersh.foresight.plan.compose.project import image_of, members, services_named
from dockersh.foresight.plan.image.pull_and_rm import familiar
from dockersh.foresight.step import Request, Step

Steps = tuple[Step, ...]
AGAIN = frozenset(("forced", "needed", "renewed", "changed", "new-image"))  # why a container is made anew for certain
WAITS = {"service_healthy": "wait-healthy", "service_completed_successfully": "wait-completed"}


def converged(request: Request, state: State, project: Project, services: tuple[Service, ...]) -> tuple[Steps, Steps]:
    """The steps up to where all containers are there, and those that start them."""
    created: list[Step] = []
    started: list[Step] = []
    names = {one.name for one in services}
    for one in services:
        creates, starts = _service(request, state, project, one)
        if any(step.reason in AGAIN for step in creates):
            leaning = [member for member in _leaning(state, project, services, one.name) if member.running]
            created += (stopped(request, state, member, "need-recreated") for member in leaning)
            state = ended(state, leaning)
        created += creates
        started += (*(_waiting(one, names) if starts else ()), *starts)
    return tuple(created), tuple(started)


def _leaning(state: State, project: Project, services: tuple[Service, ...], need: str) -> list[Member]:
    """The containers of services that are to restart when what they need is made anew (`depends_on: {restart: true}`)."""
    return [member for one in services if need in one.restarts for member in members(state, project, one.name)]


def _service(request: Request, state: State, project: Project, one: Service) -> tuple[list[Step], list[Step]]:
    there = members(state, project, one.name)
    creates = [step for extra in there[one.replicas :] for step in _away(request, state, extra, "scaled-down")]
    starts: list[Step] = []
    for member in there[: one.replicas]:
        kept = _kept(request, state, one, member)
        creates += kept[0]
        starts += kept[1]
    for number in range(len(there) + 1, one.replicas + 1):
        name = one.container_name or f"{project.name}-{one.name}-{number}"
        image = familiar(one.image)
        creates.append(made("create", "yes", "missing", "create", name=name, image=image).moves("absent", "created"))
        starts.append(made("start", "yes", "created", "start", name=name).moves("created", "running"))
    return creates, starts


def _kept(request: Request, state: State, one: Service, member: Member) -> tuple[Steps, Steps]:
    """One container that is there: made anew, or kept and started where it does not run."""
    if reason := _outdated(request, state, one, member):
        new = made("create", "yes", reason, f"recreate-{reason}", name=member.name, service=one.name)
        return (new, *_away(request, state, member, "replaced")), (made("start", "yes", "created", "start", name=member.name),)
    if _image_may_change(request, state, one):
        key = "recreate-maybe" if member.running else "recreate-maybe-start"
        return (made("create", "maybe", "image-may-change", key, name=member.name, service=one.name),), ()
    if member.running:
        return (made("create", "no", "up-to-date", "up-to-date", name=member.name).moves(*[member.status] * 2),), ()
    return (), (made("start", "yes", "again", "start-again", name=member.name).moves(member.status, "running"),)


def paused(request: Request, state: State, project: Project, services: tuple[Service, ...]) -> Iterator[Finding]:
    """Containers that should run and are frozen: compose starts them, which the engine refuses."""
    for one in services:
        for member in members(state, project, one.name)[: one.replicas]:
            if member.status == "paused" and not _outdated(request, state, one, member):
                yield finding("compose-paused", "error", request.invocation.command_span, name=member.name, service=one.name)


def _outdated(request: Request, state: State, one: Service, member: Member) -> str | None:
    """Why a container is made anew for certain."""
    invocation = request.invocation
    if invocation.on("no-recreate"):
        return None
    if reason := _asked_for(request, one):
        return reason
    if one.name in state.hashes and member.hash and state.hashes[one.name] != member.hash:
        return "changed"
    image = image_of(state, one)
    if not _image_may_change(request, state, one) and image and member.image and image.id != member.image:
        return "new-image"
    return None


def _asked_for(request: Request, one: Service) -> str | None:
    """Why the line has it made anew whatever is the same: what is only needed by what is named has an option of its own."""
    names = services_named(request)
    if names and one.name not in names:
        return "needed" if request.invocation.on("always-recreate-deps") else None
    if request.invocation.on("force-recreate"):
        return "forced"
    return "renewed" if request.invocation.on("renew-anon-volumes") else None


def _image_may_change(request: Request, state: State, one: Service) -> bool:
    """Whether the image is built or asked for again on the way: what comes of it nobody can say before."""
    invocation = request.invocation
    if invocation.on("no-recreate"):
        return False
    policy = invocation.value("pull") or one.pull_policy
    return (invocation.on("build") or policy == "build") if one.builds else policy == "always"


def _waiting(one: Service, names: set[str]) -> Iterator[Step]:
    """What must come true before the service starts; with --no-deps the others are not looked at."""
    for need, condition in one.waits:
        if need in names and condition in WAITS:
            yield made("wait", "yes", condition.replace("_", "-"), WAITS[condition], service=need)


def _away(request: Request, state: State, member: Member, reason: str) -> Iterator[Step]:
    """Stopped if it runs, then deleted."""
    if member.running:
        yield stopped(request, state, member, reason)
    yield made("remove", "yes", reason, f"remove-{reason}", name=member.name).moves("exited", "absent")
