"""Names and addresses: extra hosts, name servers, search domains, fixed addresses, links.

    --add-host NAME:IP | NAME=IP | NAME:[IPv6] | NAME:host-gateway
    --dns IP                       no name, no port
    --dns-search DOMAIN | .        . clears the list
    --ip IPv4   --ip6 IPv6         the client takes any text; the engine checks it
    --mac-address 02:42:ac:11:00:02
    --link CONTAINER[:ALIAS]
Source: docker/cli opts/opts.go, opts/hosts.go: ValidateExtraHost, ValidateIPAddress, ValidateDNSSearch, ValidateLink (28.2.2).
"""

from __future__ import annotations

import re

from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
DOMAIN = pattern(rf"({LABEL}(?:\.{LABEL})*)\.?\s*")
V4 = pattern(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}", re.ASCII)
MAC = pattern(
    r"[0-9a-fA-F]{2}(?:(:|-)[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){4}(?:(?:\1[0-9a-fA-F]{2}){2}|(?:\1[0-9a-fA-F]{2}){14})?"
    r"|[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4}){2}(?:\.[0-9a-fA-F]{4}|(?:\.[0-9a-fA-F]{4}){7})?"
)


def is_address(text: str) -> bool:
    """Whether Go's net.ParseIP takes it: no zone, no leading zeros."""
    if V4.fullmatch(text):
        return all(int(part) < 256 for part in text.split("."))
    if ":" not in text or "%" in text:
        return False
    import ipaddress  # noqa: PLC0415  1 ms, for the few lines that name an IPv6 address

    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def add_host(text: str) -> Value | Bad:
    """Decode `--add-host`: `{name, address}`."""
    name, separator, address = text.partition("=" if "=" in text else ":")
    if not separator or not name or ":" in name:
        return bad("add-host", value=text)
    if len(address) > 2 and address[0] == "[" and address[-1] == "]":
        address = address[1:-1]
    if address == "host-gateway":
        return good({"name": name, "address": address}, "add-host-gateway", name=name)
    address = address.strip()
    if not is_address(address):
        return bad("add-host-address", value=address)
    return good({"name": name, "address": address}, "add-host", name=name, address=address)


def dns(text: str) -> Value | Bad:
    """Decode `--dns`: `{address}`."""
    address = text.strip()
    return good({"address": address}, "dns", address=address) if is_address(address) else bad("dns", value=text)


def dns_search(text: str) -> Value | Bad:
    """Decode `--dns-search`: `{domain}`."""
    domain = text.strip(" ")
    if domain == ".":
        return good({"domain": "."}, "dns-search-none")
    found = DOMAIN.fullmatch(domain)
    if not found or not re.search(r"[a-zA-Z]", domain) or len(found[1]) >= 255:
        return bad("dns-search", value=text)
    return good({"domain": found[1]}, "dns-search", domain=found[1])


def mac(text: str) -> Value | Bad:
    """Decode `--mac-address`: `{address}`; the client trims it."""
    address = text.strip()
    return good({"address": address}) if not text or MAC.fullmatch(address) else bad("mac", value=text)


def link(text: str) -> Value | Bad:
    """Decode `--link`: `{container, alias}`."""
    pieces = text.split(":")
    if not text or len(pieces) > 2:
        return bad("link", value=text)
    name, alias = pieces[0], pieces[-1]
    return good({"container": name, "alias": alias}, "link", name=name, alias=alias)
