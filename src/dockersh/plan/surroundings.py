"""What a container needs around it that is there or not: networks, other containers, host ports, processors, a platform."""

from __future__ import annotations

from dockersh.engine import Container, Image, Question, State
from dockersh.finding import Finding, finding
from dockersh.invocation import Invocation, Part
from dockersh.plan.foresee import EVERYWHERE, network, no_such, published, status
from dockersh.plan.step import Request
from dockersh.values import quantities
from dockersh.values.ports import Port
from dockersh.values.value import Value

BUILT_IN = frozenset(("", "bridge", "default", "host", "none"))
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def questions(request: Request) -> tuple[Question, ...]:
    """Only what the line gives reason to ask."""
    invocation = request.invocation
    asked = []
    if others := _others(invocation):
        asked.append(Question("containers", tuple(dict.fromkeys(name for name, _ in others))))
    if _own_network(invocation):
        asked.append(Question("networks", (network(invocation),)))
    if invocation.flags("cpus") or invocation.flags("platform"):
        asked.append(Question("host"))
    if invocation.name == "container run" and published(invocation):
        asked += [Question("endpoint"), Question("host"), Question("listeners")]
    return tuple(asked)


def _own_network(invocation: Invocation) -> bool:
    """Whether the line names one network made by somebody."""
    parts = (*invocation.flags("network"), *invocation.flags("net"))
    joined = network(invocation)
    plain = len(parts) == 1 and parts[0].literal and "=" not in joined
    return plain and joined not in BUILT_IN and not joined.startswith("container:")


def _others(invocation: Invocation) -> tuple[tuple[str, Part], ...]:
    """Other containers that the line leans on, by their names: networks, volumes and links."""
    found = [(part.value or "", part) for part in invocation.flags("volumes-from") if part.literal]
    found += [(part.value or "", part) for part in invocation.flags("link") if part.literal]
    pairs = [(value.split(":")[0], part) for value, part in found]
    joined = [part for name in ("network", "net", "ipc", "pid") for part in invocation.flags(name) if part.literal]
    shared = [part for part in joined if (part.value or "").startswith("container:")]
    return (*pairs, *(((part.value or "").removeprefix("container:"), part) for part in shared))


def at_create(request: Request, state: State, image: Image | None) -> tuple[Finding, ...]:
    """What keeps the container from being made."""
    return (*_missing_others(request, state), *_cpus(request, state), *_no_command(request, image))


def _missing_others(request: Request, state: State) -> tuple[Finding, ...]:
    """Volumes, links, memory or processes of a container that is not there; a network is looked for at the start only."""
    named = ((name, part) for name, part in _others(request.invocation) if part.name not in ("network", "net"))
    gone = ((name, part) for name, part in named if state.container(name) is None)
    return tuple(no_such(state, part._replace(value=name), "container", "containers") for name, part in gone)


def _cpus(request: Request, state: State) -> tuple[Finding, ...]:
    part = request.invocation.flags("cpus")
    found = quantities.cpus(part[-1].value or "") if part and part[-1].literal else None
    if state.host is None or not isinstance(found, Value) or not isinstance(found.decoded, dict):
        return ()
    if found.decoded["cpus"] <= state.host.cpus:
        return ()
    return (finding("cpus-over-host", "error", part[-1].span, cpus=str(state.host.cpus)),)


def _no_command(request: Request, image: Image | None) -> tuple[Finding, ...]:
    """An image without a command, and none on the line; what `docker import` makes, often."""
    entrypoint = request.invocation.value("entrypoint")
    own = image is None or image.command or image.entrypoint or not image.os
    if request.invocation.words() or entrypoint or (own and entrypoint is None):
        return ()
    where = request.invocation.arguments("IMAGE")[0]
    return (finding("no-command" if entrypoint is None else "no-command-left", "error", where.span, image=where.value or ""),)


def at_start(request: Request, state: State) -> tuple[Finding, ...]:
    """What keeps the container, once made, from starting: it stays behind."""
    return (
        *_network(request, state),
        *_joined(request, state),
        *_taken_by_process(request, state),
        *_not_here(request, state),
    )


def _network(request: Request, state: State) -> tuple[Finding, ...]:
    if not _own_network(request.invocation) or state.network(network(request.invocation)) is not None:
        return ()
    part = (*request.invocation.flags("network"), *request.invocation.flags("net"))[-1]
    return (no_such(state, part, "network", "networks"),)


def _joined(request: Request, state: State) -> tuple[Finding, ...]:
    """A network or a link is shared only with a container that runs."""
    found = []
    for name, part in _others(request.invocation):
        held = state.container(name)
        if held is None and part.name in ("network", "net"):
            found.append(no_such(state, part._replace(value=name), "container", "containers"))
        if part.name != "volumes-from" and isinstance(held, Container) and not held.running:
            found.append(finding("network-of-stopped", "error", part.span, name=name, status=status(held)))
        elif part.name == "ipc" and isinstance(held, Container) and held.ipc in ("private", "none"):
            found.append(finding("ipc-not-shared", "error", part.span, name=name))
    return tuple(found)


def _taken_by_process(request: Request, state: State) -> tuple[Finding, ...]:
    """A host port that a program of this machine listens on; TCP, and only where the engine is local."""
    if not state.listeners:
        return ()
    part = request.invocation.flags("publish")
    ours = {bind.host_port for one in state.publishers for bind in one.ports}
    taken = [port for port in published(request.invocation) if _listens(port, state) and int(port.host_port or 0) not in ours]
    return tuple(finding("port-in-use-by-process", "error", part[0].span, port=port.host_port or "") for port in taken)


def _not_here(request: Request, state: State) -> tuple[Finding, ...]:
    """A port on an address that this machine does not have; what begins with 127 always is here."""
    parts = request.invocation.flags("publish")
    asked = {port.host_ip or "" for port in published(request.invocation)} - EVERYWHERE if state.addresses else set()
    foreign = sorted(one for one in asked if one.count(".") == 3 and not one.startswith("127.") and one not in state.addresses)
    return tuple(finding("address-not-here", "error", parts[0].span, address=one) for one in foreign)


def _listens(port: Port, state: State) -> bool:
    if port.protocol != "tcp" or not (port.host_port or "").isdecimal() or port.host_port == "0":
        return False
    asked = port.host_ip or ""
    addresses = {address for address, number in state.listeners if number == int(port.host_port or 0)}
    return any(asked in EVERYWHERE or address in EVERYWHERE or asked == address for address in addresses)


def other_platform(request: Request, image: Image) -> bool:
    """Whether the image here is of another platform than the line asks for."""
    asked = (request.invocation.value("platform") or "").split("/")
    here = (image.os, image.architecture)
    return bool(asked[0]) and image.os != "" and tuple(asked[:2]) != here[: len(asked)]


def emulated(request: Request, state: State) -> tuple[Finding, ...]:
    """A platform that this engine's processor does not run by itself."""
    part = request.invocation.flags("platform")
    asked = (part[-1].value or "").split("/") if part and part[-1].literal else []
    if state.host is None or len(asked) < 2:
        return ()
    own = ARCHITECTURES.get(state.host.architecture, state.host.architecture)
    if asked[1] == own:
        return ()
    return (finding("platform-emulated", "warning", part[-1].span, platform="/".join(asked), own=f"{state.host.os}/{own}"),)
