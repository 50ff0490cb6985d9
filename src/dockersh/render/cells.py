"""Text in terminal cells: how wide it is, and wrapping by it. A Hangul syllable is two cells wide."""

from __future__ import annotations

from collections.abc import Iterator

# Marks that a terminal without UTF-8 cannot show, and what stands for them.
ASCII = str.maketrans({"→": "->", "✗": "x", "‼": "!!", "…": "...", "•": "*", "·": "-", "┐": "\\", "┘": "/", "–": "-", "’": "'"})


def width(text: str) -> int:
    """Cells the text takes (UAX #11 wide and fullwidth count two, combining marks none)."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  text in ASCII needs none

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, cells: int) -> str:
    """The text with spaces behind it up to `cells`."""
    return text + " " * max(0, cells - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most `columns` cells, broken at spaces; a word that is too long alone is broken anywhere."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate) <= columns:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, columns)
        lines += full
    return [*lines, line]


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
