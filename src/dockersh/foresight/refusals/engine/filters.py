"""Keys of --filter that the command does not have, and words that a key does not take."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Request
from dockersh.reading import catalogue
from dockersh.reading.nearest import nearest

STATUSES = ("created", "restarting", "running", "removing", "paused", "exited", "dead")


def filter_keys(request: Request, _state: State) -> Iterator[Finding]:
    """`-f statu=running`: no such key; `-f status=runing`: no such status."""
    name = request.invocation.name
    keys = tuple(key.rstrip("=") for key in catalogue.words("filters")["keys"][name])
    for part in request.invocation.flags("filter"):
        key, equals, value = part.text.partition("=")
        key = key.strip().lower()
        if not equals or not part.literal:
            continue
        if key not in keys:
            near = nearest(key, keys)
            code = "unknown-filter-near" if near else "unknown-filter"
            yield finding(code, "error", part.span, key=key, near=near or "", keys=", ".join(keys))
        elif (name, key) == ("container ls", "status") and value not in STATUSES:
            yield finding("unknown-status", "error", part.span, value=value, near=nearest(value, STATUSES) or STATUSES[2])
