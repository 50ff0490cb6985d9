"""Pages for people: Markdown, reStructuredText, AsciiDoc. Their blocks, and what each is said to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents import blocks
from dockersh.ways_in.documents.kinds import builds, trees
from dockersh.ways_in.documents.passage import BLANKS, Passage, joined
from dockersh.ways_in.documents.snippet import Snippet

AROUND = " \t>"  # what may stand in front of a line of a block
FENCE = re.compile(
    r"^(?P<indent>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?P<mark>`{3,}|~{3,})\s*\{?\.?(?P<kind>[\w+-]*)(?P<rest>[^`]*)$"
)
# A block of another language that has shell in it: an excerpt of a CI file, of a Makefile.
LANGUAGES: dict[str, Callable[[Passage], Iterator[Snippet]]] = {
    **dict.fromkeys(("yaml", "yml"), trees.excerpt),
    **dict.fromkeys(("makefile", "make"), builds.makefile),
    **dict.fromkeys(("groovy", "jenkinsfile"), builds.jenkinsfile),
    **dict.fromkeys(("cron", "crontab"), builds.crontab),
    "just": builds.justfile,
}
DIRECTIVE = re.compile(
    r"^(?P<indent>[ \t]*)(?:\.\.\s+(?:code-block|code|sourcecode|prompt)::[ \t]*(?P<kind>[\w-]*).*|(?!\.\.\s).*::)[ \t]*$"
)
OPTION = re.compile(r"^[ \t]*:[\w-]+:")
SOURCE = re.compile(r"^\[\s*(?:source|,)[%\w]*\s*,?\s*[\"']?(?P<kind>[\w-]*)|^\[(?:listing|literal)")
DELIMITER = re.compile(r"^(?P<mark>-{4,}|\.{4,})[ \t]*$")


class _Open(NamedTuple):
    """A fence that is not closed yet."""

    indent: int
    mark: str
    kind: str


def _block(kind: str, lines: Sequence[Passage]) -> Iterator[Snippet]:
    reader = LANGUAGES.get(kind)
    return reader(joined(lines)) if reader else blocks.fenced(kind, lines)


def markdown(passage: Passage) -> Iterator[Snippet]:
    """Fenced blocks of shell, and indented blocks whose lines begin with a prompt or with docker."""
    fence: _Open | None = None
    lines: list[Passage] = []
    for line in passage.lines():
        if fence is not None and _closes(line.text, fence):
            yield from _block(fence.kind, lines)
            fence, lines = None, []
        elif fence is not None:
            lines.append(_within(line, fence.indent))
        elif opened := FENCE.match(line.text):
            yield from blocks.indented(lines)
            fence, lines = _Open(len(opened["indent"]), opened["mark"], _kind(opened)), []
        elif line.text.startswith(("    ", "\t")):
            lines.append(line)
        else:
            yield from blocks.indented(lines)
            lines = []
    yield from _block(fence.kind, lines) if fence is not None else blocks.indented(lines)


def _kind(opened: re.Match[str]) -> str:
    """`sh session` and `bash session` are sessions."""
    kind = opened["kind"].lower()
    return "session" if opened["rest"].strip().startswith("session") else kind


def _closes(line: str, fence: _Open) -> bool:
    bare = line.strip(AROUND + "\r")
    return bare.startswith(fence.mark) and not bare.strip(fence.mark[0])


def _within(line: Passage, indent: int) -> Passage:
    """A line of a block, without what stands in front of all of them."""
    return line.cut(min(indent, len(line.text) - len(line.text.lstrip(AROUND))), len(line.text))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(BLANKS))


def rst(passage: Passage) -> Iterator[Snippet]:
    """Literal blocks and code blocks: what is indented below a line that ends in `::`, however deep."""
    lines = list(passage.lines())
    at = 0
    while at < len(lines):
        opened = DIRECTIVE.match(lines[at].text)
        at += 1
        if opened is None:
            continue
        outer, begin = _indent(lines[at - 1].text), at
        while at < len(lines) and (lines[at].blank or _indent(lines[at].text) > outer):
            at += 1
        inside = [line for line in lines[begin:at] if not OPTION.match(line.text)]
        width = min((_indent(line.text) for line in inside if not line.blank), default=0)
        yield from _block((opened["kind"] or "").lower(), [line.without_indent(width) for line in inside])


def asciidoc(passage: Passage) -> Iterator[Snippet]:
    """Blocks between `----` or `....`, by the `[source,LANGUAGE]` above them; fences as in Markdown."""
    lines = list(passage.lines())
    kind, at = "", 0
    while at < len(lines):
        line = lines[at].text
        at += 1
        if said := SOURCE.match(line):
            kind = (said["kind"] or "").lower()
        opened = DELIMITER.match(line) or FENCE.match(line)
        if opened is None:
            kind = kind if said or line.startswith(".") or not line.strip() else ""
            continue
        begin = at
        while at < len(lines) and lines[at].text.rstrip() != opened["mark"]:
            at += 1
        yield from _block(kind or (opened.groupdict().get("kind") or "").lower(), lines[begin:at])
        kind, at = "", at + 1
