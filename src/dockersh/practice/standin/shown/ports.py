"""Ports in lists: published ones with their place, those beside each other as a range.

Source: docker/cli cli/command/formatter/container.go, DisplayablePorts (28.5.2).
"""

from __future__ import annotations

from collections.abc import Iterable

from dockersh.startup.typed import Any

Json = dict[str, Any]


def shown(ports: Iterable[Json]) -> str:
    """`0.0.0.0:8080->80/tcp, 443/tcp`."""
    done: list[str] = []
    mappings: list[str] = []
    groups: dict[tuple[str, str], list[int]] = {}
    for port in sorted(ports, key=_order):
        inside, address, kind = port["PrivatePort"], port.get("IP") or "", port["Type"]
        if address and port.get("PublicPort", 0) != inside:
            mappings.append(f"{joined(address, port.get('PublicPort', 0))}->{inside}/{kind}")
            continue
        group = groups.get((address, kind))
        if group is not None and inside == group[1] + 1:
            group[1] = inside
            continue
        if group is not None:
            done.append(_group(address, kind, group))
        groups[address, kind] = [inside, inside]
    done += [_group(address, kind, group) for (address, kind), group in groups.items()]
    return ", ".join(done + mappings)


def _order(port: Json) -> tuple[int, str, int, str]:
    return port["PrivatePort"], port.get("IP") or "", port.get("PublicPort", 0), port["Type"]


def _group(address: str, kind: str, group: list[int]) -> str:
    first, last = group
    span = str(first) if first == last else f"{first}-{last}"
    return f"{joined(address, span)}->{span}/{kind}" if address else f"{span}/{kind}"


def joined(address: str, port: object) -> str:
    """An address and a port; IPv6 in brackets."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
