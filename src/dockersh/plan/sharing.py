"""Settings that do not go with a network, or a name, that the container shares; and addresses that the network does not have.

Observed on 20.10. Source: moby runconfig/hostconfig.go and hostconfig_unix.go validateNetMode (28.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Network, State
from dockersh.finding import Finding, conflict, finding
from dockersh.invocation import Part
from dockersh.plan.foresee import network
from dockersh.plan.step import Request
from dockersh.plan.surroundings import BUILT_IN

# Whoever owns the network decides these.
OWNERS = ("hostname", "add-host", "dns", "link", "mac-address", "publish-all", "expose")
ADDRESSES = ("ip", "ip6")


def at_create(request: Request) -> tuple[Finding, ...]:
    """What the engine does not make."""
    return tuple(_refused(request))


def _refused(request: Request) -> Iterator[Finding]:
    invocation = request.invocation
    joined = network(invocation)
    for flag in OWNERS if joined.startswith("container:") else ():
        for part in invocation.flags(flag)[:1]:
            if part.value not in ("", "false"):
                yield finding("owned-by-shared-network", "error", part.span, flag=f"--{flag}")
    pairs = (("link", "--network host", joined == "host"), ("hostname", "--uts host", invocation.value("uts") == "host"))
    for flag, other, shared in pairs:
        if shared and invocation.flags(flag):
            yield conflict(invocation.flags(flag)[-1].span, other, f"--{flag}")


def at_start(request: Request, state: State) -> tuple[Finding, ...]:
    """Addresses are looked at when the container starts."""
    return tuple(
        one for flag in ADDRESSES for part in request.invocation.flags(flag)[-1:] for one in _address(request, state, part)
    )


def _address(request: Request, state: State, part: Part) -> Iterator[Finding]:
    joined = network(request.invocation)
    if joined in BUILT_IN and not any("=" in (one.value or "") for one in request.invocation.flags("network")):
        yield finding("address-needs-network", "error", part.span, flag=f"--{part.name}")
        return
    held = state.network(joined)
    if isinstance(held, Network) and held.subnets and part.literal and not _inside(part.value or "", held.subnets):
        named = {"value": part.value or "", "name": joined, "subnets": ", ".join(held.subnets)}
        yield finding("address-not-in-network", "error", part.span, **named)


def _inside(text: str, subnets: tuple[str, ...]) -> bool:
    """Whether an address lies in one of the subnets; what is no address is somebody else's to judge."""
    import ipaddress  # noqa: PLC0415  6 ms, for few lines

    try:
        address = ipaddress.ip_address(text)
        return any(address in ipaddress.ip_network(one, strict=False) for one in subnets)
    except ValueError:
        return True
