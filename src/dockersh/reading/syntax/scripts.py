"""A script that is handed to a shell → its characters, each with the stretch of the outer line that spells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.reading.syntax.grammar import Place
from dockersh.reading.syntax.source import Source
from dockersh.reading.syntax.words import Span
from dockersh.startup.lazy_regex import pattern

Char = tuple[str, int, int]  # a character of a nested script, and where the outer line spells it

UNESCAPED = pattern(r"\\[`$\\]|.", re.DOTALL)


def after_equals(script: list[Char]) -> list[Char]:
    """What an alias stands for."""
    at = next((index for index, (char, _, _) in enumerate(script) if char == "="), len(script))
    return script[at + 1 :]


def bodies(source: Source, place: Place) -> Iterator[list[Char]]:
    """The here-documents and here-strings that a command reads."""
    own, holder = place.node.children, place.holder
    while holder is not None and holder.node.type in ("list", "pipeline") and place.last:
        place, holder = holder, holder.holder  # the grammar hangs them on the whole of `cd x && sh <<E`
    outside = holder.node.children if holder is not None and holder.node.type == "redirected_statement" else ()
    for redirect in (*own, *outside):
        for body in redirect.children if redirect.type in ("heredoc_redirect", "herestring_redirect") else ():
            span = source.span(body)
            if redirect.type == "herestring_redirect" and body.is_named:
                yield characters(source, span)
            elif body.type == "heredoc_body":
                yield [(char, at, at + 1) for at, char in enumerate(source.text[span.start : span.end], span.start)]


def characters(source: Source, span: Span) -> list[Char]:
    """A word with its quotes taken off, each character with the stretch of the line that spells it."""
    text, at, quote = source.text, span.start, ""
    out: list[Char] = []
    while at < span.end:
        char = text[at]
        if char == "\\" and quote != "'" and at + 1 < span.end and (not quote or text[at + 1] in '$`"\\\n'):
            out += [(text[at + 1], at, at + 2)] if text[at + 1] != "\n" else []
            at += 2
            continue
        if char in "'\"" and quote in ("", char):
            quote = "" if quote else char
        elif quote != "'" and text.startswith("$(", at):
            end = _closing_parenthesis(text, at + 1, span.end)
            out += [(text[index], index, index + 1) for index in range(at, end)]
            at = end
            continue
        else:
            out.append((char, at, at + 1))
        at += 1
    return out


def in_backticks(source: Source, span: Span) -> list[Char]:
    """The script between backticks; a backslash stands before what would be special already outside of them."""
    return [(match[0][-1], *match.span()) for match in UNESCAPED.finditer(source.text, *span)]


def _closing_parenthesis(text: str, at: int, end: int) -> int:
    depth = 0
    for index in range(at, end):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index + 1
    return end
