"""What podman refuses, or does in another way, where docker would not: each rule from a request to findings.

Observed with podman 5.8.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import published
from dockersh.foresight.step import Request
from dockersh.reading.values.images import Reference
from dockersh.startup import toml_cache

CLIENTS = frozenset(("stack config", "plugin"))  # read files, or print help
PRIVILEGED = 1024  # the first port that a program of an ordinary user may open: net.ipv4.ip_unprivileged_port_start


@functools.cache
def _listed(what: str) -> frozenset[str]:
    return frozenset(toml_cache.load(os.path.join(os.path.dirname(__file__), "commands.toml"))[what])


def lacking(request: Request) -> Finding | None:
    """A command that podman does not have: swarms, plugins, builders."""
    name = _of_list(request, "lacks")
    return finding("podman-has-no-command", "error", request.invocation.command_span, command=name) if name else None


def unserved(request: Request) -> Finding | None:
    """A command of docker's client to which podman's service has no answer; what asks no engine works."""
    name = "" if request.invocation.name in CLIENTS else _of_list(request, "unserved")
    return finding("podman-serves-no-command", "error", request.invocation.command_span, command=name) if name else None


def _of_list(request: Request, what: str) -> str:
    words = request.invocation.name.split()
    return next((name for size in (1, 2) if (name := " ".join(words[:size])) in _listed(what)), "")


def privileged_port(request: Request, state: State) -> Iterator[Finding]:
    """`-p 80:80` of an ordinary user."""
    if not state.rootless:
        return
    low = [port.host_port for port in published(request.invocation) if _is_low(port.host_port)]
    if low:
        yield finding("podman-privileged-port", "warning", request.invocation.flags("publish")[0].span, port=str(low[0]))


def _is_low(port: str | None) -> bool:
    return bool(port) and str(port).isdecimal() and 0 < int(str(port)) < PRIVILEGED


def short_name(request: Request, state: State) -> Iterator[Finding]:
    """An image without its registry, which podman has yet to find one for."""
    for part in (*request.invocation.arguments("IMAGE"), *request.invocation.arguments("NAME")):
        named = part.decoded
        if isinstance(named, Reference) and state.image(part.text) is None and _is_short(part.text):
            yield finding("podman-short-name", "warning", part.span, image=part.text, full=_full(part.text))


def _full(text: str) -> str:
    """The name by which Docker Hub has it."""
    return f"docker.io/{text}" if "/" in text else f"docker.io/library/{text}"


def _is_short(text: str) -> bool:
    first, slash, _ = text.partition("/")
    return not slash or not ("." in first or ":" in first or first == "localhost")


RULES: tuple[Callable[[Request, State], Iterator[Finding]], ...] = (privileged_port, short_name)
