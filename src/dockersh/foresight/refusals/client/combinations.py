"""Flags that docker's client takes one by one and refuses together, before it asks any engine.

Source: docker/cli cli/command/container/opts.go, parse and parseNetworkOpts (28.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, conflict, finding
from dockersh.foresight.step import Request
from dockersh.reading import catalogue
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.invocation.parts import FALSE
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.reading.values.networks import Network

    Networks = tuple[tuple[Part, Network], ...]

HEALTH = ("health-cmd", "health-interval", "health-timeout", "health-retries", "health-start-period", "health-start-interval")
# A flag and the option of `--network name=…` that says the same.
TWICE = (
    ("network-alias", "alias"),
    ("ip", "ip"),
    ("ip6", "ip6"),
    ("link-local-ip", "link-local-ip"),
    ("mac-address", "mac-address"),
)


def _given(invocation: Invocation) -> Networks:
    """The networks in the order typed, those left out that no client can read."""
    answered = ((part, part.answer) for part in invocation.flags("network"))
    return tuple((part, answer.decoded) for part, answer in answered if answer is not None and answer.decoded is not None)


def two_hosts(request: Request, _state: State) -> Iterator[Finding]:
    """`-H` stands once."""
    hosts = _in_front(request, "host")
    if len(hosts) > 1:
        yield conflict(hosts[1].span, "-H", "-H")


def host_and_context(request: Request, _state: State) -> Iterator[Finding]:
    """An address, and the name of one."""
    hosts = _in_front(request, "host")
    if len(hosts) == 1 and _in_front(request, "context"):
        yield conflict(hosts[0].span, "--host", "--context")


def _in_front(request: Request, name: str) -> list[Part]:
    """The uses of one of docker's own options."""
    return [part for part in request.invocation.parts if part.kind == "global-flag" and part.literal and part.name == name]


def pairs(request: Request, _state: State) -> Iterator[Finding]:
    """Two options of the table `conflicts`; the first pair is told of."""
    invocation = request.invocation
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


def health(request: Request, _state: State) -> Iterator[Finding]:
    """A check, and none at all."""
    invocation = request.invocation
    used = [part for name in HEALTH for part in invocation.flags(name)[-1:] if _says_something(part)]
    if invocation.on("no-healthcheck") and used:
        yield conflict(used[0].span, "--no-healthcheck", f"--{used[0].name}")


def _says_something(part: Part) -> bool:
    """Zero and empty are what these flags are without being given."""
    return part.text.strip("+-") not in ("", "0", "0s")


def logs(request: Request, _state: State) -> Iterator[Finding]:
    """Options for a log that is not kept."""
    invocation = request.invocation
    options = invocation.flags("log-opt")
    if invocation.value("log-driver") == "none" and options:
        yield conflict(options[0].span, "--log-driver none", "--log-opt")


def networks(request: Request, _state: State) -> Iterator[Finding]:
    """Networks given twice, or mixed with docker's own; settings that say what `--network name=…` says."""
    invocation = request.invocation
    given = _given(invocation)
    yield from _names(invocation, given)
    for flag, option in TWICE if given else ():
        empty = flag in ("ip", "ip6", "mac-address") and not invocation.value(flag)
        if invocation.flags(flag) and not empty and option in given[0][1].options:
            first = invocation.flags(flag)[0]
            yield conflict(first.span, f"--{first.name}", f"--network {option}=")


def _names(invocation: Invocation, networks: Networks) -> Iterator[Finding]:
    aliases = invocation.flags("network-alias")
    # A network that could not be read was told of; what it does to the rest would be a guess.
    unread = len(networks) < len(invocation.flags("network"))
    if aliases and not unread and not (networks and networks[0][1].own):
        yield finding("alias-needs-network", "error", aliases[0].span, alias=aliases[0].text)
    if len({network.own for _, network in networks}) > 1:
        yield finding("networks-mixed", "error", networks[-1][0].span)
    names = [network.name for _, network in networks]
    for index, (part, network) in enumerate(networks):
        if network.name in names[:index]:
            yield finding("network-twice", "error", part.span, name=str(network.name))


def rm_with_restart(request: Request, _state: State) -> Iterator[Finding]:
    """A container that is removed when it ends cannot be started again."""
    policy = (request.invocation.value("restart") or "").partition(":")[0]
    if request.invocation.on("rm") and policy not in ("", "no"):
        yield finding("rm-with-restart", "error", request.invocation.flags("rm")[-1].span)


def detach_and_attach(request: Request, _state: State) -> Iterator[Finding]:
    """In the background, and joined to the terminal."""
    attached = request.invocation.flags("attach")
    if request.invocation.on("detach") and attached:
        yield finding("detach-with-attach", "error", attached[-1].span)


def terminal_that_is_none(request: Request, _state: State) -> Iterator[Finding]:
    """A container's terminal joined to an input that is none: `-it`, and `-t -a stdin`."""
    invocation = request.invocation
    attached = any(part.text.lower() == "stdin" for part in invocation.flags("attach"))
    joined = attached or invocation.on("interactive")
    if joined and invocation.on("tty") and not invocation.on("detach") and request.stdin_is_terminal is False:
        yield finding("not-a-terminal", "error", invocation.flags("tty")[-1].span)
