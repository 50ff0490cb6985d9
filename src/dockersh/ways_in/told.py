"""What was told of a line before it runs, for those that speak after it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.execute.outcome import Outcome
from dockersh.explaining.foresee import Foreseen
from dockersh.finding import Finding
from dockersh.machine.given import folder
from dockersh.reading.invocation import Invocation, read
from dockersh.reading.syntax import Line
from dockersh.reading.syntax.places import Places
from dockersh.startup.typed import NamedTuple


def places(env: Mapping[str, str], *, stays: bool) -> Places:
    """The folder and the home folder of a shell in this environment; a script that left its folder may be anywhere."""
    here = folder(env) if stays else ""
    return Places(here, env.get("HOME", ""), os.path.basename(env.get("SHELL", "")) != "zsh")


class Told(NamedTuple):
    """What came of explaining a line: what was *foreseen*, where anybody wanted to know, and whether it was *said*.

    *done* is the outcome where that was all there is to do; None: the line runs.
    """

    line: Line
    foreseen: Foreseen | None = None
    said: bool = False
    done: Outcome | None = None

    @property
    def invocations(self) -> tuple[Invocation, ...]:
        """The invocations of docker itself and of podman; read now, where nobody foresaw what they do."""
        if self.foreseen is None:
            return tuple([read(call) for call in self.line.dockers])
        return tuple([found for found in self.foreseen.invocations if found.call.engine])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that were said: of each call, then of the line as a whole."""
        if not self.said or self.foreseen is None:
            return ()
        return (*(found for call in self.foreseen.calls for found in call.findings), *self.foreseen.findings)

    @property
    def has_others(self) -> bool:
        """Whether the line has programs besides docker: words outside of docker's invocations."""
        rest = list(self.line.text)
        for call in self.line.calls:
            rest[call.span.start : call.span.end] = " " * (call.span.end - call.span.start)
        return any(char.isalpha() for char in rest)
