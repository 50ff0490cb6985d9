"""Commands that only read: nothing changes, and how to read what they print."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Container, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import literals
from dockersh.foresight.plan.planner import Planner
from dockersh.foresight.refusals.engine.common import no_such, status
from dockersh.foresight.step import Plan, Request, note
from dockersh.reading.invocation import Part
from dockersh.reading.nearest import nearest

# Every command that changes nothing; each has a note of its own on how to read the result.
READS = (
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
    "context ls",
    "context inspect",
    "context show",
    "search",
)
KINDS = ("containers", "images", "volumes", "networks")
# Commands that go on until Ctrl-C, unless one of these flags is given; and one that does so only with a flag.
ENDLESS = {"container stats": ("no-stream",), "system events": ("until",)}
# The argument that names what must be there, the question about it, and the list of such names.
NAMED = {
    "container logs": ("CONTAINER", "containers", "container"),
    "container inspect": ("CONTAINER", "containers", "container"),
    "container top": ("CONTAINER", "containers", "container"),
    "container stats": ("CONTAINER", "containers", "container"),
    "container diff": ("CONTAINER", "containers", "container"),
    "container port": ("CONTAINER", "containers", "container"),
    "network inspect": ("NETWORK", "networks", "network"),
    "volume inspect": ("VOLUME", "volumes", "volume"),
    "image inspect": ("IMAGE", "image", "image"),
    "image history": ("IMAGE", "image", "image"),
}


def ask(request: Request) -> tuple[Question, ...]:
    """Does the engine answer; and is what the line names there."""
    if request.invocation.name == "inspect":
        return _ask_of_any_kind(request)
    argument, kind, _ = NAMED.get(request.invocation.name, ("", "", ""))
    names = literals(request, argument) if argument else ()
    if not names:
        return () if request.invocation.name.startswith("context ") else (Question("version"),)
    if kind == "image":
        return tuple(Question("image", (name,)) for name in names)
    return (Question("containers", names) if kind == "containers" else _named(kind, names),)


def _ask_of_any_kind(request: Request) -> tuple[Question, ...]:
    """`docker inspect` takes any name; what a swarm or a plugin may have is not asked."""
    names = literals(request, "NAME|ID")
    if not names or request.invocation.flags("type"):
        return (Question("version"),)
    rest = (Question("volumes", names), Question("networks", names), Question("swarm"))
    return (Question("containers", names), *(Question("image", (name,)) for name in names), *rest)


def _named(kind: str, names: tuple[str, ...]) -> Question:
    return Question("networks", names) if kind == "networks" else Question("volumes", names)


def plan(request: Request, state: State) -> Plan:
    """No steps: a note that nothing changes, and one on the result."""
    invocation = request.invocation
    notes = [note("reads-only", "reads-only"), note("result", _how_to_read(request))]
    if invocation.name == "container logs" and invocation.on("follow"):
        notes.append(note("leave", "leave-logs"))
    if invocation.name in ENDLESS and not any(invocation.flags(flag) for flag in ENDLESS[invocation.name]):
        notes.append(note("leave", "leave-watching"))
    return Plan((), tuple(notes), _missing(request, state))


def _of_no_kind(request: Request, state: State) -> Iterator[Finding]:
    """A name that is no container's, image's, volume's or network's."""
    for part in request.invocation.arguments("NAME|ID"):
        held = (state.containers, state.images, state.volumes, state.networks)
        if part.literal and state.swarm == "inactive" and all(one.get(part.text, False) is None for one in held):
            near = nearest(part.text, [name for kind in KINDS for name in state.named(kind)])
            code = "no-such-object-near" if near else "no-such-object"
            yield finding(code, "error", part.span, name=part.text, near=near or "")


def _missing(request: Request, state: State) -> tuple[Finding, ...]:
    if request.invocation.name == "inspect":
        return tuple(_of_no_kind(request, state))
    if request.invocation.name == "container top":
        stopped = ((part, state.container(part.text)) for part in request.invocation.arguments("CONTAINER"))
        found = ((part, held) for part, held in stopped if isinstance(held, Container) and not held.running)
        if refused := tuple(
            finding("top-stopped", "error", part.span, name=held.name, status=status(held)) for part, held in found
        ):
            return refused
    argument, _, kind = NAMED.get(request.invocation.name, ("", "", ""))
    named = request.invocation.arguments(argument) if argument else ()
    return tuple(no_such(state, part, kind, f"{kind}s") for part in named if part.literal and _is_missing(state, part, kind))


def _is_missing(state: State, part: Part, kind: str) -> bool:
    held = {"container": state.containers, "image": state.images, "network": state.networks, "volume": state.volumes}
    return held[kind].get(part.text, False) is None


def _how_to_read(request: Request) -> str:
    """The note on the result: `ps` reads differently with -q and with -a."""
    invocation = request.invocation
    key = invocation.name.replace(" ", "-")
    if invocation.name in ("container ls", "image ls") and invocation.on("quiet"):
        return f"{key}-quiet"
    return f"{key}-all" if invocation.name == "container ls" and invocation.on("all") else key


PLANNERS: dict[str, Planner] = dict.fromkeys(READS, Planner(ask, plan, reads=True))
