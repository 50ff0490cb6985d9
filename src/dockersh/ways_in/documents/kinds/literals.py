"""Strings of Python and JavaScript as words and lines of a shell: each character where it stands in the file.

Source: Python 3.14, "String and bytes literals"; ECMAScript 2025, 12.9.4 and 12.9.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.ways_in.documents.passage import Passage, joined, unescaped

STRING = re.compile(
    r"(?P<prefix>[rRbBuUfF]{0,2})(?:"
    r"(?P<long>\"{3}|'{3})(?P<text>(?:[^\\]|\\.)*?)(?P=long)"
    r"|\"(?P<double>(?:[^\"\\\n]|\\.)*+)\"|'(?P<single>(?:[^'\\\n]|\\.)*+)'|`(?P<template>(?:[^`\\]|\\.)*+)`)",
    re.DOTALL,
)
INSIDE = ("text", "double", "single", "template")
ESCAPE = re.compile(r"\\(?:\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
ESCAPED = {"n": "\n", "t": "\t", "r": " "}
BRACES = re.compile(r"\{\{|\}\}")
TEMPLATE_FIELD = re.compile(r"\$\{[^{}]*\}")
FORMATTED_FIELD = re.compile(r"(?<!\{)\{[^{}]+\}(?!\})")
# What `%` and `format` put into a string that a shell gets.
FORMAT = re.compile(r"%[sdr]|%\(\w+\)[sd]|(?<![{$])\{\w*\}(?!\})")
PLAIN = re.compile(r"[\w@%+=:,./-]+")  # what a shell leaves as it is
QUOTE = re.compile("'")
VALUE = re.compile(r"[({*.$]*(?P<name>[A-Za-z_]\w*)[)}]?")  # `name`, `*names`, `...names`, `{name}`, `${name}`


def made(text: str, place: int) -> Passage:
    """What the file does not have, all of it where one of its characters stands."""
    return Passage(text, text, tuple(range(len(text))), (place,) * len(text))


def words(written: str, place: int) -> Passage:
    """Any number of words that nobody knows."""
    name = VALUE.fullmatch(written)
    return made(f"${name['name'] if name else '_'}", place)


def _unknown(written: str, place: int) -> Passage:
    """One word that nobody knows, or a part of one."""
    name = VALUE.fullmatch(written)
    return made(f'"${name["name"] if name else "_"}"', place)


def literal(text: str, start: int, end: int) -> str | None:
    """What stands between the quotes of a stretch that is a string, escapes and all; None where it is none."""
    found = STRING.fullmatch(text, start, end)
    return text[slice(*span(found))] if found else None


def span(string: re.Match[str]) -> tuple[int, int]:
    """The stretch between the quotes."""
    return next(string.span(name) for name in INSIDE if string[name] is not None)


def word(passage: Passage, start: int, end: int) -> Passage:
    """An element of a list as one word of a shell: a string quoted, anything else a word that nobody knows."""
    string = STRING.fullmatch(passage.text, start, end)
    if string is None:
        return _unknown(passage.text[start:end], passage.place(start))
    pieces: list[Passage] = []
    for part, known in _parts(passage, string):
        pieces.append(_quoted(_decoded(part, string)) if known else _unknown(part.text, part.place(0)))
    return joined(pieces or [made("''", passage.place(start))], "")


def line(passage: Passage, string: re.Match[str]) -> Passage:
    """A string that a shell reads; what is filled in is a variable of it."""
    pieces = [_decoded(part, string) if known else part.exchanged(ALL, variable) for part, known in _parts(passage, string)]
    body = joined(pieces, "")
    return body if _is_template(string) or _is_formatted(string) else body.exchanged(FORMAT, variable)


ALL = re.compile(r"(?s:.+)")


def variable(found: re.Match[str]) -> str:
    """A variable as long as what stands there."""
    size = len(found[0])
    return f"${{{'_' * (size - 3)}}}" if size > 3 else "$" + "m" * (size - 1)


def _parts(passage: Passage, string: re.Match[str]) -> Iterator[tuple[Passage, bool]]:
    """What a string says itself, and what is filled in there."""
    at, end = span(string)
    field = FORMATTED_FIELD if _is_formatted(string) else None
    field = TEMPLATE_FIELD if _is_template(string) else field
    for found in field.finditer(passage.text, at, end) if field else ():
        if found.start() > at:
            yield passage.cut(at, found.start()), True
        yield passage.cut(*found.span()), False
        at = found.end()
    if end > at:
        yield passage.cut(at, end), True


def _is_template(string: re.Match[str]) -> bool:
    return string["template"] is not None


def _is_formatted(string: re.Match[str]) -> bool:
    return "f" in string["prefix"].lower()


def _decoded(part: Passage, string: re.Match[str]) -> Passage:
    part = part if "r" in string["prefix"].lower() else unescaped(part, ESCAPE, _meant)
    return unescaped(part, BRACES, lambda pair: pair[0]) if _is_formatted(string) else part


def _meant(escape: str) -> str:
    name = escape[1]
    if name in "xu" and len(escape) > 2:
        return chr(int(f"0x{escape[2:]}", 0))
    return "" if name in "\r\n" else ESCAPED.get(name, name)


def _quoted(part: Passage) -> Passage:
    """In single quotes, where a shell would see more in it than a word."""
    if PLAIN.fullmatch(part.text):
        return part
    pieces: list[Passage] = []
    at = 0
    for found in QUOTE.finditer(part.text):
        pieces += [part.cut(at, found.start()), made("'\\''", part.place(found.start()))]
        at = found.end()
    pieces.append(part.cut(at, len(part.text)))
    quotes = (made("'", part.place(0)), made("'", part.place(max(0, len(part.text) - 1))))
    return joined([quotes[0], *(piece for piece in pieces if piece.text), quotes[1]], "")
