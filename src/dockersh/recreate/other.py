"""Lines for volumes and networks."""

from __future__ import annotations

from dockersh.recreate.seen import Row
from dockersh.recreate.written import Line


def volume(row: Row) -> Line:
    """`docker volume create`."""
    groups: list[tuple[str, ...]] = [("--driver", row["Driver"])] if row.get("Driver", "local") != "local" else []
    groups += _pairs("--opt", row.get("Options")) + _pairs("--label", row.get("Labels"))
    return Line(("docker", "volume", "create"), tuple(groups), (row["Name"],))


def network(row: Row) -> Line:
    """`docker network create`."""
    groups: list[tuple[str, ...]] = [("--driver", row["Driver"])] if row.get("Driver", "bridge") != "bridge" else []
    if row.get("EnableIPv4") is False:
        groups.append(("--ipv4=false",))
    switches = (("--ipv6", "EnableIPv6"), ("--internal", "Internal"), ("--attachable", "Attachable"), ("--ingress", "Ingress"))
    groups += [(option,) for option, key in switches if row.get(key)]
    groups += _addresses(row.get("IPAM") or {})
    groups += _pairs("--opt", row.get("Options")) + _pairs("--label", row.get("Labels"))
    return Line(("docker", "network", "create"), tuple(groups), (row["Name"],))


def _addresses(ipam: Row) -> list[tuple[str, ...]]:
    groups: list[tuple[str, ...]] = []
    if ipam.get("Driver", "default") != "default":
        groups.append(("--ipam-driver", ipam["Driver"]))
    groups += _pairs("--ipam-opt", ipam.get("Options"))
    for pool in ipam.get("Config") or ():
        plain = {**pool, "Gateway": pool.get("Gateway", "").partition("/")[0]}  # of IPv6 it is told with the subnet's length
        options = (("--subnet", "Subnet"), ("--ip-range", "IPRange"), ("--gateway", "Gateway"))
        groups += [(option, plain[key]) for option, key in options if plain.get(key)]
        groups += _pairs("--aux-address", pool.get("AuxiliaryAddresses"))
    return groups


def _pairs(option: str, pairs: Row | None) -> list[tuple[str, ...]]:
    return [(option, f"{name}={value}") for name, value in sorted((pairs or {}).items())]
