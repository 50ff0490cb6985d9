"""The ports of a container in words: where each is published, and which only other containers reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockersh.afterwards.answers.row import Row
from dockersh.engine.state import ALIVE
from dockersh.finding import say
from dockersh.startup.typed import Any

EVERY = ("", "0.0.0.0", "::")  # noqa: S104  what an engine tells, nothing listens here


def rows(row: Mapping[str, Any], only: str = "") -> Iterator[Row]:
    """A row a port; *only*: the one that was asked about (`80`, `53/udp`)."""
    name = str(row["Name"]).removeprefix("/")
    wanted = only if "/" in only or not only else f"{only}/tcp"
    ports = (row.get("NetworkSettings") or {}).get("Ports") or {}
    chosen = {port: binds or () for port, binds in sorted(ports.items()) if not wanted or port == wanted}
    if (row.get("State") or {}).get("Status") not in ALIVE:
        yield Row(say("answers.ports-closed", name=name), odd=True, line=f"why {name}")
        return
    published = any(chosen.values())
    if not published:
        yield Row(say("answers.ports-none", name=name), odd=True, line=_how(name, list(chosen)))
    for port, binds in chosen.items():
        yield from _binds(name, port.removesuffix("/tcp"), binds)
        if published and not binds:
            yield Row(say("answers.port-exposed", name=name, port=port.removesuffix("/tcp")))


def _binds(name: str, port: str, binds: Any) -> Iterator[Row]:
    """Both families of addresses are one."""
    found = dict.fromkeys(("" if bind.get("HostIp") in EVERY else bind["HostIp"], bind.get("HostPort")) for bind in binds)
    for address, host in found:
        key = "answers.port-one-address" if address else "answers.port-every-address"
        yield Row(say(key, name=name, port=port, host=str(host), address=str(address)))


def _how(name: str, ports: list[str]) -> str:
    """The lines that publish the port that its image says it has."""
    return f"how {name} with -p 8080:{ports[0].removesuffix('/tcp')}" if ports else ""
