"""The compose project of a line: which services it is about, what the engine has of them, and why it cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Listed, Member, Project, Service, State
from dockersh.finding import Finding, finding
from dockersh.foresight.plan.image.pull_and_rm import familiar
from dockersh.foresight.step import Request
from dockersh.reading.invocation.questions import GLOBALS
from dockersh.reading.nearest import nearest
from dockersh.reading.syntax import Span

STARTS = frozenset(("compose up", "compose create", "compose scale", "compose watch", "compose start", "compose run"))
WITH_NEEDS = frozenset((*STARTS, "compose build", "compose pull"))


def asked_about(request: Request) -> tuple[str, ...] | None:
    """Compose's own options of the line, for our questions; None where only the shell knows them, or the folder."""
    if request.moves:
        return None
    own = [part for part in request.invocation.parts if part.kind == "global-flag" and part.name not in GLOBALS]
    if any(not part.literal for part in own):
        return None
    kept = (part for part in own if part.name not in ("help", "dry-run", "ansi", "progress", "parallel"))
    return tuple(f"--{part.name}" if part.value is None else f"--{part.name}={part.value}" for part in kept)


def services_named(request: Request) -> tuple[str, ...]:
    """The services that the line names, literally."""
    words = (*request.invocation.arguments("SERVICE"), *request.invocation.arguments("SERVICES"))
    scaled = (part.value.partition("=")[0] for part in request.invocation.arguments("SERVICE=REPLICAS") if part.value)
    return (*(part.value for part in words if part.literal and part.value), *scaled)


def known(state: State) -> Project | None:
    """The project, with the services that compose says are switched on."""
    return state.project and state.project._replace(active=state.active)


def active(request: Request, project: Project, one: Service) -> bool:
    """Whether the profiles of the line, else of the environment or of `.env`, switch a service on; one without always is."""
    if project.active is not None:
        return one.name in project.active
    given = {part.value for part in request.invocation.parts if part.name == "profile" and part.kind == "global-flag"}
    chosen = given or set(os.environ.get("COMPOSE_PROFILES", "").split(","))
    return not one.profiles or "*" in chosen or bool(chosen & set(one.profiles))


def wanted(request: Request, project: Project) -> tuple[Service, ...]:
    """The services the line is about, in the order they start, with those they need where the command looks after them."""
    names = services_named(request)
    if not names:
        return tuple(one for one in project.services.values() if active(request, project, one))
    chosen = set(names)
    if request.invocation.name in WITH_NEEDS and not request.invocation.on("no-deps"):
        chosen = _with_needs(request, project, chosen)
    return tuple(one for name, one in project.services.items() if name in chosen)


def _with_needs(request: Request, project: Project, names: set[str]) -> set[str]:
    found, last = set(names), set[str]()
    while last != found:
        last = set(found)
        found |= {need for name in last if name in project.services for need in needs(request, project, project.services[name])}
    return found


def needs(request: Request, project: Project, one: Service) -> Iterator[str]:
    """What a service needs, without what is optional and switched off."""
    for need in one.needs:
        if need not in one.optional or need not in project.services or active(request, project, project.services[need]):
            yield need


def with_needs(request: Request, project: Project, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Those and what they need: with --no-deps compose makes the networks of what is left out, too."""
    names = _with_needs(request, project, {one.name for one in services})
    return tuple(one for name, one in project.services.items() if name in names)


def members(state: State, project: Project, service: str) -> tuple[Member, ...]:
    """The containers of a service, the first made first; those of `compose run` left out."""
    mine = [one for one in state.members if (one.project, one.service) == (project.name, service) and not one.one_off]
    return tuple(sorted(mine, key=lambda one: (len(one.name), one.name)))


def held(state: State, kind: str) -> bool:
    """Whether we know what there is of a kind."""
    return kind in state.lists


def exists(state: State, kind: str, name: str) -> bool:
    """Whether the engine has an object of that name; True where we do not know."""
    return not held(state, kind) or any(one.name == name for one in state.lists[kind])


def image_of(state: State, one: Service) -> Listed | None:
    """The image that a service runs, as the engine has it under that name now."""
    name = familiar(one.image)
    name = name if ":" in name.rpartition("/")[2] or "@" in name else f"{name}:latest"
    return next((image for image in state.lists.get("images", ()) if image.name == name), None)


def named(request: Request, project: Project) -> Iterator[Finding]:
    """Services that the line names and the files do not have."""
    invocation = request.invocation
    plain = (*invocation.arguments("SERVICE"), *invocation.arguments("SERVICES"))
    scaled = (*invocation.arguments("SERVICE=REPLICAS"), *invocation.flags("scale"))
    pairs = ((part, part.text.partition("=")[0]) for part in scaled if "=" in part.text)
    for part, name in (*((part, part.text) for part in plain), *pairs):
        if part.literal and name not in project.services:
            near = nearest(name, project.services)
            code = "no-such-service-near" if near else "no-such-service"
            known = ", ".join(project.services)
            yield finding(code, "error", part.span, name=name, near=near or "", services=known)


def needs_off(request: Request, project: Project) -> Iterator[Finding]:
    """Services that the line is about, and what they need and no profile switches on: compose refuses the whole project."""
    named = services_named(request)
    on = {name for name, one in project.services.items() if name in named or active(request, project, one)}
    for one in (project.services[name] for name in sorted(on)):
        for need in one.needs:
            if need not in one.optional and need not in on and need in project.services:
                profile = project.services[need].profiles[0]
                args = {"service": one.name, "need": need, "profile": profile}
                yield Finding("compose-need-off", "error", request.invocation.command_span, args)
                return


def surprises(request: Request, state: State, project: Project) -> Iterator[Finding]:
    """What compose does in silence, or with a line of warning that scrolls away."""
    where = request.invocation.command_span
    if state.unset:
        yield finding("compose-unset-variables", "warning", where, names=", ".join(state.unset), first=state.unset[0])
    for one in wanted(request, project) if request.invocation.name in STARTS else ():
        for folder in one.folders:
            if state.paths.get(folder) == "missing":
                code, severity = (
                    ("compose-folder-missing", "error") if folder in one.strict else ("compose-folder-made", "warning")
                )
                yield finding(code, severity, where, service=one.name, folder=folder)  # type: ignore[arg-type]


def span_of(request: Request, service: str) -> Span | None:
    """Where the line names a service, or else its command."""
    found = next((part for part in request.invocation.arguments() if part.value == service), None)
    return found.span if found else request.invocation.command_span
