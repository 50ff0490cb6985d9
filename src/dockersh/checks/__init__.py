"""What docker's client checks of a whole line, command by command, before it asks any engine.

Source: docker/cli 28.2.2, the RunE of each command; the messages were asked of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from dockersh.finding import Finding, conflict, finding
from dockersh.invocation import Invocation, Part
from dockersh.invocation.parts import TRUE
from dockersh.invocation.questions import assignments
from dockersh.later import Later
from dockersh.typed import TYPE_CHECKING
from dockersh.values import Value

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    from dockersh.checks import buildx as _buildx
    from dockersh.checks import compose as _compose

    Networks = list[IPv4Network | IPv6Network]
else:
    _buildx = Later("dockersh.checks.buildx")
    _compose = Later("dockersh.checks.compose")

Decoded = dict[Part, Value]
NEVER_EMPTY = ("CONTAINER", "VOLUME", "NETWORK", "OLD_NAME", "NEW_NAME", "STACK")


def checks(invocation: Invocation, decoded: tuple[Value | None, ...]) -> Iterator[Finding]:
    """What cannot be so; nothing where the shell decides about a word, or where help is asked for."""
    if any(part.name == "help" for part in invocation.parts):
        return
    check = CHECKS.get(invocation.name)
    if check and all(part.literal for part in invocation.parts):
        pairs = zip(invocation.parts, decoded, strict=True)
        yield from check(invocation, {part: value for part, value in pairs if value is not None})
    if invocation.name.startswith("compose ") and sum(part.kind == "global-flag" for part in invocation.parts) > 1:
        yield from _compose.in_front(invocation)
    yield from _empty(invocation)
    yield from _experimental(invocation)
    for part in invocation.parts:
        if part.flag is not None and part.flag.system == "windows":
            yield finding("windows-only", "error", part.span, flag=f"--{part.name}")


def _experimental(invocation: Invocation) -> Iterator[Finding]:
    """What the client hides unless a variable is set, in front of the line or in the environment (buildx 0.36)."""
    needs = invocation.command.needs if invocation.command else None
    if needs and {**os.environ, **assignments(invocation.call)}.get(needs, "") not in TRUE:
        yield finding("needs-variable", "error", invocation.command_span, command=invocation.typed, variable=needs)


def _empty(invocation: Invocation) -> Iterator[Finding]:
    """Names of things that are there are never empty."""
    for part in invocation.arguments():
        if part.literal and part.value == "" and part.name in NEVER_EMPTY:
            yield finding("empty-name", "error", part.span, argument=part.name)


def _networks(invocation: Invocation, decoded: Decoded) -> Iterator[Finding]:
    """Each gateway, range and spare address lies in a subnet of its own (consolidateIpam)."""
    nets = _subnets(invocation, decoded)
    for index, net in enumerate(nets):
        if any(net.version == other.version and net.overlaps(other) for other in nets[:index]):
            yield finding("subnets-overlap", "error", invocation.flags("subnet")[-1].span, value=str(net))
    yield from _ranges(invocation, decoded, nets)
    for part in invocation.flags("aux-address"):
        word = decoded[part].decoded["address"] if part in decoded else ""
        if not _inside(word, nets, whole=False):
            yield finding("not-in-a-subnet", "error", part.span, flag="--aux-address", value=word or part.value or "")


def _subnets(invocation: Invocation, decoded: Decoded) -> Networks:
    import ipaddress  # noqa: PLC0415  few lines make networks

    return [ipaddress.ip_network(one) for one in _all(invocation, decoded, "subnet", "networks")]


def _ranges(invocation: Invocation, decoded: Decoded, nets: Networks) -> Iterator[Finding]:
    for flag, key in (("ip-range", "networks"), ("gateway", "addresses")):
        words = _all(invocation, decoded, flag, key)
        for word in words:
            if not _inside(word, nets, whole=flag == "ip-range"):
                yield finding("not-in-a-subnet", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}", value=word)
        if len(words) > len(nets) and nets:
            yield finding("more-than-subnets", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}")


def _all(invocation: Invocation, decoded: Decoded, flag: str, key: str) -> list[str]:
    return [word for part in invocation.flags(flag) if part in decoded for word in decoded[part].decoded[key]]


def _inside(word: str, nets: Networks, *, whole: bool) -> bool:
    import ipaddress  # noqa: PLC0415  as above

    try:
        first = ipaddress.ip_network(word, strict=False).network_address if whole else ipaddress.ip_address(word)
    except ValueError:
        return False
    return ("/" in word or not whole) and any(first.version == net.version and first in net for net in nets)


def _service(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """Counts go with modes that count."""
    mode = invocation.value("mode") or "replicated"
    for flag, modes in (("replicas", ("replicated", "replicated-job")), ("max-concurrent", ("replicated-job",))):
        if invocation.flags(flag) and mode not in modes:
            yield finding(
                "not-in-this-mode", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}", modes=", ".join(modes)
            )


def _secret(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """Its content comes from a file, or from a driver: one of the two."""
    driver, file = invocation.value("driver"), len(invocation.arguments()) > 1
    if driver and file:
        yield conflict(invocation.flags("driver")[-1].span, "--driver", "FILE")
    elif not driver and not file:
        yield finding("secret-without-file", "error", invocation.command_span)


def _pull(invocation: Invocation, decoded: Decoded) -> Iterator[Finding]:
    """All tags, or this one."""
    for part in invocation.arguments():
        shape = decoded[part].decoded if part in decoded else None
        tagged = ":" in (part.value or "").rpartition("/")[2] or "@" in (part.value or "")
        if invocation.on("all-tags") and shape and tagged:
            yield finding("tag-with-all-tags", "error", part.span)


def _login(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """A password from standard input needs the name on the line, and no other password."""
    if not invocation.on("password-stdin"):
        return
    where = invocation.flags("password-stdin")[-1].span
    if invocation.value("password"):
        yield conflict(where, "--password", "--password-stdin")
    elif not invocation.value("username"):
        yield finding("password-without-user", "error", where)


def _join_token(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    for part in invocation.arguments():
        if part.value not in ("worker", "manager"):
            yield finding("no-such-role", "error", part.span, value=part.value or "")


def _stack(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """A stack is what its file says."""
    if not any(part.value for part in invocation.flags("compose-file")):
        yield finding("stack-without-file", "error", invocation.command_span)


def _volume(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """Its name stands once."""
    for part in invocation.arguments() if invocation.value("name") else ():
        yield conflict(part.span, "--name", "VOLUME")


def _volume_prune(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """`--filter all=1` is how --all was said before there was one."""
    for part in invocation.flags("filter") if invocation.on("all") else ():
        if (part.value or "").partition("=")[0].strip().lower() == "all":
            yield conflict(part.span, "--all", "--filter all=…")


def _start(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """One terminal is joined to one container, one checkpoint restored (RunStart)."""
    named = invocation.arguments("CONTAINER")
    if len(named) > 1 and invocation.value("checkpoint"):
        yield finding("checkpoint-of-several", "error", named[1].span)
        return
    if len(named) > 1 and (invocation.on("attach") or invocation.on("interactive")):
        yield finding("attach-to-several", "error", named[1].span)


def _logs_of_one(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """The third container of which service? (compose 5.6.1)"""
    if invocation.flags("index") and len(invocation.arguments()) != 1:
        yield finding("index-needs-service", "error", invocation.flags("index")[-1].span)


def _system_prune(invocation: Invocation, _decoded: Decoded) -> Iterator[Finding]:
    """Volumes have no age that a filter could ask for."""
    for part in invocation.flags("filter") if invocation.on("volumes") else ():
        if (part.value or "").partition("=")[0].strip().lower() == "until":
            yield finding("until-with-volumes", "error", part.span)


CHECKS: dict[str, Callable[[Invocation, Decoded], Iterator[Finding]]] = {
    "network create": _networks,
    "container start": _start,
    "system prune": _system_prune,
    "compose config": _compose.printed,
    "compose cp": _compose.copied,
    "compose run": _compose.run,
    "compose logs": _logs_of_one,
    "service create": _service,
    "secret create": _secret,
    "image pull": _pull,
    "image push": _pull,
    "volume create": _volume,
    "volume prune": _volume_prune,
    "login": _login,
    "swarm join-token": _join_token,
    "stack deploy": _stack,
    "stack config": _stack,
    "image build": _buildx.build,
    "buildx build": _buildx.build,
    "buildx dap build": _buildx.build,
    "buildx debug build": _buildx.build,
    "buildx bake": _buildx.bake,
    "buildx create": _buildx.create,
    "buildx rm": _buildx.remove,
    "buildx use": _buildx.use,
    "buildx du": _buildx.usage,
    "buildx prune": _buildx.prune,
    "buildx imagetools create": _buildx.combine,
    "buildx imagetools inspect": _buildx.manifest,
    "buildx history rm": _buildx.forget,
    "buildx history export": _buildx.export,
    "buildx history inspect attachment": _buildx.attachment,
}
