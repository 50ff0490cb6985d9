"""`--simulate`: what is foretold of a file's docker lines, as findings of the reader's language."""

from __future__ import annotations

import os
from collections.abc import Callable

from dockersh.engine.api.reach import socket_of
from dockersh.explanation import Explanation, Finding, Span
from dockersh.finding import Arg, Say, Severity, finding
from dockersh.permissions.engines import target
from dockersh.practice.foretell import verdicts
from dockersh.practice.foretell.following import Foreteller
from dockersh.practice.foretell.from_engine import UnreadError, read
from dockersh.practice.foretell.scene import KINDS, Scene
from dockersh.practice.foretell.verdicts import Verdict
from dockersh.startup.lazy_regex import pattern
from dockersh.texts.wording import finding_text
from dockersh.ways_in.documents.kinds import Kind

# Kinds whose pieces run one after the other, as somebody reads them; of others nobody knows which run, and in what order.
IN_ORDER = frozenset(("shell", "markdown", "rst", "asciidoc"))
CODES: dict[str, tuple[str, Severity]] = {
    verdicts.FAILS: ("script-fails", "error"),
    verdicts.DEPENDS: ("script-may-fail", "tip"),
    verdicts.SHELL: ("script-open", "tip"),
    verdicts.ASSUMED: ("script-assumed", "tip"),
    verdicts.IMAGE: ("script-unknown-image", "tip"),
    verdicts.UNREACHED: ("script-not-reached", "tip"),
}
EXCUSED: tuple[str, Severity] = ("script-fails-provided-for", "tip")
IN_FRONT = ("docker: ", "Error response from daemon: ")
ID = pattern(r"(?<=\b[0-9a-f]{12})[0-9a-f]{52}\b")

RECIPES = frozenset(("makefile", "justfile"))  # a piece of shell a line, of a target one after the other

Foretell = Callable[[str, Callable[[int], int]], list[Verdict]]


class Simulation:
    """How things stand before each file: nothing there, or what an engine holds."""

    def __init__(self, start: Scene, lang: str) -> None:
        self.start, self.lang = start, lang

    def of_file(self, kind: Kind | None) -> Foretell:
        """Who follows the pieces of one file."""
        page = kind is not None and kind.page
        start = self.start.copy()
        if page:
            start.cloud(KINDS)  # a page tells of more than its docker lines
        name = kind.name if kind is not None else ""
        return Foreteller(start, apart=name not in IN_ORDER, recipe=name in RECIPES, page=page).follow

    def added(self, explanation: Explanation, told: list[Verdict]) -> Explanation:
        """An explanation of a piece of shell, with what is foretold of its lines among its findings.

        What docker refuses whatever there is, an error says already.
        """
        wrong = [one.span for one in _all(explanation) if one.severity == "error" and one.span]
        kept = [one for one in told if one.why.key or not any(_within(span, one.span) for span in wrong)]
        return explanation._replace(findings=(*explanation.findings, *(_finding(self.lang, one) for one in kept)))


def simulation(lang: str, *, from_engine: bool) -> Simulation:
    """Nothing there, or what the person's engine holds. Raises UnreadError where that cannot be read."""
    if not from_engine:
        return Simulation(Scene(), lang)
    path = socket_of(target((), {}, os.environ).address, os.environ)
    if not path:
        raise UnreadError(0, "")
    return Simulation(read(path), lang)


def _finding(lang: str, one: Verdict) -> Finding:
    code, severity = EXCUSED if one.excused and one.kind == verdicts.FAILS else CODES[one.kind]
    return Finding(code, severity, one.span, finding_text(lang, finding(code, severity, one.span, **_told(one))))


def _all(explanation: Explanation) -> tuple[Finding, ...]:
    return (*(one for command in explanation.commands for one in command.findings), *explanation.findings)


def _within(span: Span, around: Span) -> bool:
    return around[0] <= span[0] < around[1]


def _told(one: Verdict) -> dict[str, Arg]:
    return {"why": _why(one), "said": _said(one.said), "image": one.about, "line": str(one.line)}


def _said(words: str) -> str:
    """Docker's words on one line, without the pointer to its help; the ids, which are practice's own, in short."""
    kept = " ".join(words.partition("\n\nRun '")[0].partition("\n\nSee '")[0].partition("\n\nUsage:")[0].split())
    for word in IN_FRONT:
        kept = kept.removeprefix(word)
    return ID.sub("", kept)


def _why(one: Verdict) -> str | Say:
    """The line that is the reason; docker's words alone where there is none."""
    if not one.why.key:
        return Say("documents.because-docker")
    there = "" if one.why.line or one.why.key == "never" else "-before"
    return Say(f"documents.because-{one.why.key}{there}", {"name": one.why.name, "line": str(one.why.line)})
