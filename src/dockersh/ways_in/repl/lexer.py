"""Colours for the line as it is typed: bash's own tokens, with docker's words laid over them."""

from __future__ import annotations

import functools
from collections.abc import Callable

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style, style_from_pygments_cls
from prompt_toolkit.styles.pygments import pygments_token_to_classname
from pygments.token import Token

from dockersh.render.roles import stretches

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
# The colours of `render.colours`, for the same reasons, with weight and underlining to tell words apart without them.
DEFAULT = {
    "pygments.name.builtin": "ansibrightblue bold",
    "pygments.keyword": "ansibrightblue bold",
    "pygments.name.attribute": "ansibrightblue",
    "pygments.literal.string": "ansimagenta",
    "pygments.name.class": "bold",
    "pygments.name.variable": "bold",
    "pygments.comment": "ansibrightblack italic",
    "pygments.error": "ansibrightred underline",
}
BAR = {
    "bottom-toolbar": "noreverse",
    "bottom-toolbar.text": "noreverse",
    "bar": "reverse",
    "bar.wrong": "ansibrightred bold",
    "bar.live": "",
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
    if text and len(text) <= LONGEST:
        from pygments.lexers.shell import BashLexer  # noqa: PLC0415  8 ms, not for the first prompt

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
    """The colours of a theme: our own, or those of a Pygments style."""
    if name == "default":
        return Style.from_dict({**DEFAULT, **BAR})
    from pygments.styles import get_style_by_name  # noqa: PLC0415  only where it is wanted

    return Style([*style_from_pygments_cls(get_style_by_name(name)).style_rules, *BAR.items()])
