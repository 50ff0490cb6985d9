"""What a container's network is joined to.

    --network bridge | host | none | container:NAME | a network's name
    --network name=N,alias=A,ip=…        the advanced form, keys and values lower-cased by the client
Source: docker/cli opts/network.go (28.2.2).
"""

from __future__ import annotations

import re

from dockersh.reading.values.addresses import ip4, ip6
from dockersh.reading.values.fields import fields
from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

FIELDS = frozenset(["name", "alias", "ip", "ip6", "mac-address", "link-local-ip", "driver-opt", "gw-priority"])
ADDRESSES = {"ip": ip4, "ip6": ip6}  # looked at by the engine, and by docker 29's client

# What makes the client read the advanced form.
LONG = pattern(r"[0-9A-Za-z_]+=[0-9A-Za-z_]+")


class Network(NamedTuple):
    """What a container is joined to: a network's *name*, or another *container*'s network; *options* as they are given."""

    name: str | None
    container: str | None
    options: dict[str, str]

    @property
    def own(self) -> bool:
        """Whether it is a network that somebody made: the names of docker's own are not."""
        return self.container is None and self.name not in ("default", "bridge", "host", "none")


def network(text: str) -> Value | Bad:
    """Decode `--network` to a Network.

    One whose address is wrong is refused, and yet has it: docker 28's client looks at what lies behind the addresses, too.
    """
    found = _read(text)
    if isinstance(found, Bad):
        return found
    options = found.decoded.options
    wrong = (ADDRESSES[key](options[key]) for key in ADDRESSES if key in options)
    refused = next((one for one in wrong if isinstance(one, Bad)), None)
    return refused._replace(decoded=found.decoded) if refused else found


def _read(text: str) -> Value | Bad:
    if not text.strip() or text == "container:":
        return bad("network-name" if text != "container:" else "network-container", value=text)
    if LONG.search(text):
        return _advanced(text)
    if text.startswith("container:"):
        other = text.removeprefix("container:")
        return good(Network(None, other, {}), "network-container", name=other)
    key = f"network-{text}" if text in ("bridge", "host", "none", "default") else "network"
    return good(Network(text, None, {}), key, name=text)


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
    return good(Network(name, None, options), "network", name=name)


def added(text: str) -> Value | Bad:
    """Decode `service update --network-add`, which may be left empty."""
    return network(text) if text else good(None)
