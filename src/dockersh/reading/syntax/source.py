"""A line as the bash grammar reads it safely: stand-ins of the same length, and the way back to the line's characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from dockersh.reading.syntax.templates import FILLED_IN
from dockersh.reading.syntax.words import Span, mentions
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter

COMMENT = pattern(r"(?<!\S)`\s*#[^`\n]*`")  # `# a remark inside a line`: the shell makes nothing of it
# What decides where a backtick stands: escapes, quotes; and up to where its substitution goes.
MARK = pattern(r"\\.|'[^']*'|[\"`]", re.DOTALL)
SUBSTITUTION = pattern(r"`((?:[^`\\]|\\.)+)`", re.DOTALL)
# The grammar's scanner asks C's isalnum about any character, and reads beyond its table for those above U+00FF: `{` and an
# emoji ended the process. To the shell all of them are letters of a word, so one harmless letter stands for each.
# So are the control characters that the grammar takes for blanks or stumbles over; a carriage return it may have.
CONTROL = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FOREIGN, LETTER = pattern(r"[^\x00-\x7f]"), "é"
# `<name>` where people mean something to fill in: read as one word, or docker would not be found behind the "redirection".
ANGLE = pattern(
    r"(?<![<\d&>])<(?:[^\W\d_](?:[^<>\n|&;()$'\"`]*[^<>\n|&;()$'\"`\s])?>(?=[\s:/.,@='\"_-]|$)"
    r"|[^\W\d_][^<>\n&;()$'\"`\s]*>(?=[\s:/.,@='\"_\]-]|$)|(?:\.\.\.|…)>(?=\s|$)|/[^<>\n|&;()$'\"`\s]*>(?=[,:=]|$))"
)
MAKE = pattern(r"\$[<^](?=[\s)/:.]|$)")  # what only make knows, copied out of a Makefile
COMPARED = pattern(r"(?<=[ \t])(?:==|=~)(?=\s|$)")  # words like others, but between brackets
CONTINUED = pattern(r"(?<=[ \t])[`^](?=[ \t]*\n)")  # PowerShell's and cmd's sign that a line goes on
LONE = pattern(r"(?<!\$)\$(?=[)\s;|&<>]|$)")  # a dollar with nothing behind it is one: `--filter name=x$`
ESCAPED = pattern(r"\\(?:\n(?:\\\n)*|.)")
NUMBERED = pattern(r"(?<![\w${(])(\d+)#")  # the start of `16#ff` to the grammar, also where no number is meant


class Source:
    """The line as the bytes tree-sitter counts in, and the way back to characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        clean, self.scripts = _without_backticks(_clean(text))
        self.data = clean.encode()
        # Where each character starts, in bytes; not needed where both are the same.
        self.starts = [] if clean.isascii() else list(accumulate((len(char.encode()) for char in clean), initial=0))

    def byte(self, offset: int) -> int:
        """The byte that the character at *offset* begins with."""
        return self.starts[offset] if self.starts else offset

    def offset(self, byte: int) -> int:
        """The character that *byte* belongs to."""
        return bisect_left(self.starts, byte) if self.starts else byte

    def span(self, node: tree_sitter.Node) -> Span:
        """Where a node stands, in characters."""
        return Span(self.offset(node.start_byte), self.offset(node.end_byte))

    def raw(self, node: tree_sitter.Node) -> str:
        """What was typed there."""
        span = self.span(node)
        return self.text[span.start : span.end]


def _clean(text: str) -> str:
    clean = COMMENT.sub(lambda match: " " * len(match[0]), text)
    if "$^" in clean or "$<" in clean:
        clean = MAKE.sub("$_", clean)
    if "{{" in clean:
        clean = FILLED_IN.sub(_filled_in, clean)
    if "<" in clean:
        clean = ANGLE.sub(lambda match: "_" * len(match[0]), clean)
    if "\n" in clean:
        clean = CONTINUED.sub("\\\\", clean)
    clean = _without_marks(clean)
    return clean if clean.isascii() and clean.isprintable() else FOREIGN.sub(LETTER, CONTROL.sub(LETTER, clean))


def _without_marks(clean: str) -> str:
    """What the grammar takes for more than the shell does: escapes, tests outside of brackets, lone dollars, `16#`."""
    if "\\" in clean:
        clean = ESCAPED.sub(_stand_in, clean)
    if "[" not in clean and "((" not in clean:
        clean = COMPARED.sub("__", clean)
    if "$" in clean:
        clean = LONE.sub("_", clean)
    if "#" in clean:
        clean = NUMBERED.sub(r"\1_", clean)
    return clean


def _without_backticks(clean: str) -> tuple[str, list[Span]]:
    """`$(___)` in place of each `…`, and where those stand in which docker may be: the grammar takes the mark that closes
    one for the mark that opens the next.
    """
    scripts: list[Span] = []
    pieces: list[str] = []
    at, kept, quoted = 0, 0, False
    while "`" in clean and (mark := MARK.search(clean, at)):
        at = mark.end()
        if mark[0][0] == "'" and quoted:
            at = mark.start() + 1
        elif mark[0] == '"':
            quoted = not quoted
        elif mark[0] == "`" and (found := SUBSTITUTION.match(clean, mark.start())):
            at = found.end()
            scripts += [Span(*found.span(1))] if mentions(found[1]) else []
            pieces += [clean[kept : mark.start()], f"$({'_' * (len(found[1]) - 1)})" if len(found[1]) > 1 else "$__"]
            kept = at
    return "".join((*pieces, clean[kept:])), scripts


def _filled_in(match: re.Match[str]) -> str:
    blank = "_" * len(match[0])
    return f"${{{blank[3:]}}}" if match[0][0] == "$" else blank


def _stand_in(match: re.Match[str]) -> str:
    """Letters for an escaped blank or dollar, and for where a line goes on within a word: there the grammar ends a word."""
    if match[0] in ("\\ ", "\\\t", "\\$"):
        return "__"
    text, start, end = match.string, match.start(), match.end()
    if match[0][1] != "\n" or end == len(text) or _in_remark(text, start):
        return match[0]
    within = text[start - 1 : start].strip() and not text[end].isspace()
    return ("_" if within else " ") * len(match[0])


def _in_remark(text: str, at: int) -> bool:
    """Whether `at` lies in a line that is a remark, and not the rest of a word of the line before."""
    line = text.rfind("\n", 0, at) + 1
    joined = text.endswith("\\\n", 0, line) and text[line - 3 : line - 2].strip()
    return text[line:at].lstrip().startswith("#") and not joined
