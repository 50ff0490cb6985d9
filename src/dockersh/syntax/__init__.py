"""A shell line → the docker invocations in it, as words with spans.

Spans are character offsets into the line, end exclusive.
A line of plain words takes the fast path; everything else goes through the bash grammar of tree-sitter
(`tests/syntax` shows that both give the same result for plain lines).
"""

from __future__ import annotations

import re

from dockersh.syntax.unfinished import unfinished
from dockersh.syntax.words import Call, Line, Span, Word, docker_at

__all__ = ["Call", "Line", "Span", "Word", "parse", "unfinished"]

# No quoting, expansion, operator, glob, brace, comment or assignment to a command: the shell passes these on as they are.
PLAIN = re.compile(r"[A-Za-z0-9_./:,@%+ \t=-]+")


def parse(text: str) -> Line:
    """Find the docker invocations of `text` (one logical line). Never raises; a broken line has `broken` set."""
    if PLAIN.fullmatch(text):
        return Line(text, _calls(text), plain=True)
    from dockersh.syntax import tree  # noqa: PLC0415  the grammar costs 15 ms: only lines with shell syntax pay it

    return tree.parse(text)


def _calls(text: str) -> tuple[Call, ...]:
    words = tuple(Word(match[0], Span(*match.span())) for match in re.finditer(r"[^ \t]+", text))
    start = docker_at(words)
    if start is None:
        return ()
    return (Call(words[start:], Span(words[start].span.start, words[-1].span.end), words[:start]),)
