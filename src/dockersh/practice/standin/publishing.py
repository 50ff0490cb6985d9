"""`-p` and `--expose` as the API has them. Source: github.com/docker/go-connections/nat (0.5)."""

from __future__ import annotations

import ipaddress

from dockersh.practice.standin.failing import failed
from dockersh.reading.values import ports as grammar
from dockersh.startup.typed import Any

Json = dict[str, Any]
MOST = 65535
PROTOCOLS = ("tcp", "udp", "sctp")


def bindings(specs: list[str], exposed: list[str]) -> tuple[Json, Json]:
    """The ports that are exposed, and those of the host that lead to them. Raises Failed."""
    inside: Json = {}
    outside: Json = {}
    for spec in specs:
        for port, binding in _one(_plain(spec)):
            inside[port] = {}
            outside.setdefault(port, []).append(binding)
    for spec in exposed:
        inside |= {port: {} for port in _exposed(spec)}
    return inside, outside


def _plain(spec: str) -> str:
    """`target=80,published=8080` in the short form."""
    found = grammar.parse(spec) if "=" in spec else None
    if not isinstance(found, grammar.Port):
        return spec
    front = [one for one in (found.host_ip, found.host_port) if one]
    return ":".join((*front, f"{found.container_port}/{found.protocol}"))


def _one(spec: str) -> list[tuple[str, Json]]:
    parts = spec.rsplit(":", 2)
    address, host, rest = ([""] * (3 - len(parts)) + parts)[-3:]
    port, _, protocol = rest.partition("/")
    protocol = (protocol or "tcp").lower()
    address = address.removeprefix("[").removesuffix("]")
    _checked(spec, address, port, protocol)
    first, last = _range(port, "port-container")
    begin, end = _range(host, "port-host") if host else (0, 0)
    if host and last - first != end - begin and last != first:
        raise failed("port-ranges", inside=port, host=host)
    found = []
    for number in range(first, last + 1):
        one = str(begin + number - first) if host else ""
        one = f"{begin}-{end}" if host and first == last and begin != end else one
        found.append((f"{number}/{protocol}", {"HostIp": address, "HostPort": one}))
    return found


def _checked(spec: str, address: str, port: str, protocol: str) -> None:
    if address:
        try:
            ipaddress.ip_address(address)
        except ValueError:
            raise failed("port-address", address=address) from None
    if not port:
        raise failed("port-none", spec=spec)
    if protocol not in PROTOCOLS:
        raise failed("port-protocol", protocol=protocol)


def _range(text: str, problem: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    numbers = [first, last] if dash else [first, first]
    if not all(one.isascii() and one.isdecimal() and int(one) <= MOST for one in numbers) or int(numbers[0]) > int(numbers[1]):
        raise failed(problem, port=text)
    return int(numbers[0]), int(numbers[1])


def _exposed(spec: str) -> list[str]:
    if ":" in spec:
        raise failed("expose-colon", spec=spec)
    port, _, protocol = spec.partition("/")
    first, dash, last = port.partition("-")
    wrong = [one for one in (first, *([last] if dash else [])) if not one.isdecimal()]
    if wrong:
        raise failed("expose-range", spec=spec, port=wrong[0])
    return [f"{number}/{protocol or 'tcp'}" for number in range(int(first), int(last or first) + 1)]
