"""Values of an `--env-file` that look right in a shell's eyes: docker keeps their quotes."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.refusals.client.env_files import files
from dockersh.foresight.step import Request

MOST = 3  # names that are told


def quoted(request: Request, state: State) -> Iterator[Finding]:
    """Values whose quotes docker keeps."""
    for part in files(request):
        held = state.env_files.get(part.text)
        if held is not None and held.quoted and not held.broken:
            names = ", ".join(held.quoted[:MOST]) + ("…" if len(held.quoted) > MOST else "")
            yield finding("env-file-quotes", "warning", part.span, file=part.text, names=names)
