"""What is mechanical, mended: a dash too few, a port that everybody reaches, docker-compose, `version:` in a compose file.

No word moves, and nothing else of the file changes: to a shell the rest reads as before.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator

from dockersh.explanation import Finding
from dockersh.reading.syntax.unfinished import physical_lines
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents.check import Checked, Place

COMPOSE_FILE = re.compile(r"(?:^|/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$", re.IGNORECASE)
VERSION = re.compile(r"^version:[ \t]*(?:'[\d.]+'|\"[\d.]+\"|[\d.]+)[ \t]*(?:#.*)?\r?\n(?:[ \t]*\r?\n)?", re.MULTILINE)
SERVICES = re.compile(r"^services:", re.MULTILINE)
PORT = re.compile(r"(?P<flag>(?:-p|--publish)(?:[ \t]+|=)?|)(?P<quote>[\"']?)(?P<port>\d[\d-]*:\d[\d-]*(?:/\w+)?)(?P=quote)")
STANDALONE = re.compile(r"\bdocker-compose(?=[ \t]+[a-z-])")
ONE_DASH = re.compile(r"-[a-z][a-z-]+")


class _Edit(NamedTuple):
    """What stands in place of a stretch of the text."""

    start: int
    end: int
    text: str


def mended(name: str, text: str, checked: Iterable[Checked]) -> str:
    """The text of a file with what can be mended mended."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    edits = {_Edit(*edit) for one in checked for edit in _edits(one, text, starts)}
    at = len(text) + 1
    for edit in sorted(edits, reverse=True):
        if edit.end <= at:
            text, at = text[: edit.start] + edit.text + text[edit.end :], edit.start
    if COMPOSE_FILE.search(name) and SERVICES.search(text):
        text = VERSION.sub("", text, count=1)
    return text


def _edits(one: Checked, text: str, starts: list[int]) -> Iterator[_Edit]:
    for place, finding in one.findings:
        start, end = _span(place, starts)
        new = _mended(finding, text[start:end])
        if new is not None and new != text[start:end]:
            yield _Edit(start, end, new)
    start, end = _span(one.place, starts)
    if one.explanation.commands and all(command.program == "docker-compose" for command in one.explanation.commands):
        for found in STANDALONE.finditer(text, start, end):
            yield _Edit(*found.span(), "docker compose")


def _mended(finding: Finding, written: str) -> str | None:
    """What should stand there; None where a person has to decide."""
    if finding.code in ("published-to-every-address", "database-to-every-address") and (found := PORT.fullmatch(written)):
        return f"{found['flag']}{found['quote']}127.0.0.1:{found['port']}{found['quote']}"
    if finding.code in DASHES and ONE_DASH.fullmatch(written) and f"-{written}" in (finding.text + (finding.fix or "")):
        return f"-{written}"
    return None


DASHES = frozenset(("one-dash", "unknown-shorthand-near"))


def _span(place: Place, starts: list[int]) -> tuple[int, int]:
    return starts[place.line - 1] + place.column - 1, starts[place.end_line - 1] + place.end_column - 1


def diff(name: str, old: str, new: str) -> Iterator[str]:
    """The change as `patch` and `git apply` take it; lines without their ends."""
    path = os.path.relpath(name)
    for line in difflib.unified_diff(physical_lines(old), physical_lines(new), f"a/{path}", f"b/{path}"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
