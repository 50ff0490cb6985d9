"""A page to read: a title, paragraphs, example lines; for `help`, topics and the pages of findings."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.render import Style
from dockersh.render.cells import ascii_marks, wrap
from dockersh.render.colours import BOLD, EXAMPLE


def page(title: str, text: str, style: Style) -> str:
    """The page as lines that end in a newline. Indented lines of `text` are examples or drawings and keep their shape."""
    lines = [*wrap(title, style.columns), "", *_body(text, style.columns)]
    if style.colour:
        lines = [_painted(line, first=index == 0) for index, line in enumerate(lines)]
    out = "".join(f"{line.rstrip()}\n" for line in lines)
    return ascii_marks(out) if style.ascii else out


def _body(text: str, columns: int) -> Iterator[str]:
    for line in text.strip("\n").split("\n"):
        if not line.strip() or line.startswith("  "):
            yield line
        else:
            yield from wrap(line, columns)


def _painted(line: str, *, first: bool) -> str:
    if first:
        return f"\x1b[{BOLD}m{line}\x1b[0m"
    return f"\x1b[{EXAMPLE}m{line}\x1b[0m" if line.startswith("    ") else line
