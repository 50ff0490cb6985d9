"""The words of the person's own installation: how its engine is started, restarted, read and set up."""

from __future__ import annotations

import os

from dockersh.engine.installation import WORDS, Installation, of_line
from dockersh.finding import Arg, Say
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation.questions import assignments, global_options


def words(invocation: Invocation) -> dict[str, Arg]:
    """`{restart}` and the like, for the engine that the line goes to."""
    return words_of(of_line(global_options(invocation), assignments(invocation.call), os.environ))


def words_of(installation: Installation) -> dict[str, Arg]:
    """The same of an installation."""
    named: dict[str, Arg] = {"name": installation.name}
    settings = Say(f"installation.settings-{installation.kind}", named)
    return {word: Say(f"installation.{word}-{installation.kind}", {**named, "settings": settings}) for word in WORDS}
