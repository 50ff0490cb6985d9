"""Fields of --format that a list does not have: the client prints nothing and says that there is no such field."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Request
from dockersh.reading import catalogue
from dockersh.reading.nearest import nearest

LABEL = ".Label"  # a function of every list: {{.Label "key"}}


def format_fields(request: Request, _state: State) -> Iterator[Finding]:
    """`{{.Nmae}}`: the client prints nothing and says that there is no such field."""
    name = request.invocation.name
    fields, others = catalogue.words("fields")[name], catalogue.words("versions")["format"].get(name, {})
    for part in request.invocation.flags("format")[-1:]:
        for field in part.decoded["fields"] if part.decoded is not None and part.value else ():
            near = nearest(field, fields) if field not in (*fields, *others, LABEL) else None
            if near:
                yield finding("unknown-field-near", "error", part.span, field=field, near=near)
