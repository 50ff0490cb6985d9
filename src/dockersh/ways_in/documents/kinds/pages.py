"""Pages for people: Markdown, reStructuredText, AsciiDoc. Their blocks, and what each is said to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents import blocks
from dockersh.ways_in.documents.kinds import builds, markup, tables, trees
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
    "toml": tables.excerpt,
}
DIRECTIVE = re.compile(
    r"^(?P<indent>[ \t]*)(?:\.\.\s+(?:code-block|code|sourcecode|prompt)::[ \t]*(?P<kind>[\w-]*).*|(?!\.\.\s).*::)[ \t]*$"
)
OPTION = re.compile(r"^[ \t]*:[\w-]+:")
SOURCE = re.compile(r"^\[\s*(?:source|,)[%\w]*\s*,?\s*[\"']?(?P<kind>[\w-]*)|^\[(?:listing|literal)")
DELIMITER = re.compile(r"^(?P<mark>-{4,}|\.{4,})[ \t]*$")


def _block(kind: str, lines: Sequence[Passage]) -> Iterator[Snippet]:
    reader = LANGUAGES.get(kind)
    if kind in blocks.UNKNOWN_KINDS | blocks.SCRIPT_KINDS and any(builds.is_scheduled(line.text) for line in lines):
        reader = builds.crontab  # that nobody said is one
    return reader(joined(lines)) if reader else blocks.fenced(kind, lines)


class _Part(NamedTuple):
    """Lines of a page that belong together: a `fence` or a `pre` of some *kind* of language, `indented` lines, or `text`."""

    what: str
    kind: str
    lines: Sequence[Passage]


def markdown(passage: Passage) -> Iterator[Snippet]:
    """Fenced blocks of shell, those of HTML, and indented blocks whose lines begin with a prompt or with docker."""
    for part in _parts(passage):
        if part.what in ("fence", "pre"):
            yield from _block(part.kind, part.lines)
        elif part.what == "indented":
            yield from blocks.indented(part.lines)


def markdown_inline(passage: Passage) -> Iterator[Snippet]:
    """The same, and what stands as code within a sentence, in the order of the page."""
    for part in _parts(passage):
        if part.what == "text":
            yield from markup.inline(part.lines)
        elif part.what == "indented":
            yield from blocks.indented(part.lines)
        else:
            yield from _block(part.kind, part.lines)


def _parts(passage: Passage) -> Iterator[_Part]:
    """A page, cut into its parts; text ends at a blank line, too."""
    lines = list(passage.lines())
    last = max((at for at, line in enumerate(lines) if markup.CLOSES.search(line.text)), default=-1)
    at = 0
    while at < len(lines):
        begin, text = at, lines[at].text
        if opened := FENCE.match(text):
            at = _end(lines, begin, partial(_closes, mark=opened["mark"]))
            width = len(opened["indent"])
            yield _Part("fence", _kind(opened), [_within(line, width) for line in lines[begin + 1 : at]])
            at += 1
        elif at <= last and markup.BEGINS.match(text):
            at = _end(lines, begin - 1, markup.CLOSES.search) + 1
            for kind, inside in markup.preformatted(joined(lines[begin:at])):
                yield _Part("pre", kind, inside)
        else:
            what = _what(text)
            while at < len(lines) and _goes_on(lines[at].text, what):
                at += 1
            yield _Part(what, "", lines[begin:at])
            at += at == begin


def _end(lines: Sequence[Passage], begin: int, closes: Callable[[str], object]) -> int:
    """The line that ends what begins with another, or the end of the page."""
    return next((at for at in range(begin + 1, len(lines)) if closes(lines[at].text)), len(lines))


def _what(line: str) -> str:
    return "indented" if line.startswith(("    ", "\t")) else "text"


def _goes_on(line: str, what: str) -> bool:
    special = FENCE.match(line) or markup.BEGINS.match(line)
    return not special and _what(line) == what and (what == "indented" or bool(line.strip(BLANKS)))


def _kind(opened: re.Match[str]) -> str:
    """`sh session` and `bash session` are sessions."""
    kind = opened["kind"].lower()
    return "session" if opened["rest"].strip().startswith("session") else kind


def _closes(line: str, mark: str) -> bool:
    bare = line.strip(AROUND + "\r")
    return bare.startswith(mark) and not bare.strip(mark[0])


def _within(line: Passage, indent: int) -> Passage:
    """A line of a block, without what stands in front of all of them."""
    return line.cut(min(indent, len(line.text) - len(line.text.lstrip(AROUND))), len(line.text))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(BLANKS))


def rst(passage: Passage) -> Iterator[Snippet]:
    """Literal blocks and code blocks."""
    return _snippets(_rst_parts(passage))


def rst_inline(passage: Passage) -> Iterator[Snippet]:
    """The same, and what stands as code within a sentence."""
    return _snippets(_rst_parts(passage), markup.RST)


def _snippets(parts: Iterator[_Part], written: re.Pattern[str] | None = None) -> Iterator[Snippet]:
    """The shell of blocks; with *written*, how code stands in a sentence, that of the text between them, too."""
    for part in parts:
        if part.what == "fence":
            yield from _block(part.kind, part.lines)
        elif written is not None:
            yield from markup.inline(part.lines, written)


def _rst_parts(passage: Passage) -> Iterator[_Part]:
    """What is indented below a line that ends in `::`, however deep, and the text between."""
    lines = list(passage.lines())
    at = text = 0
    while at < len(lines):
        opened = DIRECTIVE.match(lines[at].text)
        at += 1
        if opened is None:
            continue
        yield from _paragraphs(lines[text:at])
        outer, begin = _indent(lines[at - 1].text), at
        while at < len(lines) and (lines[at].blank or _indent(lines[at].text) > outer):
            at += 1
        inside = [line for line in lines[begin:at] if not OPTION.match(line.text)]
        width = min((_indent(line.text) for line in inside if not line.blank), default=0)
        yield _Part("fence", (opened["kind"] or "").lower(), [line.without_indent(width) for line in inside])
        text = at
    yield from _paragraphs(lines[text:])


def _paragraphs(lines: Sequence[Passage]) -> Iterator[_Part]:
    """Text, which ends at a blank line."""
    for blank, paragraph in groupby(lines, lambda line: line.blank):
        if not blank:
            yield _Part("text", "", list(paragraph))


def asciidoc(passage: Passage) -> Iterator[Snippet]:
    """Blocks between `----` or `....`, by the `[source,LANGUAGE]` above them; fences as in Markdown."""
    return _snippets(_asciidoc_parts(passage))


def asciidoc_inline(passage: Passage) -> Iterator[Snippet]:
    """The same, and what stands as code within a sentence."""
    return _snippets(_asciidoc_parts(passage), markup.ASCIIDOC)


def _asciidoc_parts(passage: Passage) -> Iterator[_Part]:
    lines = list(passage.lines())
    kind, at, text = "", 0, 0
    while at < len(lines):
        line = lines[at].text
        at += 1
        if said := SOURCE.match(line):
            kind = (said["kind"] or "").lower()
        opened = DELIMITER.match(line) or FENCE.match(line)
        if opened is None:
            kind = kind if said or line.startswith(".") or not line.strip() else ""
            continue
        yield from _paragraphs(lines[text : at - 1])
        begin = at
        while at < len(lines) and lines[at].text.rstrip() != opened["mark"]:
            at += 1
        yield _Part("fence", kind or (opened.groupdict().get("kind") or "").lower(), lines[begin:at])
        kind, at = "", at + 1
        text = at
    yield from _paragraphs(lines[text:])
