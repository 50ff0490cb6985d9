"""Names and addresses that a container cannot reach by the network it is on."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.afterwards.failures.case import Case, Found
from dockersh.engine import Container, Question
from dockersh.foresight.named import network
from dockersh.startup.lazy_regex import pattern

DEFAULT = frozenset(("", "bridge", "default"))  # the default bridge has no DNS of its own; docker docs, bridge driver
SHARED = frozenset(("host", "none"))
INTERNAL = frozenset(("host.docker.internal", "gateway.docker.internal"))
LOOPBACK = pattern(r"(?:^|[/@=,])(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/,?]|$)")


def is_none(case: Case, _named: Mapping[str, str]) -> Found | None:
    """`--network none`: only its own loopback."""
    return {} if network(case.invocation) == "none" else None


def host_internal(case: Case, named: Mapping[str, str]) -> Found | None:
    """Docker Desktop's name for the host; on Linux the line has to give it."""
    host = named.get("host", "")
    given = any(part.text.startswith((f"{host}:", f"{host}=")) for part in case.invocation.flags("add-host"))
    return {} if host in INTERNAL and not given else None


def on_default_bridge(case: Case, named: Mapping[str, str]) -> Found | None:
    """Another container's name, on the network that knows none."""
    if network(case.invocation) not in DEFAULT or case.invocation.flags("link"):
        return None
    return {} if _container(case, named) else None


def on_another(case: Case, named: Mapping[str, str]) -> Found | None:
    """Another container's name, which is not on the line's own network."""
    joined = network(case.invocation)
    held = _container(case, named)
    if held is None or joined in DEFAULT | SHARED or joined.startswith("container:") or joined in held.networks:
        return None
    return {"network": joined}


def _container(case: Case, named: Mapping[str, str]) -> Container | None:
    host = named.get("host", "")
    return case.ask(Question("containers", (host,))).container(host) or None if host else None


def localhost(case: Case, _named: Mapping[str, str]) -> Found | None:
    """An address of this machine in a variable: in the container it is the container's own."""
    if network(case.invocation) == "host":
        return None
    names = [
        part.text.partition("=")[0] for part in case.invocation.flags("env") if part.literal and LOOPBACK.search(part.text)
    ]
    return {"variable": names[0]} if names else None
