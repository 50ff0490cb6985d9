"""Addresses of networks and containers.

    --subnet 172.28.0.0/16[,fd00::/64]      --ip-range 172.28.5.0/24      --gateway 172.28.5.254
    --aux-address host1=172.28.1.5      --ip 172.30.100.104      --ip6 2001:db8::33      --link-local-ip 169.254.34.22
Source: docker/cli 28.2.2 cli/command/network/create.go; the engine checks addresses of containers (libnetwork).
"""

from __future__ import annotations

from dockersh.reading.values.fields import fields
from dockersh.reading.values.value import Bad, Value, bad, good


def _list(text: str) -> list[str] | Bad:
    pieces = fields(text) if text else []
    return bad("quotes", value=text) if pieces is None else pieces


def strings(text: str) -> Value | Bad:
    """Decode a list of words between commas (pflag's stringSlice): `{words}`."""
    found = _list(text)
    return found if isinstance(found, Bad) else good({"words": found})


def subnet(text: str) -> Value | Bad:
    """Decode `--subnet`: `{networks}`, and how many addresses each has."""
    found = _list(text)
    if isinstance(found, Bad):
        return found
    import ipaddress  # noqa: PLC0415  few lines make networks

    networks = []
    for one in found:
        try:
            networks.append(ipaddress.ip_network(one, strict=False))
        except ValueError:
            return bad("subnet", value=one)
        if "/" not in one:
            return bad("subnet", value=one)
    first = networks[0] if networks else None
    shown = {"first": str(first[1]), "last": str(first[-2])} if first is not None and first.num_addresses > 2 else {}
    key = "subnet" if len(networks) == 1 and shown else None
    return good({"networks": [str(one) for one in networks]}, key, value=text, **shown)


def gateway(text: str) -> Value | Bad:
    """Decode `--gateway`: `{addresses}`; whether they lie in a subnet is seen with the rest of the line."""
    found = _list(text)
    return found if isinstance(found, Bad) else good({"addresses": found}, "gateway", value=text)


def ip_range(text: str) -> Value | Bad:
    """Decode `--ip-range`: `{networks}`."""
    found = _list(text)
    return found if isinstance(found, Bad) else good({"networks": found}, "ip-range", value=text)


def auxiliary(text: str) -> Value | Bad:
    """Decode `--aux-address`: `{host, address}`."""
    name, _, address = text.partition("=")
    return good({"host": name, "address": address}, "aux-address", name=name, address=address)


def ip4(text: str) -> Value | Bad:
    """Decode `--ip`: `{address}`."""
    return _address(text, 4)


def ip6(text: str) -> Value | Bad:
    """Decode `--ip6`: `{address}`."""
    return _address(text, 6)


def _address(text: str, version: int) -> Value | Bad:
    if not text:
        return good({"address": ""})
    import ipaddress  # noqa: PLC0415  as above

    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return bad(f"ip{version}", value=text)
    return good({"address": text}, "ip", value=text) if found.version == version else bad(f"ip{version}", value=text)


def pool(text: str) -> Value | Bad:
    """Decode `--default-addr-pool`: `{networks}`; each must be a range."""
    found = subnet(text)
    return found if isinstance(found, Bad) else good(found.decoded)


def options(text: str) -> Value | Bad:
    """Decode `network connect --driver-opt KEY=VALUE[,KEY=VALUE]`: `{words}`."""
    found = _list(text)
    if isinstance(found, Bad):
        return found
    wrong = next((one for one in found if "=" not in one), None)
    return bad("pair", value=wrong) if wrong is not None else good({"words": found})
