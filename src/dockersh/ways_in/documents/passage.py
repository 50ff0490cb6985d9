"""A stretch of a file as a shell reads it: each character knows where it stands in the file, whatever was cut out around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from dockersh.startup.typed import NamedTuple

BLANKS = " \t\r"  # to a shell nothing else is one


class UnreadableError(ValueError):
    """The file is not what its name says; *line* is where the parser gave up, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Passage(NamedTuple):
    """*text* as dockersh reads it, *written* what the file has there, character for character.

    *starts* and *places*: where a run of characters that stand together begins in the text, and where in the file.
    """

    text: str
    written: str
    starts: tuple[int, ...] = (0,)
    places: tuple[int, ...] = (0,)

    def place(self, at: int) -> int:
        """Where the character at *at* stands in the file."""
        index = bisect_right(self.starts, at) - 1
        return self.places[index] + at - self.starts[index]

    def cut(self, start: int, end: int) -> Passage:
        """A part of it."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, max(start, end - 1))
        starts = tuple(max(0, one - start) for one in self.starts[first:last])
        return Passage(
            self.text[start:end], self.written[start:end], starts, (self.place(start), *self.places[first + 1 : last])
        )

    def read_as(self, text: str) -> Passage:
        """The same characters, read as others: as many."""
        return self._replace(text=text)

    def exchanged(self, pattern: re.Pattern[str], stand_in: Callable[[re.Match[str]], str]) -> Passage:
        """With what the pattern finds read as something of the same length."""
        return self.read_as(pattern.sub(stand_in, self.text))

    def lines(self) -> Iterator[Passage]:
        """The physical lines, without their ends."""
        at = 0
        for line in self.text.split("\n"):
            kept = line.removesuffix("\r")
            yield self.cut(at, at + len(kept))
            at += len(line) + 1

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip(BLANKS)

    def without_indent(self, width: int = -1) -> Passage:
        """A line without the blanks in front of it, *width* of them at most."""
        indent = len(self.text) - len(self.text.lstrip(BLANKS))
        return self.cut(indent if width < 0 else min(indent, width), len(self.text))


def whole(text: str) -> Passage:
    """A file."""
    return Passage(text, text)


def joined(parts: Iterable[Passage], between: str = "\n") -> Passage:
    """Passages one behind the other; what stands between them belongs to the end of the one before."""
    pieces: list[Passage] = []
    for part in parts:
        if pieces and between:
            pieces.append(Passage(between, between, (0,), (pieces[-1].place(len(pieces[-1].text)),)))
        pieces.append(part)
    starts: list[int] = []
    places: list[int] = []
    at = 0
    for piece in pieces:
        starts += [at + one for one in piece.starts]
        places += piece.places
        at += len(piece.text)
    text, written = "".join(one.text for one in pieces), "".join(one.written for one in pieces)
    return Passage(text, written, tuple(starts) or (0,), tuple(places) or (0,))


def unescaped(passage: Passage, escape: re.Pattern[str], meant: Callable[[str], str]) -> Passage:
    """With each escape read as the character it stands for, which stands where its last character does."""
    pieces: list[Passage] = []
    at = 0
    for found in escape.finditer(passage.text):
        pieces.append(passage.cut(at, found.start()))
        char = meant(found[0])
        pieces.append(Passage(char, char, (0,), (passage.place(found.end() - 1),)))
        at = found.end()
    return joined([*pieces, passage.cut(at, len(passage.text))], "") if pieces else passage
