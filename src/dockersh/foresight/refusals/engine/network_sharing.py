"""Settings that do not go with a network, or a name, that the container shares; and addresses that the network does not have.

Observed on 20.10. Source: moby runconfig/hostconfig.go and hostconfig_unix.go validateNetMode (28.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Network, State
from dockersh.finding import Finding, conflict, finding
from dockersh.foresight.named import network
from dockersh.foresight.refusals.engine.needs import BUILT_IN
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part

# Whoever owns the network decides these.
OWNERS = ("hostname", "add-host", "dns", "link", "mac-address", "publish-all", "expose")
ADDRESSES = ("ip", "ip6")


def owned(request: Request, _state: State) -> Iterator[Finding]:
    """What the owner of the network decides."""
    for flag in OWNERS if network(request.invocation).startswith("container:") else ():
        for part in request.invocation.flags(flag)[:1]:
            if part.value not in ("", "false"):
                yield finding("owned-by-shared-network", "error", part.span, flag=f"--{flag}")


def published(request: Request, _state: State) -> Iterator[Finding]:
    """Ports are published by whose network it is."""
    ports = request.invocation.flags("publish")
    if ports and network(request.invocation).startswith("container:"):
        yield finding("published-on-shared-network", "error", ports[0].span)


def of_the_host(request: Request, _state: State) -> Iterator[Finding]:
    """Links and a name of its own, with the host's network and name."""
    invocation = request.invocation
    shares_name = invocation.value("uts") == "host"
    if network(invocation) == "host" and (links := invocation.flags("link")):
        yield conflict(links[-1].span, "--network host", "--link")
    if shares_name and (names := invocation.flags("hostname")):
        yield conflict(names[-1].span, "--uts host", "--hostname")


def addresses(request: Request, state: State) -> Iterator[Finding]:
    """Looked at when the container starts; an empty address is none."""
    for flag in ADDRESSES:
        for part in request.invocation.flags(flag)[-1:]:
            if part.value != "":
                yield from _address(request, state, part)


def ipc_of_nobody(request: Request, _state: State) -> Iterator[Finding]:
    """`--ipc container:` without a container."""
    for part in request.invocation.flags("ipc")[-1:]:
        if part.value == "container:":
            yield finding("shared-with-nobody", "error", part.span, value=f"--ipc {part.value}")


def _address(request: Request, state: State, part: Part) -> Iterator[Finding]:
    joined = network(request.invocation)
    if joined in BUILT_IN and not any("=" in given.text for given in request.invocation.flags("network")):
        yield finding("address-needs-network", "error", part.span, flag=f"--{part.name}")
        return
    held = state.network(joined)
    if isinstance(held, Network) and held.subnets and part.literal and not _inside(part.text, held.subnets):
        named = {"value": part.text, "name": joined, "subnets": ", ".join(held.subnets)}
        yield finding("address-not-in-network", "error", part.span, **named)


def _inside(text: str, subnets: tuple[str, ...]) -> bool:
    """Whether an address lies in one of the subnets; what is no address is somebody else's to judge."""
    import ipaddress  # noqa: PLC0415  6 ms, for few lines

    try:
        address = ipaddress.ip_address(text)
        return any(address in ipaddress.ip_network(one, strict=False) for one in subnets)
    except ValueError:
        return True
