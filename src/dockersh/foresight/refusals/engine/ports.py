"""Host ports that another container, or a program, has; and addresses that the host does not have."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Container, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import has_own_ports, publications, published
from dockersh.foresight.step import Request
from dockersh.reading.values.ports import Port

EVERYWHERE = frozenset(("", "0.0.0.0", "::"))  # noqa: S104  compared with, not listened on


def ask_publishers(request: Request) -> tuple[Question, ...]:
    """Which containers publish the host ports that the line asks for."""
    fixed = [port for port in published(request.invocation) if port.host_port and "-" not in port.host_port]
    wanted = tuple(sorted({f"{port.host_port}/{port.protocol}" for port in fixed}))
    return (Question("publishers", wanted),) if wanted else ()


def taken_by_container(request: Request, state: State) -> Iterator[Finding]:
    """Host ports that a running container publishes already, on the same or on every address."""
    for part, port in publications(request.invocation) if has_own_ports(request.invocation) else ():
        found = holder(port, state.publishers)
        if found is not None:
            yield finding("port-in-use", "error", part.span, port=str(port.host_port), container=found.name)


def published_twice(request: Request, _state: State) -> Iterator[Finding]:
    """One host port that the line itself publishes twice on one address: the second binding fails when the container starts."""
    seen: set[tuple[str, str, str]] = set()
    for part, port in publications(request.invocation) if has_own_ports(request.invocation) else ():
        address = port.host_ip or ""
        key = ("" if address in EVERYWHERE else address, port.host_port or "", port.protocol)
        if key in seen and key[1] not in ("", "0") and "-" not in key[1]:
            yield finding("port-published-twice", "error", part.span, port=key[1])
        seen.add(key)


def ask_listeners(request: Request) -> tuple[Question, ...]:
    """What this machine listens on, and its addresses, where the engine is on it."""
    return (Question("endpoint"), Question("host"), Question("listeners")) if published(request.invocation) else ()


def taken_by_process(request: Request, state: State) -> Iterator[Finding]:
    """A host port that a program of this machine listens on; TCP, and only where the engine is local."""
    ours = {bind.host_port for container in state.publishers for bind in container.ports}
    for port in published(request.invocation) if state.listeners else ():
        if listens(port, state) and int(port.host_port or 0) not in ours:
            where = request.invocation.flags("publish")[0].span
            yield finding("port-in-use-by-process", "error", where, port=port.host_port or "")


def address_not_here(request: Request, state: State) -> Iterator[Finding]:
    """A port on an address that this machine does not have; what begins with 127 always is here."""
    given = {port.host_ip or "" for port in published(request.invocation)} - EVERYWHERE if state.addresses else set()
    for address in sorted(given - set(state.addresses)):
        if address.count(".") == 3 and not address.startswith("127."):
            yield finding("address-not-here", "error", request.invocation.flags("publish")[0].span, address=address)


def listens(port: Port, state: State) -> bool:
    """Whether something on this machine listens on the TCP port, on the same or on every address."""
    if port.protocol != "tcp" or not (port.host_port or "").isdecimal() or port.host_port == "0":
        return False
    asked = port.host_ip or ""
    addresses = {address for address, number in state.listeners if number == int(port.host_port or 0)}
    return any(asked in EVERYWHERE or address in EVERYWHERE or asked == address for address in addresses)


def bound_elsewhere(container: Container, publishers: tuple[Container, ...]) -> tuple[str, Container] | None:
    """The first host port that a container asks for whenever it starts, and the other one that has it now."""
    others = tuple(other for other in publishers if other.name != container.name)
    for bind in container.ports:
        port = Port(bind.host_ip, str(bind.host_port), str(bind.container_port), bind.protocol)
        if found := holder(port, others):
            return str(bind.host_port), found
    return None


def holder(port: Port, publishers: tuple[Container, ...]) -> Container | None:
    """The container that publishes the host port, on the same or on every address."""
    for container in publishers:
        for bind in container.ports:
            same = (str(bind.host_port), bind.protocol) == (port.host_port, port.protocol)
            address = port.host_ip or ""
            if same and (address == bind.host_ip or address in EVERYWHERE or bind.host_ip in EVERYWHERE):
                return container
    return None
