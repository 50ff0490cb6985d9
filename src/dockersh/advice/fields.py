"""Keys of --filter and fields of --format that the command does not have: the engine, or the client, refuses the line."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh import catalogue
from dockersh.finding import Finding, finding
from dockersh.near import nearest
from dockersh.plan import Request
from dockersh.values import decode
from dockersh.values.value import Value

# Commands whose keys are all in the table: for others an unknown key may be one that we do not know.
WHOLE = frozenset(
    (
        *("container ls", "image ls", "network ls", "volume ls", "compose ls", "compose ps"),
        *("container prune", "image prune", "network prune", "system prune"),
    )
)
LABEL = ".Label"  # a function of every list: {{.Label "key"}}
STATUSES = ("created", "restarting", "running", "removing", "paused", "exited", "dead")


def filter_keys(request: Request) -> Iterator[Finding]:
    """`-f statu=running`: no such key; `-f status=runing`: no such status."""
    name = request.invocation.name
    if name not in WHOLE:
        return
    keys = tuple(key.rstrip("=") for key in catalogue.words("filters")["keys"][name])
    for part in request.invocation.flags("filter"):
        key, equals, value = (part.value or "").partition("=")
        key = key.strip().lower()
        if not equals or not part.literal:
            continue
        if key not in keys:
            near = nearest(key, keys)
            code = "unknown-filter-near" if near else "unknown-filter"
            yield finding(code, "error", part.span, key=key, near=near or "", keys=", ".join(keys))
        elif (name, key) == ("container ls", "status") and value not in STATUSES:
            yield finding("unknown-status", "error", part.span, value=value, near=nearest(value, STATUSES) or STATUSES[2])


def format_fields(request: Request) -> Iterator[Finding]:
    """`{{.Nmae}}`: the client prints nothing and says that there is no such field."""
    name = request.invocation.name
    if not name.endswith(" ls"):
        return
    fields = catalogue.words("fields").get(name, ())
    for part in request.invocation.flags("format")[-1:]:
        decoded = decode("format", part.value) if part.literal and part.value else None
        for field in decoded.decoded["fields"] if isinstance(decoded, Value) else ():
            near = nearest(field, fields) if field not in (*fields, LABEL) else None
            if near:
                yield finding("unknown-field-near", "error", part.span, field=field, near=near)


RULES = (filter_keys, format_fields)
