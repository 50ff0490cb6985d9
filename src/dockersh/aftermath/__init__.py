"""What happened: the engine's own word on the objects of the line, in a sentence each.

Codes and arguments only; `shell` words them. Asked after the command, within a time box of its own.
"""

from __future__ import annotations

from dockersh.aftermath import changes, containers, statuses
from dockersh.engine import Engine
from dockersh.finding import Say
from dockersh.invocation import Invocation
from dockersh.outcome import Outcome


def what_happened(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Say, ...]:
    """Sentences on the line's objects; none where there is nothing to say or the engine does not answer."""
    told = containers.fates(invocation, outcome, engine)
    return (*told.says, *changes.changes(invocation, outcome, engine), *statuses.meaning(invocation, outcome, told.held))
