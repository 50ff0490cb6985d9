"""What happened: the engine's own word on the objects of the line, in a sentence each.

Codes and arguments only; `shell` words them. Asked after the command, within a time box of its own.
"""

from __future__ import annotations

from dockersh.afterwards.aftermath import changes, containers, statuses
from dockersh.engine import Engine
from dockersh.execute.outcome import Outcome
from dockersh.finding import Say
from dockersh.reading.invocation import Invocation


def what_happened(invocation: Invocation, outcome: Outcome, engine: Engine, *, sure: bool = True) -> tuple[Say, ...]:
    """Sentences on the line's objects; none where there is nothing to say or the engine does not answer.

    *sure*: the status is docker's own, and not that of another program of the line.
    """
    told = containers.fates(invocation, outcome, engine, sure=sure)
    meaning = statuses.meaning(invocation, outcome, told, sure=sure)
    return (*told.says, *changes.changes(invocation, outcome, engine), *meaning)
