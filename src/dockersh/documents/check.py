"""The docker lines of one file, explained, and what there is to mind about each: with line and column in the file."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator

from dockersh import syntax
from dockersh.documents.extract import AROUND, Snippet, extract, is_page
from dockersh.documents.pieces import pieces
from dockersh.explanation import Explanation, Finding, Span
from dockersh.finding import SEVERITIES, Severity
from dockersh.typed import NamedTuple

# `# dockersh: ignore` for every finding of the line, `# dockersh: ignore CODE, CODE` for some; on the line, or above it.
IGNORE = re.compile(r"dockersh:\s*ignore(?:\s+(?P<codes>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*))?")
BLANKS = frozenset(("placeholder", "placeholder-redirect", "placeholder-template"))


class Place(NamedTuple):
    """A stretch of a file: lines and columns count from 1, the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Checked(NamedTuple):
    """One docker line of a file: where, its explanation, and its findings with their places, those told to ignore left out."""

    file: str
    place: Place
    explanation: Explanation
    findings: tuple[tuple[Place, Finding], ...]


def check(name: str, text: str, explain: Callable[[str], Explanation]) -> Iterator[Checked]:
    """Every docker line of a file, in order. *explain* gives the explanation of one logical line."""
    starts = [0, *(match.end() for match in re.finditer(r"\n", text))]
    lines = text.splitlines()
    for snippet in extract(name, text):
        if not syntax.parse(snippet.text).calls:
            continue
        whole = _as_written(explain(snippet.text), snippet, text)
        for begin, explanation in pieces(whole):
            start = snippet.start + begin
            place = _place(starts, start, (0, len(explanation.line)))
            ignored = _ignored(lines, place)
            kept = [one for one in _findings(explanation, page=is_page(name)) if not {"*", one.code} & ignored]
            found = tuple((_place(starts, start, one.span) if one.span else place, one) for one in kept)
            yield Checked(name, place, explanation, found)


def _as_written(explanation: Explanation, snippet: Snippet, text: str) -> Explanation:
    """The line as the file has it, without the prompts of lines that go on; what was masked stays so."""
    written = text[snippet.start : snippet.start + len(snippet.text)]
    shown = zip(explanation.line, snippet.text, written, strict=True)
    chars = (theirs if mine == read and theirs not in AROUND else mine for mine, read, theirs in shown)
    return explanation._replace(line="".join(chars))


def _findings(explanation: Explanation, *, page: bool) -> list[Finding]:
    """What there is to mind; on a page `<name>` is for the reader to fill in, whatever docker would say to it."""
    found = [one for command in explanation.commands for one in command.findings] + list(explanation.findings)
    blanks = [one for one in found if one.code in BLANKS]
    if not page or not blanks:
        return found
    return [one for one in found if one.code not in BLANKS and not any(_overlap(one, blank) for blank in blanks)]


def _overlap(one: Finding, blank: Finding) -> bool:
    if one.severity != "error" or one.span is None or blank.span is None:
        return False
    return one.span[0] < blank.span[1] and blank.span[0] < one.span[1]


def worst(checked: list[Checked]) -> Severity | None:
    """The gravest severity found; None when there is nothing to mind."""
    found = {finding.severity for one in checked for _, finding in one.findings}
    return next((severity for severity in SEVERITIES if severity in found), None)


def _place(starts: list[int], start: int, span: Span) -> Place:
    return Place(*_position(starts, start + span[0]), *_position(starts, start + span[1]))


def _position(starts: list[int], offset: int) -> tuple[int, int]:
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def _ignored(lines: list[str], place: Place) -> set[str]:
    """The codes that a remark on the line, or alone on the line above it, tells us to leave out; `*`: all."""
    near = lines[place.line - 1 : place.end_line]
    above = lines[place.line - 2] if place.line > 1 else ""
    if re.match(r"\s*(?:#|//|<!--)", above):
        near = [above, *near]
    codes: set[str] = set()
    for line in near:
        if match := IGNORE.search(line):
            codes |= set(re.split(r"\s*,\s*", match["codes"])) if match["codes"] else {"*"}
    return codes
