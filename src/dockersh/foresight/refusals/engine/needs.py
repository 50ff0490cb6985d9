"""What a container needs around it that is there or not: networks, other containers, a command to run."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Container, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight import named
from dockersh.foresight.named import network
from dockersh.foresight.refusals.engine.common import no_such, status
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation, Part

BUILT_IN = frozenset(("", "bridge", "default", "host", "none"))


def ask_others(request: Request) -> tuple[Question, ...]:
    """Are the containers there that the line leans on."""
    names = tuple(dict.fromkeys(name for name, _ in _others(request.invocation)))
    return (Question("containers", names),) if names else ()


def ask_network(request: Request) -> tuple[Question, ...]:
    """Is the network there."""
    return (Question("networks", (network(request.invocation),)),) if _own_network(request.invocation) else ()


def _own_network(invocation: Invocation) -> bool:
    """Whether the line names one network made by somebody."""
    parts = invocation.flags("network")
    joined = network(invocation)
    plain = len(parts) == 1 and parts[0].literal and "=" not in joined
    return plain and joined not in BUILT_IN and not joined.startswith("container:")


def _others(invocation: Invocation) -> tuple[tuple[str, Part], ...]:
    """Other containers that the line leans on, by their names: networks, volumes and links."""
    found = [(part.text, part) for part in invocation.flags("volumes-from") if part.literal]
    found += [(part.text, part) for part in invocation.flags("link") if part.literal]
    pairs = [(value.split(":")[0], part) for value, part in found]
    joined = [part for name in ("network", "ipc", "pid") for part in invocation.flags(name) if part.literal]
    shared = [part for part in joined if part.text.startswith("container:")]
    sharers = ((part.text.removeprefix("container:"), part) for part in shared)
    return (*pairs, *(pair for pair in sharers if pair[0]))


def missing_others(request: Request, state: State) -> Iterator[Finding]:
    """Volumes, links, memory or processes of a container that is not there; a network is looked for at the start only."""
    for name, part in _others(request.invocation):
        if part.canonical != "network" and state.container(name) is None:
            yield no_such(state, part._replace(value=name), "container", "containers")


def no_command(request: Request, state: State) -> Iterator[Finding]:
    """An image without a command, and none on the line; what `docker import` makes, often."""
    entrypoint = request.invocation.value("entrypoint")
    image = state.images.get(named.image(request) or "")
    own = image is None or image.command or image.entrypoint or not image.os
    if request.invocation.words() or entrypoint or (own and entrypoint is None):
        return
    where = request.invocation.arguments("IMAGE")[0]
    yield finding("no-command" if entrypoint is None else "no-command-left", "error", where.span, image=where.text)


def missing_network(request: Request, state: State) -> Iterator[Finding]:
    """A network that nobody made."""
    if _own_network(request.invocation) and state.network(network(request.invocation)) is None:
        part = request.invocation.flags("network")[-1]
        yield no_such(state, part, "network", "networks")


def joined(request: Request, state: State) -> Iterator[Finding]:
    """A network or a link is shared only with a container that runs, its memory only where that one lets others in."""
    for name, part in _others(request.invocation):
        held = state.container(name)
        if held is None and part.canonical == "network":
            yield no_such(state, part._replace(value=name), "container", "containers")
        if isinstance(held, Container):
            yield from _unshared(part, name, held)


def _unshared(part: Part, name: str, held: Container) -> Iterator[Finding]:
    if part.name != "volumes-from" and not held.running:
        yield finding("network-of-stopped", "error", part.span, name=name, status=status(held))
    elif part.name == "ipc" and held.ipc in ("private", "none"):
        yield finding("ipc-not-shared", "error", part.span, name=name)
