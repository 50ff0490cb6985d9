"""Names of other containers among the words and variables of a line, and whether the network that it joins knows them.

The default bridge has no DNS of its own, other networks know who is on them (docker docs, bridge driver); the name
host.docker.internal is Docker Desktop's. Observed on 20.10 and 28.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator

from dockersh.engine import Container, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight import named
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.syntax import Span
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

URL = pattern(r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}+://(?:[^@/\s]*+@)?([A-Za-z][\w.-]*)")
PAIR = pattern(r"(?:^|[,=])([A-Za-z][\w.-]*):\d{1,5}(?=[/,]|$)")
PLAIN = pattern(r"[A-Za-z][\w-]*")
HOST = pattern(r"(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|BROKERS?|URL|URI|ENDPOINT|UPSTREAM|NODES?|PEERS?)$", re.IGNORECASE)
# Programs whose words are names of hosts, and options behind which others have one.
CLIENTS = frozenset(
    ("ping", "ping6", "nc", "ncat", "telnet", "nslookup", "dig", "host", "getent", "traceroute", "ssh", "curl", "wget")
)
OPTIONS = frozenset(("-h", "-H", "--host", "--hostname", "--server"))
INTERNAL = frozenset(("host.docker.internal", "gateway.docker.internal"))
DEFAULT = frozenset(("", "bridge", "default"))
SHARED = frozenset(("host", "none"))
MOST = 8  # names that are asked about


class Used(NamedTuple):
    """A name of a host, and where on the line it stands."""

    host: str
    span: Span


def questions(request: Request) -> tuple[Question, ...]:
    """Are they names of containers."""
    hosts = tuple(dict.fromkeys(one.host for one in used(request)))[:MOST]
    others = tuple(host for host in hosts if host not in INTERNAL)
    asked = (Question("host"),) if INTERNAL & set(hosts) else ()
    return (*((Question("containers", others),) if others else ()), *asked)


def used(request: Request) -> list[Used]:
    """The names of hosts that the line gives to its program."""
    words = [part for part in request.invocation.words() if part.literal]
    found = [Used(host, part.span) for part in words for host in _in_text(part.text)]
    found += [Used(host, span) for host, span in _of_clients(words)]
    for part in request.invocation.flags("env") if request.invocation.name in named.CREATES | {"container exec"} else ():
        found += [Used(host, part.span) for host in _in_variable(part)]
    return found if request.invocation.name in named.CREATES | {"container exec"} else []


def _in_text(text: str) -> Iterator[str]:
    yield from (one[1] for one in URL.finditer(text))
    yield from (one[1] for one in PAIR.finditer(text))


def _in_variable(part: Part) -> Iterator[str]:
    name, _, value = part.text.partition("=") if part.literal else ("", "", "")
    yield from _in_text(value)
    if HOST.search(name) and (PLAIN.fullmatch(value) or value in INTERNAL):
        yield value


def _of_clients(words: list[Part]) -> Iterator[tuple[str, Span]]:
    """What stands behind `ping`, or behind `-h`; within the script of a shell, too."""
    tokens = [(token, part.span) for part in words for token in re.split(r"[\s;&|]+", part.text)]
    client = False
    for at, (token, span) in enumerate(tokens):
        before = tokens[at - 1][0] if at else ""
        if before in OPTIONS or (client and not token.startswith("-")):
            if PLAIN.fullmatch(token) or token in INTERNAL:
                yield token, span
        elif token.startswith("--host=") and PLAIN.fullmatch(token[7:]):
            yield token[7:], span
        client = client or posixpath.basename(token) in CLIENTS


def in_run(request: Request, state: State) -> Iterator[Finding]:
    """Names that a new container will not know."""
    invocation = request.invocation
    parts = invocation.flags("network")
    joined = frozenset(part.text for part in parts) or frozenset(("",))
    if any(not part.literal or "=" in part.text or ":" in part.text for part in parts) or joined & SHARED:
        return
    given = {re.split(r"[:=]", part.text)[0] for part in invocation.flags("add-host")}
    given |= {name for part in invocation.flags("link") for name in part.text.split(":")}
    if all(part.literal for flag in ("add-host", "link") for part in invocation.flags(flag)):
        yield from _unknown(request, state, joined - DEFAULT, given, "")


def in_exec(request: Request, state: State) -> Iterator[Finding]:
    """Names that a running container does not know."""
    held = state.containers.get(named.only_container(request))
    joined = frozenset(held.networks) if held else frozenset()
    if held and joined and not joined & SHARED:
        given = held.setup.hosts if held.setup else frozenset()
        yield from _unknown(request, state, joined - DEFAULT, given, held.name)


def _unknown(request: Request, state: State, joined: frozenset[str], given: Iterable[str], who: str) -> Iterator[Finding]:
    """Each name once, where neither the line nor the network gives it."""
    told: set[str] = set()
    for host, span in used(request):
        other = state.containers.get(host)
        if host in told or host in given or (who and host == who):
            continue
        told.add(host)
        if host in INTERNAL and _is_here(state):
            yield finding("host-name-unknown-exec" if who else "host-name-unknown", "warning", span, host=host)
        elif other and other.name == host and not joined & set(other.networks):
            yield _of_container(other, span, joined, who)


def _of_container(other: Container, span: Span, joined: frozenset[str], who: str) -> Finding:
    """The name of a container that is on another network, or on none that has names."""
    theirs = next((name for name in other.networks if name not in DEFAULT | SHARED), "")
    common = {"host": other.name, "who": who, "network": theirs or next(iter(sorted(joined)), "")}
    if joined:
        who = who if who and theirs else other.name
        network = theirs if who != other.name else next(iter(sorted(joined)))
        return finding("name-on-another-network", "warning", span, **{**common, "who": who, "network": network})
    code = "name-on-default-bridge"
    if who:
        return finding(f"{code}-connect" if theirs else f"{code}-exec", "warning", span, **common)
    return finding(f"{code}-join" if theirs else code, "warning", span, **common)


def _is_here(state: State) -> bool:
    """Whether the engine is this Linux machine's own: in an application's virtual machine the name is known."""
    return state.host is not None and state.host.os == "linux" and state.host.name == os.uname().nodename
