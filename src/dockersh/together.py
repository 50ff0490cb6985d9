"""Flags that docker's client takes one by one and refuses together, before it asks any engine.

Source: docker/cli cli/command/container/opts.go, parse and parseNetworkOpts (28.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh import catalogue
from dockersh.finding import Finding, conflict, finding
from dockersh.invocation import Invocation, Part
from dockersh.invocation.parts import FALSE
from dockersh.values import Value

CREATES = frozenset(("container run", "container create"))
HEALTH = ("health-cmd", "health-interval", "health-timeout", "health-retries", "health-start-period", "health-start-interval")
# A flag and the option of `--network name=…` that says the same.
TWICE = (
    ("network-alias", "alias"),
    ("net-alias", "alias"),
    ("ip", "ip"),
    ("ip6", "ip6"),
    ("link-local-ip", "link-local-ip"),
    ("mac-address", "mac-address"),
)
Networks = tuple[tuple[Part, Value], ...]


def conflicts(invocation: Invocation) -> list[Finding]:
    """What cannot stand together on one line."""
    found = [*_client(invocation), *_pairs(invocation)]
    if invocation.name not in CREATES or any(not part.literal for part in invocation.parts if part.kind == "flag"):
        return found
    return [*found, *_health(invocation), *_logs(invocation), *_networks(invocation, _given(invocation))]


def _given(invocation: Invocation) -> Networks:
    """The networks in the order typed, those left out that no client can read."""
    parts = sorted((*invocation.flags("network"), *invocation.flags("net")), key=lambda part: part.span.start)
    if not parts:
        return ()
    from dockersh.values.networks import read  # noqa: PLC0415  few lines name a network

    values = [(part, read(part.value or "")) for part in parts]
    return tuple((part, value) for part, value in values if isinstance(value, Value))


def _client(invocation: Invocation) -> Iterator[Finding]:
    """Docker's own options, and two names of one: `-H` once, `-H` or `-c`, `--time` or `--timeout`."""
    parts = [part for part in invocation.parts if part.kind == "global-flag" and part.literal]
    hosts = [part for part in parts if part.name == "host"]
    if len(hosts) > 1:
        yield conflict(hosts[1].span, "-H", "-H")
    elif hosts and any(part.name == "context" for part in parts):
        yield conflict(hosts[0].span, "--host", "--context")


def _pairs(invocation: Invocation) -> Iterator[Finding]:
    several = sum(part.kind == "flag" for part in invocation.parts) > 1
    for first, second in catalogue.words("conflicts").get(invocation.name, ()) if several else ():
        if _used(invocation, first) and (last := _used(invocation, second)):
            yield conflict(last.span, f"--{first}", f"--{second}")
            return


def _used(invocation: Invocation, name: str) -> Part | None:
    """The last use of an option, where it says more than its absence."""
    for part in invocation.flags(name)[-1:]:
        kind = part.flag.type if part.flag else ""
        if not part.literal:
            return None
        unused = part.value in FALSE if kind == "bool" else kind == "string" and not part.value
        return None if unused else part
    return None


def _health(invocation: Invocation) -> Iterator[Finding]:
    used = [part for name in HEALTH for part in invocation.flags(name)[-1:] if _says_something(part)]
    if invocation.on("no-healthcheck") and used:
        yield conflict(used[0].span, "--no-healthcheck", f"--{used[0].name}")


def _says_something(part: Part) -> bool:
    """Zero and empty are what these flags are without being given."""
    return (part.value or "").strip("+-") not in ("", "0", "0s")


def _logs(invocation: Invocation) -> Iterator[Finding]:
    options = invocation.flags("log-opt")
    if invocation.value("log-driver") == "none" and options:
        yield conflict(options[0].span, "--log-driver none", "--log-opt")


def _networks(invocation: Invocation, networks: Networks) -> Iterator[Finding]:
    aliases = invocation.flags("network-alias") + invocation.flags("net-alias")
    # A network that could not be read was told of; what it does to the rest would be a guess.
    unread = len(networks) < len(invocation.flags("network") + invocation.flags("net"))
    if aliases and not unread and not (networks and _own(networks[0][1])):
        yield finding("alias-needs-network", "error", aliases[0].span, alias=aliases[0].value or "")
    if len({_own(value) for _, value in networks}) > 1:
        yield finding("networks-mixed", "error", networks[-1][0].span)
    names = [value.decoded["name"] for _, value in networks]
    for index, (part, value) in enumerate(networks):
        if value.decoded["name"] in names[:index]:
            yield finding("network-twice", "error", part.span, name=str(value.decoded["name"]))
    for flag, option in TWICE if networks else ():
        empty = flag in ("ip", "ip6", "mac-address") and not invocation.value(flag)
        if invocation.flags(flag) and not empty and option in networks[0][1].decoded["options"]:
            yield conflict(invocation.flags(flag)[0].span, f"--{flag}", f"--network {option}=")


def _own(value: Value) -> bool:
    """A network that somebody made: the names of docker's own are not."""
    return value.decoded["container"] is None and value.decoded["name"] not in ("default", "bridge", "host", "none")
