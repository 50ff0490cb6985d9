"""Dockerfiles: what RUN hands to a shell. Source: Dockerfile reference, RUN, "Here-Documents" and "Escape"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dockersh.reading.syntax.words import mentions
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents.passage import BLANKS, Passage, joined
from dockersh.ways_in.documents.snippet import Snippet, script

RUN = re.compile(r"^[ \t]*RUN[ \t]+(?:--\w+(?:=\S+)?[ \t]+)*", re.IGNORECASE)
READS_DOCUMENTS = re.compile(r"^[ \t]*(?:RUN|COPY|ADD)\b", re.IGNORECASE)
DOCUMENT = re.compile(r"(?<![<\\])<<(?P<tabs>-?)(?P<quote>[\"']?)(?P<word>[A-Za-z_]\w*)(?P=quote)")
CONTINUED = re.compile(r"\\[ \t\r]+$", re.MULTILINE)


class _Instruction(NamedTuple):
    """One instruction: its own lines without remarks, and those of its here-documents, with their ends."""

    own: tuple[Passage, ...]
    documents: tuple[Passage, ...]


def dockerfile(passage: Passage) -> Iterator[Snippet]:
    """What RUN hands to a shell; a here-document alone is the script."""
    for one in _instructions(list(passage.lines())):
        mark = RUN.match(one.own[0].text)
        if mark is None or one.own[0].text[mark.end() :].startswith("["):
            continue
        first = one.own[0].cut(mark.end(), len(one.own[0].text))
        if DOCUMENT.fullmatch(first.text.strip()) and len(one.own) == 1:
            yield from _scripted(one.documents[:-1])
        else:
            yield from _shell(joined([first, *one.own[1:], *one.documents]))


def _scripted(lines: Sequence[Passage]) -> Iterator[Snippet]:
    """A script of its own; of another program where its first line says so."""
    first = lines[0].text.strip() if lines else ""
    body = joined(lines)
    if mentions(body.text) and not (first.startswith("#!") and not re.search(r"sh\b", first)):
        yield from script(body)


def _shell(body: Passage) -> Iterator[Snippet]:
    if mentions(body.text):
        yield Snippet(body.exchanged(CONTINUED, lambda found: " " * (len(found[0]) - 1) + "\\"))


def _instructions(lines: Sequence[Passage]) -> Iterator[_Instruction]:
    """Each begins where the one before it, its continued lines and its here-documents end."""
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        own = [lines[at], *(line for line in lines[at + 1 : end] if not _remark(line))]
        after = _after_documents(lines, own, end)
        yield _Instruction(tuple(own), tuple(lines[end:after]))
        at = after


def _end(lines: Sequence[Passage], begin: int) -> int:
    """Behind a line and those that it goes on with; remarks between them do not end it."""
    at = begin + 1
    while at < len(lines) and (lines[at - 1].text.rstrip(BLANKS).endswith("\\") or (at - 1 > begin and _remark(lines[at - 1]))):
        at += 1
    return at


def _after_documents(lines: Sequence[Passage], own: Sequence[Passage], at: int) -> int:
    """Behind the last here-document; of one that does not end, behind the file."""
    if not READS_DOCUMENTS.match(own[0].text):
        return at
    for found in DOCUMENT.finditer("\n".join(line.text for line in own)):
        while at < len(lines) and not _ends(lines[at].text, found):
            at += 1
        at = min(at + 1, len(lines))
    return at


def _ends(line: str, opened: re.Match[str]) -> bool:
    bare = line.rstrip("\r\n")
    return (bare.lstrip("\t") if opened["tabs"] else bare) == opened["word"]


def _remark(line: Passage) -> bool:
    return line.text.lstrip(BLANKS).startswith("#")
