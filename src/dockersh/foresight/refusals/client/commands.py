"""What docker's client checks of a whole line, command by command, before it asks any engine.

Source: docker/cli 28.2.2, the RunE of each command; the messages were asked of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, conflict, finding
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    Networks = list[IPv4Network | IPv6Network]


def networks(request: Request, _state: State) -> Iterator[Finding]:
    """Each gateway, range and spare address lies in a subnet of its own (consolidateIpam)."""
    invocation = request.invocation
    nets = _subnets(invocation)
    for index, net in enumerate(nets):
        if any(net.version == other.version and net.overlaps(other) for other in nets[:index]):
            yield finding("subnets-overlap", "error", invocation.flags("subnet")[-1].span, value=str(net))
    yield from _ranges(invocation, nets)
    for part in invocation.flags("aux-address"):
        word = part.decoded["address"] if part.decoded is not None else ""
        if not _inside(word, nets, whole=False):
            yield finding("not-in-a-subnet", "error", part.span, flag="--aux-address", value=word or part.text)


def _subnets(invocation: Invocation) -> Networks:
    import ipaddress  # noqa: PLC0415  few lines make networks

    return [ipaddress.ip_network(one) for one in _all(invocation, "subnet", "networks")]


def _ranges(invocation: Invocation, nets: Networks) -> Iterator[Finding]:
    for flag, key in (("ip-range", "networks"), ("gateway", "addresses")):
        words = _all(invocation, flag, key)
        for word in words:
            if not _inside(word, nets, whole=flag == "ip-range"):
                yield finding("not-in-a-subnet", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}", value=word)
        if len(words) > len(nets) and nets:
            yield finding("more-than-subnets", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}")


def _all(invocation: Invocation, flag: str, key: str) -> list[str]:
    return [word for shape in invocation.decoded(flag) for word in shape[key]]


def _inside(word: str, nets: Networks, *, whole: bool) -> bool:
    import ipaddress  # noqa: PLC0415  as above

    try:
        first = ipaddress.ip_network(word, strict=False).network_address if whole else ipaddress.ip_address(word)
    except ValueError:
        return False
    return ("/" in word or not whole) and any(first.version == net.version and first in net for net in nets)


def service(request: Request, _state: State) -> Iterator[Finding]:
    """Counts go with modes that count."""
    invocation = request.invocation
    mode = invocation.value("mode") or "replicated"
    for flag, modes in (("replicas", ("replicated", "replicated-job")), ("max-concurrent", ("replicated-job",))):
        if invocation.flags(flag) and mode not in modes:
            yield finding(
                "not-in-this-mode", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}", modes=", ".join(modes)
            )


def secret(request: Request, _state: State) -> Iterator[Finding]:
    """Its content comes from a file, or from a driver: one of the two."""
    invocation = request.invocation
    driver, file = invocation.value("driver"), len(invocation.arguments()) > 1
    if driver and file:
        yield conflict(invocation.flags("driver")[-1].span, "--driver", "FILE")
    elif not driver and not file:
        yield finding("secret-without-file", "error", invocation.command_span)


def pull(request: Request, _state: State) -> Iterator[Finding]:
    """All tags, or this one."""
    invocation = request.invocation
    for part in invocation.arguments():
        tagged = ":" in part.text.rpartition("/")[2] or "@" in part.text
        if invocation.on("all-tags") and part.decoded is not None and tagged:
            yield finding("tag-with-all-tags", "error", part.span)


def login(request: Request, _state: State) -> Iterator[Finding]:
    """A password from standard input needs the name on the line, and no other password."""
    invocation = request.invocation
    if not invocation.on("password-stdin"):
        return
    where = invocation.flags("password-stdin")[-1].span
    if invocation.value("password"):
        yield conflict(where, "--password", "--password-stdin")
    elif not invocation.value("username"):
        yield finding("password-without-user", "error", where)


def join_token(request: Request, _state: State) -> Iterator[Finding]:
    """A role is one of two."""
    invocation = request.invocation
    for part in invocation.arguments():
        if part.value not in ("worker", "manager"):
            yield finding("no-such-role", "error", part.span, value=part.text)


def stack(request: Request, _state: State) -> Iterator[Finding]:
    """A stack is what its file says."""
    invocation = request.invocation
    if not any(part.value for part in invocation.flags("compose-file")):
        yield finding("stack-without-file", "error", invocation.command_span)


def volume(request: Request, _state: State) -> Iterator[Finding]:
    """Its name stands once."""
    invocation = request.invocation
    for part in invocation.arguments() if invocation.value("name") else ():
        yield conflict(part.span, "--name", "VOLUME")


def volume_prune(request: Request, _state: State) -> Iterator[Finding]:
    """`--filter all=1` is how --all was said before there was one."""
    invocation = request.invocation
    for part in invocation.flags("filter") if invocation.on("all") else ():
        if part.text.partition("=")[0].strip().lower() == "all":
            yield conflict(part.span, "--all", "--filter all=…")


def start(request: Request, _state: State) -> Iterator[Finding]:
    """One terminal is joined to one container, one checkpoint restored (RunStart)."""
    invocation = request.invocation
    named = invocation.arguments("CONTAINER")
    if len(named) > 1 and invocation.value("checkpoint"):
        yield finding("checkpoint-of-several", "error", named[1].span)
        return
    if len(named) > 1 and (invocation.on("attach") or invocation.on("interactive")):
        yield finding("attach-to-several", "error", named[1].span)


def logs_of_one(request: Request, _state: State) -> Iterator[Finding]:
    """The third container of which service? (compose 5.6.1)"""
    invocation = request.invocation
    if invocation.flags("index") and len(invocation.arguments()) != 1:
        yield finding("index-needs-service", "error", invocation.flags("index")[-1].span)


def system_prune(request: Request, _state: State) -> Iterator[Finding]:
    """Volumes have no age that a filter could ask for."""
    invocation = request.invocation
    for part in invocation.flags("filter") if invocation.on("volumes") else ():
        if part.text.partition("=")[0].strip().lower() == "until":
            yield finding("until-with-volumes", "error", part.span)
