"""The tokens of a template: text, and inside of `{{ }}` words, fields, variables, literals and signs, with their places."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from dockersh.startup.typed import NamedTuple

OPEN, CLOSE = "{{", "}}"
TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`)|(?P<char>'(?:[^'\\\n]|\\.)+')"
    r"|(?P<number>[+-]?(?:0[xXbBoO][0-9a-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?))|(?P<field>\.\w+)|(?P<dot>\.)"
    r"|(?P<variable>\$\w*)|(?P<word>\w+)|(?P<sign>:=|=|\||\(|\)|,)"
)
BLANKS = " \t\r\n"


class TemplateError(Exception):
    """What Go says of a template; without `template parsing error: ` in front."""


class Token(NamedTuple):
    """A piece: *kind* is `text`, `open`, `close`, `end` or a group of TOKEN."""

    kind: str
    text: str
    at: int


def line_of(text: str, at: int) -> int:
    """The number of the line that a place is in."""
    return text.count("\n", 0, at) + 1


def wrong(text: str, at: int, what: str) -> TemplateError:
    """A mistake at a place, in Go's words."""
    return TemplateError(f"template: :{line_of(text, at)}: {what}")


def tokens(text: str) -> Iterator[Token]:
    """All of them, ending with `end`. Raises TemplateError."""
    at, trim = 0, False
    while True:
        begin = text.find(OPEN, at)
        piece = text[at:] if begin < 0 else text[at:begin]
        piece = piece.lstrip(BLANKS) if trim else piece
        trims = begin >= 0 and text.startswith("- ", begin + 2)
        piece = piece.rstrip(BLANKS) if trims else piece
        if piece:
            yield Token("text", piece, at)
        if begin < 0:
            yield Token("end", "", len(text))
            return
        at = begin + (4 if trims else 2)
        at, trim = (yield from _comment(text, at)) if text.startswith("/*", at) else (yield from _action(text, begin, at))


def _comment(text: str, at: int) -> Generator[Token, None, tuple[int, bool]]:
    end = text.find("*/", at)
    if end < 0:
        raise wrong(text, at, "unclosed comment")
    trim = text.startswith(" -}}", end + 2)
    at = end + (6 if trim else 4)
    if not text.startswith(CLOSE, at - 2):
        raise wrong(text, at, "comment ends before closing delimiter")
    yield from ()
    return at, trim


def _action(text: str, begin: int, at: int) -> Generator[Token, None, tuple[int, bool]]:
    yield Token("open", OPEN, begin)
    while True:
        if text.startswith(" -}}", at):
            yield Token("close", CLOSE, at + 2)
            return at + 4, True
        if text.startswith(CLOSE, at):
            yield Token("close", CLOSE, at)
            return at + 2, False
        found = TOKEN.match(text, at)
        if found is None:
            raise wrong(text, at, _unlexed(text, at))
        assert found.lastgroup is not None
        yield Token(found.lastgroup, found.group(), at)
        at = found.end()


def _unlexed(text: str, at: int) -> str:
    if at >= len(text):
        return "unclosed action"
    char = text[at]
    known = {'"': "unterminated quoted string", "`": "unterminated raw quoted string"}
    what = "bad character" if char in "{}" else "unrecognized character in action:"
    return known.get(char, f"{what} U+{ord(char):04X} '{char}'")
