"""The part of HCL that bake files are mostly written in: blocks, attributes, and expressions without functions.

    BLOCK      type "label"… { BODY }          ATTRIBUTE  name = EXPRESSION          remarks: # … // … /* … */
    EXPRESSION "text ${name}" | number | true | false | null | name | [ EXPRESSION, … ] | { key = EXPRESSION, … }

What is none of these (functions, conditions, operators, `for`, here-documents) becomes UNREAD, and reading goes on behind it.
Source: the HCL native syntax specification (hashicorp/hcl, hclsyntax/spec.md); the real buildx is asked in tests/engine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple, Union

TOKEN = pattern(
    r"""(?P<blank>[ \t\r]++|\#[^\n]*+|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)
    |(?P<here><<-?\w++[ \t\r]*+\n)|(?P<line>\n)
    |(?P<text>"(?:[^"\\\n]|\\.)*+")|(?P<number>\d[\d.]*+)|(?P<name>[A-Za-z_][\w-]*+)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
OPENS, CLOSES = "([{", ")]}"
CONSTANTS = {"true": True, "false": False, "null": None}
DEEPEST = 20  # lists in lists


class Unread(NamedTuple):
    """An expression that we do not read."""


class Name(NamedTuple):
    """A variable."""

    name: str


class Template(NamedTuple):
    """A text with `${…}` in it, as it stands between its quotes."""

    text: str


class Token(NamedTuple):
    """A piece of the file: text, number, name, line (its end), or another sign."""

    kind: str
    text: str


Expression = Union[str, bool, int, float, None, Unread, Name, Template, "list[Expression]", "dict[str, Expression]"]
UNREAD = Unread()


class Block(NamedTuple):
    """A block: its type, its labels and what stands in it."""

    kind: str
    labels: tuple[str, ...]
    attributes: dict[str, Expression]


class HclError(Exception):
    """The file is not written as we can follow it."""


def read(text: str) -> tuple[tuple[Block, ...], dict[str, Expression]]:
    """The blocks of a file, and the attributes outside of blocks. Raises HclError."""
    return _Reader(text).file()


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while match := TOKEN.match(text, place):
        place = match.end()
        if match.lastgroup == "here":
            place = _behind(text, place, match[0].strip("<- \t\r\n"))
        if match.lastgroup != "blank":
            yield Token(str(match.lastgroup), match[0])


def _behind(text: str, place: int, word: str) -> int:
    """Where a here-document ends, whose last line is a word."""
    end = re.compile(rf"^[ \t]*{word}(?=[ \t\r]*$)", re.MULTILINE).search(text, place)
    if end is None:
        raise HclError(word)
    return end.end()


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = [*_tokens(text), Token("end", "")]
        self.place = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        found = self.next
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return found

    def is_next(self, sign: str) -> bool:
        """Whether the next piece is this sign, which is taken then."""
        found = self.next.kind == "other" and self.next.text == sign
        self.place += found
        return found

    def lines(self) -> None:
        while self.next.kind == "line":
            self.take()

    def file(self) -> tuple[tuple[Block, ...], dict[str, Expression]]:
        blocks: list[Block] = []
        attributes: dict[str, Expression] = {}
        self.lines()
        while self.next.kind != "end":
            self.entry(blocks, attributes)
            self.lines()
        return tuple(blocks), attributes

    def entry(self, blocks: list[Block], attributes: dict[str, Expression], ends: str = "") -> None:
        """An attribute or a block, which begin with a name."""
        name = self.take()
        if name.kind != "name":
            raise HclError(name.text)
        if self.is_next("="):
            attributes[name.text] = self.expression(0, ends)
            return
        labels = []
        while self.next.kind in ("text", "name"):
            labels.append(self.take().text.strip('"'))
        if not self.is_next("{"):
            raise HclError(self.next.text)
        blocks.append(Block(name.text, tuple(labels), self.body()))

    def body(self) -> dict[str, Expression]:
        """The attributes up to the closing brace; blocks in it are read and left out."""
        attributes: dict[str, Expression] = {}
        self.lines()
        while not self.is_next("}"):
            self.entry([], attributes, "}")
            self.lines()
        return attributes

    def expression(self, depth: int = 0, ends: str = "") -> Expression:
        """One expression: up to the end of the line, or to one of the signs; in brackets lines may end within."""
        start = self.place
        found = self.simple(depth)
        if found is not UNREAD and (self.next.kind in ("line", "end") or self._is_one_of(ends)):
            return found
        self.place = start
        self.skip(ends)
        return UNREAD

    def _is_one_of(self, signs: str) -> bool:
        return self.next.kind == "other" and self.next.text in signs

    def simple(self, depth: int) -> Expression:
        token = self.take()
        if token.kind == "text":
            return _text(token.text)
        if token.kind == "number":
            return float(token.text) if "." in token.text else int(token.text)
        if token.kind == "name":
            return CONSTANTS[token.text] if token.text in CONSTANTS else Name(token.text)
        if token.text == "[" and depth < DEEPEST:
            return self.listed(depth + 1)
        return self.pairs(depth + 1) if token.text == "{" and depth < DEEPEST else UNREAD

    def listed(self, depth: int) -> Expression:
        found: list[Expression] = []
        self.lines()
        while not self.is_next("]"):
            if self.next.text == "for":
                return UNREAD
            found.append(self.expression(depth, ",]"))
            self.separator("]")
        return found

    def pairs(self, depth: int) -> Expression:
        found: dict[str, Expression] = {}
        self.lines()
        while not self.is_next("}"):
            key = self.take()
            if key.kind not in ("name", "text") or key.text == "for" or not (self.is_next("=") or self.is_next(":")):
                return UNREAD
            found[key.text.strip('"')] = self.expression(depth, ",}")
            self.separator("}")
        return found

    def separator(self, end: str) -> None:
        """Behind one of several: a comma, the end of the line, or the closing bracket, which is left."""
        self.lines()
        self.is_next(",")
        self.lines()
        if self.next.kind == "end":
            raise HclError(end)

    def skip(self, ends: str) -> None:
        """Past an expression of another kind, its brackets closed."""
        depth = 0
        while self.next.kind != "end":
            token = self.next
            if depth == 0 and (token.kind == "line" or self._is_one_of(ends)):
                return
            if token.kind == "other":
                depth += (token.text in OPENS) - (token.text in CLOSES)
            if depth < 0:
                raise HclError(token.text)
            self.take()


def _text(word: str) -> Expression:
    """A text in quotes; its variables are filled in later."""
    if "${" in word or "%{" in word:
        return Template(word[1:-1])
    try:
        found: str = json.loads(word)
    except ValueError:
        return UNREAD
    return found
