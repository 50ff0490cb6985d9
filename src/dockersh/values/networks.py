"""What a container's network is joined to.

    --network bridge | host | none | container:NAME | a network's name
    --network name=N,alias=A,ip=…        the advanced form, keys and values lower-cased by the client
Source: docker/cli opts/network.go (28.2.2).
"""

from __future__ import annotations

import re

from dockersh.patterns import pattern
from dockersh.values.addresses import ip4, ip6
from dockersh.values.fields import fields
from dockersh.values.value import Bad, Value, bad, good

FIELDS = frozenset(["name", "alias", "ip", "ip6", "mac-address", "link-local-ip", "driver-opt", "gw-priority"])
ADDRESSES = {"ip": ip4, "ip6": ip6}  # looked at by the engine, and by docker 29's client

# What makes the client read the advanced form.
LONG = pattern(r"[0-9A-Za-z_]+=[0-9A-Za-z_]+")


def network(text: str) -> Value | Bad:
    """Decode `--network`: `{name, container, options}`."""
    found = read(text)
    options = found.decoded["options"] if isinstance(found, Value) else {}
    wrong = [one for key in ADDRESSES if key in options and isinstance(one := ADDRESSES[key](options[key]), Bad)]
    return wrong[0] if wrong else found


def read(text: str) -> Value | Bad:
    """The same, whatever the addresses are: docker 28's client looks at what lies behind them, too."""
    if not text:
        return bad("network-name", value=text)
    if LONG.search(text):
        return _advanced(text)
    if text.startswith("container:"):
        other = text.removeprefix("container:")
        return good({"name": None, "container": other, "options": {}}, "network-container", name=other)
    key = f"network-{text}" if text in ("bridge", "host", "none", "default") else "network"
    return good({"name": text, "container": None, "options": {}}, key, name=text)


def _advanced(text: str) -> Value | Bad:
    options: dict[str, str] = {}
    found = fields(text)
    if found is None:
        return bad("quotes", value=text)
    for field in found:
        key, equals, value = field.partition("=")
        key = key.strip().lower()
        if not equals or key not in FIELDS:
            return bad("network-field", value=field)
        value = value.strip().lower()
        if (key == "driver-opt" and "=" not in value) or (
            key == "gw-priority" and not re.fullmatch(r"[+-]?[0-9]{1,18}", value)
        ):
            return bad("network-field", value=field)
        options[key] = value
    if not options.get("name"):
        return bad("network-name", value=text)
    name = options.pop("name")
    return good({"name": name, "container": None, "options": options}, "network", name=name)


def added(text: str) -> Value | Bad:
    """Decode `service update --network-add`, which may be left empty."""
    return network(text) if text else good(None)
