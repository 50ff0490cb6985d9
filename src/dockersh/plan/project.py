"""The compose project of a line: which services it is about, what the engine has of them, and why it cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Listed, Member, Project, Service, State
from dockersh.finding import Finding, finding
from dockersh.invocation.questions import GLOBALS
from dockersh.near import nearest
from dockersh.plan.images import familiar
from dockersh.plan.step import Plan, Request

# What compose says where there is no file, and where it cannot be read.
NO_FILE = ("no configuration file provided", "no such file or directory")
STARTS = frozenset(("compose up", "compose create", "compose start", "compose run"))
WITH_NEEDS = frozenset(("compose up", "compose create", "compose run", "compose build", "compose pull"))


def asked_about(request: Request) -> tuple[str, ...] | None:
    """Compose's own options of the line, for our questions; None where only the shell knows them, or the folder."""
    if not request.alone and {"cd", "pushd"} & set(request.text.split()):
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


def active(request: Request, one: Service) -> bool:
    """Whether the line's profiles switch a service on; one without profiles always is."""
    chosen = {part.value for part in request.invocation.parts if part.name == "profile" and part.kind == "global-flag"}
    chosen |= set(os.environ.get("COMPOSE_PROFILES", "").split(","))
    return not one.profiles or "*" in chosen or bool(chosen & set(one.profiles))


def wanted(request: Request, project: Project) -> tuple[Service, ...]:
    """The services the line is about, in the order they start, with those they need where the command looks after them."""
    names = services_named(request)
    if not names:
        return tuple(one for one in project.services.values() if active(request, one))
    chosen = set(names)
    if request.invocation.name in WITH_NEEDS and not request.invocation.on("no-deps"):
        chosen = _with_needs(project, chosen)
    return tuple(one for name, one in project.services.items() if name in chosen)


def _with_needs(project: Project, names: set[str]) -> set[str]:
    found = set(names)
    while more := {need for name in found if name in project.services for need in project.services[name].needs} - found:
        found |= more
    return found


def with_needs(project: Project, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Those and what they need: with --no-deps compose makes the networks of what is left out, too."""
    names = _with_needs(project, {one.name for one in services})
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
    for part in (*request.invocation.arguments("SERVICE"), *request.invocation.arguments("SERVICES")):
        name = part.value or ""
        if part.literal and name not in project.services:
            near = nearest(name, project.services)
            code = "no-such-service-near" if near else "no-such-service"
            known = ", ".join(project.services)
            yield finding(code, "error", part.span, name=name, near=near or "", services=known)


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


def problems(request: Request, state: State) -> Plan:
    """No project: there is no file here, it cannot be read, or nobody was asked."""
    said = state.project_problem
    where = request.invocation.command_span
    if not said or state.absent_plugins or said.startswith("unknown flag: --profile"):  # the last: docker, without compose
        return Plan()
    if any(words in said for words in NO_FILE):
        folder = os.getcwd()
        files = [part.value or "" for part in request.invocation.parts if part.name == "file" and part.kind == "global-flag"]
        if files:
            return Plan((), (), (finding("compose-file-not-there", "error", where, files=", ".join(files)),))
        return Plan((), (), (finding("compose-no-file", "error", where, folder=folder),))
    return Plan((), (), (finding("compose-unreadable", "error", where, reason=said),))
