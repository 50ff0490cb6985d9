"""Colours for the line as it is typed: bash's own tokens, with docker's words laid over them."""

from __future__ import annotations

import functools
from collections.abc import Callable

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style, style_from_pygments_cls
from prompt_toolkit.styles.pygments import pygments_token_to_classname
from pygments.lexers.shell import BashLexer
from pygments.styles import get_style_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

from dockersh.highlight import stretches

LONGEST = 5000  # characters; a longer line stays plain, so that typing stays quick

# A role's Pygments token, so that any Pygments style colours it.
TOKENS = {
    "docker": Token.Name.Builtin,
    "command": Token.Keyword,
    "flag": Token.Name.Attribute,
    "value": Token.Literal.String,
    "image": Token.Name.Class,
    "container": Token.Name.Variable,
    "argument": Token.Literal,
    "inside": Token.Text,
    "unknown": Token.Error,
}
# Readable on light and dark grounds, and told apart without red and green: blue, cyan, magenta, bold, underline.
DEFAULT = {
    "pygments.name.builtin": "ansiblue bold",
    "pygments.keyword": "ansiblue bold",
    "pygments.name.attribute": "ansicyan",
    "pygments.literal.string": "ansimagenta",
    "pygments.name.class": "bold",
    "pygments.name.variable": "bold",
    "pygments.comment": "ansibrightblack italic",
    "pygments.error": "ansired underline",
}
BAR = {
    "bottom-toolbar": "noreverse",
    "bottom-toolbar.text": "noreverse",
    "bar": "reverse",
    "bar.wrong": "ansired bold",
    "bar.live": "ansicyan",
    "auto-suggestion": "ansibrightblack",
}


class LineLexer(Lexer):
    """prompt_toolkit's lexer for a whole line of shell."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The styled pieces of each physical line."""
        lines = _styled(document.text)
        return lambda number: list(lines[number]) if number < len(lines) else []


@functools.lru_cache(maxsize=8)
def _styled(text: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    styles = [""] * len(text)
    if len(text) <= LONGEST:
        for start, token, piece in BashLexer().get_tokens_unprocessed(text):
            styles[start : start + len(piece)] = [f"class:{pygments_token_to_classname(token)}"] * len(piece)
        for one in stretches(text):
            name = f"class:{pygments_token_to_classname(TOKENS[one.role])}"
            styles[one.start : one.end] = [name] * (one.end - one.start)
    return _by_line(text, styles)


def _by_line(text: str, styles: list[str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    lines: list[list[tuple[str, str]]] = [[]]
    for char, style in zip(text, styles, strict=True):
        if char == "\n":
            lines.append([])
        elif lines[-1] and lines[-1][-1][0] == style:
            lines[-1][-1] = (style, lines[-1][-1][1] + char)
        else:
            lines[-1].append((style, char))
    return tuple(tuple(line) for line in lines)


@functools.cache  # a new Style at each redraw would be parsed anew: 15 ms a key
def theme(name: str) -> Style:
    """The colours of a theme: our own, or any Pygments style; an unknown name gives ours."""
    if name != "default":
        try:
            chosen = style_from_pygments_cls(get_style_by_name(name))
            return Style([*chosen.style_rules, *BAR.items()])
        except ClassNotFound:
            pass
    return Style.from_dict({**DEFAULT, **BAR})
