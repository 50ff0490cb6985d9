"""The docker lines of one file, explained, and what there is to mind about each: with line and column in the file."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dockersh import syntax
from dockersh.documents.extract import extract
from dockersh.explanation import Explanation, Finding, Span
from dockersh.finding import SEVERITIES, Severity

# `# dockersh: ignore` for every finding of the line, `# dockersh: ignore CODE, CODE` for some; on the line, or above it.
IGNORE = re.compile(r"dockersh:\s*ignore(?:\s+(?P<codes>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*))?")


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
    for snippet in extract(name, text):
        if not syntax.parse(snippet.text).calls:
            continue
        explanation = explain(snippet.text)
        whole = (0, len(snippet.text.rstrip()))

        def place(span: Span | None, start: int = snippet.start, whole: Span = whole) -> Place:
            begin, end = span or whole
            return Place(*_position(starts, start + begin), *_position(starts, start + end))

        place_of_line = place(None)
        ignored = _ignored(text.splitlines(), place_of_line)
        found = [one for command in explanation.commands for one in command.findings] + list(explanation.findings)
        kept = tuple((place(one.span), one) for one in found if not ("*" in ignored or one.code in ignored))
        yield Checked(name, place_of_line, explanation, kept)


def worst(checked: list[Checked]) -> Severity | None:
    """The gravest severity found; None when there is nothing to mind."""
    found = {finding.severity for one in checked for _, finding in one.findings}
    return next((severity for severity in SEVERITIES if severity in found), None)


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
