"""What a line names: the container it makes, its image, the ports it publishes, the network it joins.

What only the shell knows is named by nobody.
"""

from __future__ import annotations

from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.values.images import ImageId, Reference
from dockersh.reading.values.ports import Port

CREATES = frozenset(("container run", "container create"))  # the commands that make a container
# Limits that only cgroup v1 has: the engine discards them on v2.
OF_CGROUP_1 = ("oom-kill-disable", "memory-swappiness", "kernel-memory")


def literals(request: Request, argument: str) -> tuple[str, ...]:
    """The values of an argument that the shell does not decide, once each."""
    return tuple(dict.fromkeys(part.value for part in request.invocation.arguments(argument) if part.literal and part.value))


def only_container(request: Request) -> str:
    """The container to speak of in a note: the one that is named, or the placeholder."""
    parts = request.invocation.arguments("CONTAINER")
    alone = len(parts) == 1 and parts[0].literal
    return parts[0].text if alone and parts[0].value else "CONTAINER"


def new_container(request: Request) -> str | None:
    """The name that `--name` gives; None where docker makes one up, or the shell decides."""
    parts = request.invocation.flags("name")
    return parts[-1].value.removeprefix("/") if parts and parts[-1].literal and parts[-1].value else None


def image(request: Request) -> str | None:
    """The image that a container is made from, as the engine may be asked about it; None where it is no reference."""
    return next(iter(images(request, "IMAGE")[:1]), None)


def images(request: Request, argument: str | None = None) -> tuple[str, ...]:
    """The values of an argument (of all, where none is named) that are references, or full ids, in the order typed."""
    parts = request.invocation.arguments(argument)
    return tuple(part.text for part in parts if isinstance(part.decoded, (Reference, ImageId)))


def network(invocation: Invocation) -> str:
    """The network asked for, by either spelling; '' for the default."""
    return invocation.value("network") or ""


def has_own_ports(invocation: Invocation) -> bool:
    """Whether there is a network of its own to publish ports of: not with the host's, none, or another container's."""
    joined = network(invocation)
    return joined not in ("host", "none") and not joined.startswith("container:")


def published(invocation: Invocation) -> tuple[Port, ...]:
    """The ports the line publishes; those that docker would refuse, or the shell decides, left out."""
    return tuple(port for port in invocation.decoded("publish") if isinstance(port, Port))


def publications(invocation: Invocation) -> list[tuple[Part, Port]]:
    """The same, each with the part that publishes it."""
    return [(part, part.decoded) for part in invocation.flags("publish") if isinstance(part.decoded, Port)]
