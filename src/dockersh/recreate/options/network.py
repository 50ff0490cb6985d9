"""What it is joined to: networks with names and addresses, published ports."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option, fields
from dockersh.recreate.options.plain import one
from dockersh.recreate.seen import NORMALIZED, PER_NETWORK, Row, Seen

DEFAULTS = ("", "default", "bridge")
ALONE = ("host", "none")
# The rows of an endpoint: the key, the option of one network, the field of `--network name=…`.
ADDRESSES = (("IPv4Address", "ip", "ip"), ("IPv6Address", "ip6", "ip6"))
LONG = ("DriverOpts", "GwPriority")  # what only the long form says


def mode(seen: Seen) -> str:
    """The network it is made on, by the name that the line says; '' for the engine's default."""
    name = str(seen.host.get("NetworkMode") or "")
    if name == "bridge" and seen.major < NORMALIZED:
        return name  # there the default has another name
    return "" if name in DEFAULTS else name


def others(seen: Seen) -> tuple[str, ...]:
    """The networks it is on besides the one it is made on."""
    first = seen.host.get("NetworkMode") or ""
    first = "bridge" if first in DEFAULTS else first
    if first in ALONE or first.startswith("container:"):
        return ()
    return tuple(name for name, row in seen.networks.items() if first not in (name, row.get("NetworkID")))


def joins(seen: Seen) -> Iterator[Option]:
    """`--network` with what belongs to it; several in the long form, where the engine makes a container on several."""
    name, more = mode(seen), others(seen) if seen.major >= PER_NETWORK else ()
    first = name or str(seen.host.get("NetworkMode") or "bridge")
    if more or any(endpoint(seen, first).get(key) for key in LONG):
        yield from (Option("network", _long(seen, one)) for one in (first, *more))
    else:
        yield from [Option("network", name)] if name else ()
        yield from _short(seen, endpoint(seen, name or "bridge"))
    yield from _links(seen)


def endpoint(seen: Seen, name: str) -> Row:
    """What was asked of a network: by its name, or its id."""
    by_id = (row for row in seen.networks.values() if row.get("NetworkID") == name)
    return seen.networks.get(name) or next(by_id, {})


def aliases(seen: Seen, row: Row) -> list[str]:
    """The names it was given on a network; engines up to 24 add the start of its id, compose its name."""
    return [alias for alias in row.get("Aliases") or () if alias != seen.short]


def _short(seen: Seen, row: Row) -> Iterator[Option]:
    asked = row.get("IPAMConfig") or {}
    yield from (Option(option, asked[key]) for key, option, _ in ADDRESSES if asked.get(key))
    yield from (Option("link-local-ip", address) for address in asked.get("LinkLocalIPs") or ())
    yield from (Option("network-alias", alias) for alias in aliases(seen, row))
    if address := mac(seen, row, first=True):
        yield Option("mac-address", address)


def mac(seen: Seen, row: Row, *, first: bool) -> str:
    """The hardware address that was asked for: one of a container that runs may be the engine's own choice."""
    asked = str(seen.config.get("MacAddress") or "") if first else ""
    return asked or ("" if seen.started else str(row.get("MacAddress") or ""))


def _long(seen: Seen, name: str) -> str:
    row = endpoint(seen, name)
    asked = row.get("IPAMConfig") or {}
    pairs = [("name", name), *(("alias", alias) for alias in aliases(seen, row))]
    pairs += [(field, asked[key]) for key, _, field in ADDRESSES if asked.get(key)]
    pairs += [("link-local-ip", address) for address in asked.get("LinkLocalIPs") or ()]
    pairs += [("driver-opt", f"{key}={value}") for key, value in (row.get("DriverOpts") or {}).items()]
    if address := mac(seen, row, first=name == seen.host.get("NetworkMode")):
        pairs.append(("mac-address", address))
    if row.get("GwPriority"):
        pairs.append(("gw-priority", str(row["GwPriority"])))
    return fields(pairs) if len(pairs) > 1 else name


def connects(seen: Seen) -> Iterator[tuple[str, ...]]:
    """The lines that join it to further networks, for engines that make a container on one."""
    for name in others(seen) if seen.major < PER_NETWORK else ():
        row = endpoint(seen, name)
        asked = row.get("IPAMConfig") or {}
        given = [(f"--{option}", asked[key]) for key, option, _ in ADDRESSES if asked.get(key)]
        given += [("--alias", alias) for alias in aliases(seen, row)]
        given += [("--driver-opt", f"{key}={value}") for key, value in (row.get("DriverOpts") or {}).items()]
        yield ("docker", "network", "connect", *(word for pair in given for word in pair), name, seen.name)


def _links(seen: Seen) -> Iterator[Option]:
    """`/db:/web/database` on the default network, `db:database` on others."""
    for link in seen.host.get("Links") or ():
        target, _, alias = link.partition(":")
        yield Option("link", f"{target.removeprefix('/')}:{alias.rpartition('/')[2]}")
    for link in endpoint(seen, mode(seen)).get("Links") or ():
        yield Option("link", link)


def publishes(seen: Seen) -> Iterator[Option]:
    """`-p`, `-P`, `--expose` for what the image does not."""
    published = seen.host.get("PortBindings") or {}
    for port in sorted(published, key=_number):
        yield from (Option("publish", _binding(port, bind)) for bind in published[port] or ())
    if seen.host.get("PublishAllPorts"):
        yield Option("publish-all", cluster="P")
    exposed = set(seen.config.get("ExposedPorts") or ()) - set(seen.of_image.get("ExposedPorts") or ()) - set(published)
    yield from (Option("expose", port.removesuffix("/tcp")) for port in sorted(exposed, key=_number))


def _number(port: str) -> tuple[int, str]:
    number, _, protocol = port.partition("/")
    return int(number) if number.isdecimal() else 0, protocol


def _binding(port: str, bind: Row) -> str:
    address, outside = bind.get("HostIp") or "", bind.get("HostPort") or ""
    inside = port.removesuffix("/tcp")
    address = f"[{address}]" if ":" in address else address
    if address:
        return f"{address}:{outside}:{inside}"
    return f"{outside}:{inside}" if outside else inside


def names(seen: Seen) -> Iterator[Option]:
    """`--dns`, `--add-host` and their kin."""
    for name in ("dns", "dns-search", "dns-option", "add-host"):
        yield from one(seen, name)
