"""What is foretold of each docker call of a text: in no language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dockersh.practice.foretell.outcome import Outcome
from dockersh.practice.foretell.reasons import Reason, reason
from dockersh.practice.foretell.scene import KINDS, Scene
from dockersh.reading.syntax import Call, Span
from dockersh.startup.typed import NamedTuple

FAILS, DEPENDS, ASSUMED, IMAGE, SHELL, UNREACHED = "fails", "depends", "assumed", "image", "shell", "not-reached"
ASKS = re.compile(r"^\S+ (?:\w+ )?inspect ")  # a condition that asks whether something is there is answered, and has not failed
ORDER = (FAILS, DEPENDS, SHELL, ASSUMED, IMAGE, UNREACHED)


class Verdict(NamedTuple):
    """Of one call, *span* in its text. *said* are docker's words, *excused*: the script provides for the failure.

    *about* is an image, *line* the line that ends the script.
    """

    span: Span
    kind: str
    said: str = ""
    why: Reason = Reason()
    excused: bool = False
    about: str = ""
    line: int = 0


def call_words(call: Call) -> str:
    """The words of a call, as far as they are written there."""
    return " ".join(word.text for word in call.words)


class Notes:
    """Takes what becomes of the calls, as often as they run. *line* gives the line of the file at a place of the text.

    *page*: a reader puts other words in, so that what docker would refuse of them it may take.
    """

    def __init__(self, line: Callable[[int], int], *, page: bool = False) -> None:
        self.line_of, self.page = line, page
        self.base = 0  # where the logical line begins that is followed now
        self.ended = 0
        self.found: dict[Span, list[Verdict]] = {}
        self.batch: list[Verdict] = []
        self.images: set[str] = set()

    def line(self, at: int) -> int:
        """The line of the file at a place of the logical line."""
        return self.line_of(self.base + at)

    def add(self, call: Call, scene: Scene, outcome: Outcome, *, excused: bool) -> int | None:
        """An end on one scene; its status as far as it is certain."""
        if outcome.status != 1:
            self.batch.append(Verdict(call.span, outcome.note, about=outcome.about))
            return outcome.status
        why = reason(scene, outcome.refused[0]) if outcome.refused else Reason()
        if self.page and not why.state:
            scene.cloud(KINDS)
            return None
        told = outcome.said and (outcome.refused or not all(word.literal for word in call.words))
        told = told and not (excused and ASKS.search(call_words(call)))
        kind = FAILS if why.sure else DEPENDS
        kind = kind if told else ""  # what the client cannot read is said without us
        self.batch.append(Verdict(call.span, kind, outcome.said, why, excused))
        return 1 if why.sure else None

    def close(self, call: Call | None) -> None:
        """The command has run on every scene."""
        batch, self.batch = self.batch, []
        if call is None:
            return
        if not batch:
            if self.ended:
                self._keep(Verdict(call.span, UNREACHED, line=self.ended))
            return
        worst = min(batch, key=lambda one: ORDER.index(one.kind) if one.kind else len(ORDER))
        failing = [one for one in batch if one.kind == FAILS]
        if failing and len(failing) < len(batch):
            worst = failing[0]._replace(kind=DEPENDS)
        self._keep(worst)

    def _keep(self, verdict: Verdict) -> None:
        if verdict.kind == IMAGE:
            if verdict.about in self.images:
                return
            self.images.add(verdict.about)
        span = Span(self.base + verdict.span.start, self.base + verdict.span.end)
        self.found.setdefault(span, []).append(verdict._replace(span=span))

    def leave(self, calls: Iterable[Call]) -> None:
        """Calls of which only the shell knows whether, how often or with which words they run."""
        for call in calls:
            self._keep(Verdict(call.span, SHELL))

    def ends(self, start: int) -> None:
        """The script ends at a place, on some scene."""
        self.ended = self.ended or self.line(start)

    def verdicts(self) -> list[Verdict]:
        """The gravest of each call, in their order."""
        found = (
            min((one for one in told if one.kind), key=lambda one: ORDER.index(one.kind), default=None)
            for _, told in sorted(self.found.items())
        )
        return [one for one in found if one is not None]
