"""Text in terminal cells: how wide it is, and wrapping by it. A Hangul syllable is two cells wide."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from dockersh.render.commands import units
from dockersh.startup.lazy_regex import pattern

# Marks that a terminal without UTF-8 cannot show, and what stands for them.
ASCII = str.maketrans({"→": "->", "✗": "x", "‼": "!!", "…": "...", "•": "*", "·": "-", "┐": "\\", "┘": "/", "–": "-", "’": "'"})
# Variation selectors, and the vowels and final consonants of Hangul that is written letter by letter (as macOS names files).
NO_CELLS = pattern("[\ufe00-\ufe0f\u1160-\u11ff]")


@functools.lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Cells the text takes (UAX #11 wide and fullwidth count two, combining marks none)."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  text in ASCII needs none

    seen = [char for char in text if not (combining(char) or NO_CELLS.match(char))]
    return len(seen) + sum(east_asian_width(char) in "WF" for char in seen)


def pad(text: str, cells: int) -> str:
    """The text with spaces behind it up to `cells`."""
    return text + " " * max(0, cells - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most `columns` cells, broken at spaces; a word that is too long alone is broken anywhere.

    A command is broken only where it is longer than a line.
    """
    lines: list[str] = []
    line, cells = "", 0
    for word in _fitting(text, columns):
        wide = width(word)
        if line and cells + 1 + wide <= columns:
            line, cells = f"{line} {word}", cells + 1 + wide
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, columns) if wide > columns else (word,)
        lines += full
        cells = width(line) if full else wide
    return [*lines, line]


def _fitting(text: str, columns: int) -> Iterator[str]:
    """What stays together."""
    if width(text) <= columns:
        yield text
        return
    for unit in units(text):
        yield from [unit] if width(unit) <= columns else unit.split(" ")


def _broken(word: str, columns: int) -> Iterator[str]:
    piece = ""
    for char in word:
        if piece and width(piece + char) > columns:
            yield piece
            piece = ""
        piece += char
    yield piece


def ascii_marks(text: str) -> str:
    """The text with our marks in ASCII."""
    return text.translate(ASCII)
