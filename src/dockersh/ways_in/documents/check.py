"""The docker lines of one file, explained, and what there is to mind about each: with line and column in the file."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

from dockersh.explanation import Explanation, Finding, Span
from dockersh.finding import SEVERITIES, Severity, finding
from dockersh.reading import syntax
from dockersh.reading.syntax.words import mentions
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple
from dockersh.texts.wording import finding_fix, finding_text
from dockersh.ways_in.documents.judged import Setting, judged
from dockersh.ways_in.documents.kinds import extract, kind_of
from dockersh.ways_in.documents.passage import Passage
from dockersh.ways_in.documents.pieces import pieces

if TYPE_CHECKING:
    from dockersh.ways_in.documents.foretold import Simulation

# `# dockersh: ignore` for every finding of the line, `# dockersh: ignore CODE, CODE` for some; on the line, or above it.
IGNORE = re.compile(r"dockersh:\s*ignore(?!-file)(?:\s+(?P<codes>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*))?")


# `# dockersh: ignore-file CODE, CODE`, wherever it stands: in the whole file.
IGNORE_FILE = re.compile(r"dockersh:\s*ignore-file(?:[ \t]+(?P<codes>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*))?")


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


def check(
    name: str,
    text: str,
    explain: Callable[[str], Explanation],
    also: AbstractSet[str] = frozenset(),
    simulation: Simulation | None = None,
) -> Iterator[Checked]:
    """Every docker line of a file, in order. *explain* gives the explanation of one logical line.

    *also* is what is read on wish; *simulation* foretells what becomes of the lines.
    """
    kind = kind_of(name, text, also)
    starts = [0, *(match.end() for match in re.finditer(r"\n", text))]
    lines = text.split("\n")
    told, everywhere = "\r\n" in text, _everywhere(text)
    foretell = simulation.of_file(kind) if simulation else None
    for snippet in extract(name, text, also):
        passage = snippet.passage
        parsed = syntax.parse(passage.text)
        if not parsed.calls and not (parsed.broken in syntax.GIVEN_UP and mentions(passage.text)):
            continue
        page, filled = kind is not None and kind.page, kind is not None and kind.filled
        setting = Setting(page, filled, snippet.sure, snippet.whole, text, snippet.part)
        whole = _as_written(explain(passage.text), passage)
        if simulation and foretell:
            whole = simulation.added(whole, foretell(passage.text, _Spot(passage, starts, 0).line))
        for begin, explanation in pieces(whole):
            found = judged(explanation, setting)
            if found is not None:
                spot = _Spot(passage, starts, begin)
                crlf = _carriage_return(explanation) if told and kind is not None and kind.runs else ()
                told = False
                wanted = [one for one in (*found, *crlf) if not {"*", one.code} & everywhere]
                yield _checked(name, spot, explanation, wanted, lines)


def _carriage_return(explanation: Explanation) -> tuple[Finding, ...]:
    """What an editor of Windows leaves at the end of each line: to a shell it is a part of the last word."""
    what = finding("carriage-return", "error")
    return (Finding(what.code, "error", None, finding_text(explanation.lang, what), finding_fix(explanation.lang, what)),)


class _Spot(NamedTuple):
    """Where a docker line stands: *begin* in its passage, the lines of whose file begin at *starts*."""

    passage: Passage
    starts: list[int]
    begin: int

    def place(self, span: Span) -> Place:
        """A stretch of the line, in the file."""
        last = self.passage.place(self.begin + max(span[0], span[1] - 1)) + (span[1] > span[0])
        return Place(*self._position(self.passage.place(self.begin + span[0])), *self._position(last))

    def line(self, at: int) -> int:
        """The line of the file that a character of the passage stands in."""
        return self._position(self.passage.place(at))[0]

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def _checked(name: str, spot: _Spot, explanation: Explanation, found: list[Finding], lines: list[str]) -> Checked:
    place = spot.place((0, len(explanation.line)))
    ignored = _ignored(lines, place)
    kept = [one for one in found if not {"*", one.code} & ignored]
    return Checked(name, place, explanation, tuple((spot.place(one.span) if one.span else place, one) for one in kept))


def _as_written(explanation: Explanation, passage: Passage) -> Explanation:
    """The line as the file has it, where it was read as something else; what was masked stays so."""
    shown = zip(explanation.line, passage.text, passage.written, strict=True)
    return explanation._replace(line="".join(theirs if mine == read else mine for mine, read, theirs in shown))


def worst(checked: list[Checked]) -> Severity | None:
    """The gravest severity found; None when there is nothing to mind."""
    found = {finding.severity for one in checked for _, finding in one.findings}
    return next((severity for severity in SEVERITIES if severity in found), None)


def _everywhere(text: str) -> frozenset[str]:
    """The codes that a remark anywhere tells us to leave out in all of the file."""
    codes: set[str] = set()
    for match in IGNORE_FILE.finditer(text):
        codes |= set(re.split(r"\s*,\s*", match["codes"])) if match["codes"] else {"*"}
    return frozenset(codes)


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
