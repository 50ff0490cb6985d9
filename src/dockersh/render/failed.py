"""A failure explained: what it means, why here, what to type next; for a terminal and for a pipe alike."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.render import Style
from dockersh.render.cells import ascii_marks, wrap
from dockersh.render.colours import SEVERITIES


def failed(text: str, why: str | None, fix: str | None, style: Style, where: str | None = None) -> str:
    """Four paragraphs at most, *where* in a build behind the text; ends in a newline."""
    rows = list(_paragraph("✗ ", text, style))
    rows += [row for more in (where, why) if more for row in _paragraph("  ", more, style)]
    rows += _paragraph("  → ", fix, style) if fix else ()
    out = "".join(f"{row}\n" for row in rows)
    out = ascii_marks(out) if style.ascii else out
    mark = rows[0][:1]
    return out.replace(mark, f"\x1b[{SEVERITIES['error']}m{mark}\x1b[0m", 1) if style.colour and not style.ascii else out


def _paragraph(lead: str, text: str, style: Style) -> Iterator[str]:
    """In a pipe one line, whatever its length: it may be searched for."""
    lines = wrap(text, style.columns - len(lead)) if style.layout else [text]
    for index, line in enumerate(lines):
        yield (lead if index == 0 else " " * len(lead)) + line
