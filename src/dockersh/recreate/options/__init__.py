"""The options of a container's line, each group where its question is asked; the order is that in which people write them."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option
from dockersh.recreate.options import api_socket, device, limits, network, plain, process, security, storage
from dockersh.recreate.seen import Seen

ORDER = (
    process.streams,
    process.named,
    process.restarts,
    network.joins,
    network.publishes,
    network.names,
    storage.mounts,
    process.environment,
    process.labels,
    process.place,
    process.health,
    limits.limits,
    device.devices,
    api_socket.sockets,
    security.rights,
    process.stops,
    process.logs,
    plain.rest,
)


def options(seen: Seen) -> Iterator[Option]:
    """Every option of the line."""
    for part in ORDER:
        yield from part(seen)
