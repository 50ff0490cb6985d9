"""The written list of what an engine may be asked over its socket, and with which words. What is not here cannot be sent.

All of it is answered from what the engine has. Missing on purpose, though they are GET, too: `distribution` and
`images/search` make the engine ask a registry; `export`, `archive` and `images/get` read without an end, and what they
read is not ours (of `archive` only the head is asked for, which says whether there is such a file); `events` is here only
between two moments, `log` only for the last lines of a container that was named.
Source: docker's API reference, 1.24 to 1.51.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.startup.typed import NamedTuple

NAME = "{}"  # stands for an object's name

ENDPOINTS: dict[str, str] = {
    "ping": "/_ping",
    "version": "/version",
    "info": "/info",
    "usage": "/system/df",
    "events": "/events",
    "containers": "/containers/json",
    "container": "/containers/{}/json",
    "images": "/images/json",
    "image": "/images/{}/json",
    "volumes": "/volumes",
    "volume": "/volumes/{}",
    "networks": "/networks",
    "network": "/networks/{}",
    "plugins": "/plugins",
    "services": "/services",
    "secrets": "/secrets",
    "configs": "/configs",
    "nodes": "/nodes",
    "history": "/images/{}/history",
    "changes": "/containers/{}/changes",
    "log": "/containers/{}/logs",
    "file": "/containers/{}/archive",
}
# Asked with HEAD, never with GET: the answer has no body.
HEADS = frozenset(("file",))
# The words of the query that each may have, and those that it must have.
MAY: dict[str, frozenset[str]] = {
    "containers": frozenset(("all", "limit", "filters")),
    "images": frozenset(("all", "filters")),
    "volumes": frozenset(("filters",)),
    "networks": frozenset(("filters",)),
    "services": frozenset(("filters",)),
    "usage": frozenset(("type",)),
    "events": frozenset(("since", "until")),
    "log": frozenset(("stdout", "stderr", "tail")),
    "file": frozenset(("path",)),
}
MUST: dict[str, frozenset[str]] = {
    "events": frozenset(("since", "until")),
    "usage": frozenset(("type",)),
    "log": frozenset(("stdout", "stderr", "tail")),
    "file": frozenset(("path",)),
}
# These weigh disks or start programs of the engine: asked for last.
SLOW = frozenset(("info", "usage", "changes"))

PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~")


class Get(NamedTuple):
    """One question to the engine: an endpoint of the list, the name of an object where it is about one, a query."""

    endpoint: str
    name: str = ""
    query: tuple[tuple[str, str], ...] = ()


def target(get: Get, version: str = "") -> str:
    """The path and query of a request, below `/vVERSION` where there is one.

    Raises KeyError for an endpoint that is not on the list, ValueError for a query or a name that it does not take.
    """
    path = ENDPOINTS[get.endpoint]
    words = {word for word, _ in get.query}
    if not MUST.get(get.endpoint, frozenset()) <= words <= MAY.get(get.endpoint, frozenset()):
        raise ValueError(f"{get.endpoint} is not asked with {sorted(words)}")
    if (NAME in path) != is_path(get.name):
        raise ValueError(f"{get.endpoint} is not asked about {get.name!r}")
    query = "&".join(f"{word}={quoted(value)}" for word, value in get.query)
    below = f"/v{version}" if version else ""
    return f"{below}{path.replace(NAME, quoted(get.name, b'/:@'))}{'?' if query else ''}{query}"


def is_path(name: str) -> bool:
    """Whether a name can stand in a path and stays where it is put: no empty part, no `.` or `..`."""
    return not {"", ".", ".."} & set(name.split("/"))


def quoted(text: str, also: bytes = b"") -> str:
    """Percent-encoded; `urllib.parse` would take longer to import than the question takes."""
    plain = PLAIN | frozenset(also)
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in text.encode("utf-8", "surrogateescape"))


def filters(found: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """A query that filters, as the engine reads it: `{"label":{"a=b":true}}`. Several words of a kind: one of them fits."""
    if not found:
        return ()
    from dockersh.engine.api.body import written  # noqa: PLC0415  few questions filter

    kinds = (f"{written(kind)}:{{{','.join(f'{written(word)}:true' for word in words)}}}" for kind, words in found.items())
    return (("filters", f"{{{','.join(kinds)}}}"),)
