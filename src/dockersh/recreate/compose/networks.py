"""What a line says of networks, as a service's `networks`, or as its `network_mode`."""

from __future__ import annotations

from dockersh.reading.invocation import Invocation
from dockersh.reading.values.fields import fields
from dockersh.recreate.compose.draft import Draft
from dockersh.startup.typed import Any

MODES = ("host", "none", "bridge", "default")
OF_ENDPOINT = {"ip": "ipv4_address", "ip6": "ipv6_address"}


def networks(invocation: Invocation, draft: Draft) -> None:
    """The networks with their names and addresses. What stands outside of `--network` belongs to the first."""
    words = [draft.text(part) or "" for part in invocation.flags("network")] or ["bridge"]
    first = words[0]
    if first in MODES or first.startswith("container:"):
        draft.keys["network_mode"] = "bridge" if first == "default" else draft.neighbour(first)
        _on_mode(invocation, draft)
        return
    joined: dict[str, Any] = {}
    for word in words:
        name, endpoint = _endpoint(word)
        draft.networks[name] = {"name": name, "external": True}
        joined[name] = endpoint
    _beside(invocation, draft, joined[next(iter(joined))])
    _links(invocation, draft)
    draft.keys["networks"] = joined if any(joined.values()) else list(joined)


def _endpoint(word: str) -> tuple[str, dict[str, Any]]:
    """`name=n,alias=a,ip=…`, or a name alone."""
    if "=" not in word:
        return word, {}
    found: dict[str, list[str]] = {}
    for field in fields(word) or ():
        key, _, value = field.partition("=")
        found.setdefault(key.strip().lower(), []).append(value.strip().lower())
    endpoint: dict[str, Any] = {key: found[name][-1] for name, key in OF_ENDPOINT.items() if name in found}
    lists = (("alias", "aliases"), ("link-local-ip", "link_local_ips"))
    endpoint |= {key: found[name] for name, key in lists if name in found}
    if "mac-address" in found:
        endpoint["mac_address"] = found["mac-address"][-1]
    if "driver-opt" in found:
        endpoint["driver_opts"] = dict(one.partition("=")[::2] for one in found["driver-opt"])
    if "gw-priority" in found:
        endpoint["gw_priority"] = int(found["gw-priority"][-1])
    return found["name"][-1], endpoint


def _beside(invocation: Invocation, draft: Draft, endpoint: dict[str, Any]) -> None:
    for name, key in OF_ENDPOINT.items():
        if parts := invocation.flags(name):
            endpoint[key] = draft.text(parts[-1])
    for name, key in (("network-alias", "aliases"), ("link-local-ip", "link_local_ips")):
        if parts := invocation.flags(name):
            endpoint[key] = [*endpoint.get(key, ()), *(text for part in parts if (text := draft.text(part)))]
    if parts := invocation.flags("mac-address"):
        endpoint["mac_address"] = draft.text(parts[-1])


def _on_mode(invocation: Invocation, draft: Draft) -> None:
    """On docker's own networks a service has no names and addresses; compose 2.40 loses a hardware address there."""
    for name in ("network-alias", "ip", "ip6", "link-local-ip", "mac-address"):
        if name in invocation.uses:
            draft.cannot(name)
    _links(invocation, draft)


def _links(invocation: Invocation, draft: Draft) -> None:
    """To services of this file, and to containers outside of it."""
    own, outside = [], []
    for part in invocation.flags("link"):
        text = draft.text(part) or ""
        name, _, alias = text.partition(":")
        service = draft.world.services.get(name)
        if service:
            own.append(f"{service}:{alias or name}")
        else:
            outside.append(text)
    draft.keys |= {key: found for key, found in (("links", own), ("external_links", outside)) if found}
