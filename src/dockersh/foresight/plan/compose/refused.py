"""What compose, or the engine through it, will refuse of the services of a project, though the files can be read.

Each was seen with compose 2.40.3 and 5.6.1 on engines 20.10 and 28.5.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.engine import Project, Service, State
from dockersh.finding import Finding, finding
from dockersh.foresight.plan.compose import images
from dockersh.foresight.plan.compose.project import exists, held, image_of, members, span_of, with_needs
from dockersh.foresight.refusals.engine.ports import holder, listens
from dockersh.foresight.step import Request
from dockersh.reading.values.images import parse
from dockersh.reading.values.value import Bad

Services = tuple[Service, ...]


def refused(request: Request, state: State, project: Project, services: Services) -> tuple[Finding, ...]:
    """The failures of bringing these services up."""
    return tuple(found for rule in RULES for found in rule(request, state, project, services))


def not_built(request: Request, state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """Folders to build, and Dockerfiles in them, that are not there; where the image is to be built."""
    for one in services if _builds(request) else _missing_images(request, state, services):
        where = span_of(request, one.name)
        if state.files.get(one.builds) == "missing":
            yield finding("compose-build-folder-missing", "error", where, service=one.name, folder=one.builds)
        elif one.dockerfile and state.files.get(one.dockerfile) == "missing":
            yield finding("compose-dockerfile-missing", "error", where, service=one.name, path=one.dockerfile)


def _builds(request: Request) -> bool:
    return request.invocation.name == "compose build" or request.invocation.on("build")


def _missing_images(request: Request, state: State, services: Services) -> Services:
    if request.invocation.on("no-build") or not held(state, "images"):
        return ()
    return tuple(one for one in services if one.builds and image_of(state, one) is None)


def _replicas(request: Request, _state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """Fixed ports and names that two containers of a service would share."""
    for one in services:
        fixed = one.container_name or any("-" not in str(port.host_port) for port in one.ports)
        if one.replicas > 1 and fixed:
            where = span_of(request, one.name)
            yield finding("compose-replicas-clash", "error", where, service=one.name, count=str(one.replicas))


def _ports(request: Request, state: State, project: Project, services: Services) -> Iterator[Finding]:
    """Host ports that a container of somebody else has, or a program."""
    ours = {one.name for one in state.members if one.project == project.name}
    others = tuple(one for one in state.publishers if one.name not in ours)
    for one in services:
        where = span_of(request, one.name)
        for port in one.ports:
            if taken := holder(port, others):
                args = {"port": str(port.host_port), "container": taken.name, "service": one.name}
                yield Finding("compose-port-in-use", "error", where, args)
            elif listens(port, state) and not holder(port, state.publishers):
                yield finding("compose-port-in-use-by-process", "error", where, port=str(port.host_port), service=one.name)


def _ports_twice(request: Request, _state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """One host port that two services, or one of them twice, publish on the same address."""
    seen: dict[tuple[str | None, str | None, str], str] = {}
    for one in services:
        for port in one.ports:
            key = (port.host_ip, port.host_port, port.protocol)
            if key in seen:
                args = {"port": str(port.host_port), "service": one.name, "other": seen[key]}
                yield Finding("compose-port-twice", "error", span_of(request, one.name), args)
            seen.setdefault(key, one.name)


def _names(request: Request, state: State, project: Project, services: Services) -> Iterator[Finding]:
    """A `container_name` that a container of somebody else has."""
    for one in services:
        mine = {member.name for member in members(state, project, one.name)}
        other = state.container(one.container_name) if one.container_name else None
        if other and other.name not in mine:
            where = span_of(request, one.name)
            yield finding("compose-name-in-use", "error", where, service=one.name, name=other.name, image=other.image)


def _images_missing(request: Request, state: State, _project: Project, services: Services) -> Iterator[Finding]:
    invocation = request.invocation
    for one in services:
        never = (invocation.value("pull") or one.pull_policy) == "never" and not one.builds
        if (never or (one.builds and invocation.on("no-build"))) and image_of(state, one) is None and held(state, "images"):
            where = span_of(request, one.name)
            yield finding("compose-image-missing", "error", where, service=one.name, image=one.image)


def _images_invalid(request: Request, _state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """What is no reference, as `nginx:` is where the variable after the colon is not set."""
    for one in services:
        if isinstance(parse(one.image), Bad):
            yield finding("compose-image-invalid", "error", span_of(request, one.name), service=one.name, image=one.image)


def _external(request: Request, state: State, project: Project, services: Services) -> Iterator[Finding]:
    """Networks and volumes that somebody else was to make, and that are not there."""
    where = request.invocation.command_span
    networks = {project.networks.get(key, key) for one in with_needs(request, project, services) for key in one.networks}
    volumes = {project.volumes.get(key, key) for one in services for key in one.volumes}
    for kind, names in (("networks", networks), ("volumes", volumes)):
        for name in sorted(names & project.external):
            if not exists(state, kind, name):
                yield finding(f"compose-external-{kind}-missing", "error", where, name=name)


def _mounts(request: Request, _state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """`d:/data`: one letter in front of the colon is a drive of Windows for compose, and the whole of it a path."""
    for one in services:
        for target in one.relative:
            yield finding("compose-mount-relative", "error", span_of(request, one.name), service=one.name, target=target)


Rule = Callable[[Request, State, Project, Services], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    not_built,
    _replicas,
    _ports,
    _ports_twice,
    _names,
    _images_missing,
    _images_invalid,
    _external,
    _mounts,
    images.no_gpu_driver,
    images.unchecked,
    images.outdated,
    images.programs,
)
