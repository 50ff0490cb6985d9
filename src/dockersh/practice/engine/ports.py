"""Published ports: which host port a container gets, who has it already, and the door that is opened for it.

Source: moby libnetwork/drivers/bridge/port_mapping_linux.go; free ports come from 32768 on, as the kernel's range begins.
"""

from __future__ import annotations

from dockersh.practice.engine.ids import fresh_id
from dockersh.practice.engine.records import Container, Json
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World

FIRST_FREE = 32768
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  what docker binds; practice itself listens on 127.0.0.1 alone


def wanted(container: Container) -> list[tuple[str, str, str]]:
    """`(port, host address, host port)` for each binding asked for; -P asks for all exposed ports."""
    found = [
        (port, binding.get("HostIp", ""), binding.get("HostPort", ""))
        for port, bindings in (container.host.get("PortBindings") or {}).items()
        for binding in bindings or [{}]
    ]
    if container.host.get("PublishAllPorts"):
        given = {port for port, _, _ in found}
        found += [(port, "", "") for port in container.config.get("ExposedPorts") or {} if port not in given]
    return found


def taken(world: World) -> set[tuple[str, int]]:
    """`(protocol, host port)` of every running container."""
    return {
        (port.partition("/")[2], int(binding["HostPort"]))
        for one in world.containers.values()
        for port, bindings in one.ports.items()
        for binding in bindings
    }


def bind(world: World, container: Container) -> dict[str, list[Json]]:
    """The bindings a container gets when it starts. Raises Refused where another has the port."""
    found: dict[str, list[Json]] = {}
    held = taken(world)
    for port, address, host_port in sorted(wanted(container)):
        protocol = port.partition("/")[2]
        number = _number(host_port, protocol, held)
        if (protocol, number) in held:
            said = address or EVERYWHERE[0]
            raise Refused("port-taken", name=container.name, endpoint=fresh_id(), address=said, port=number)
        held.add((protocol, number))
        places = (address,) if address else EVERYWHERE
        found.setdefault(port, []).extend({"HostIp": place, "HostPort": str(number)} for place in places)
    return found


def _number(text: str, protocol: str, held: set[tuple[str, int]]) -> int:
    """The host port itself, the first free one of a range, or the next free one of all."""
    first, _, last = text.partition("-")
    if first and not last:
        return int(first)
    numbers = range(int(first), int(last) + 1) if first else range(FIRST_FREE, 60999)
    return next((number for number in numbers if (protocol, number) not in held), numbers[0])
