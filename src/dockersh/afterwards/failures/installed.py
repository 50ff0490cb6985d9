"""The words of the person's own installation: how its engine is started, restarted, read and set up."""

from __future__ import annotations

import os

from dockersh.engine.installation import APPLICATIONS, WORDS, Installation, of, of_line
from dockersh.finding import Arg, Say
from dockersh.permissions.engines import Target
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation.questions import assignments, global_options


def words(invocation: Invocation) -> dict[str, Arg]:
    """`{restart}` and the like, for the engine that the line goes to."""
    return words_of(of_line(global_options(invocation), assignments(invocation.call), os.environ))


def words_at(endpoint: str) -> dict[str, Arg]:
    """The same of an engine that docker named by its address, where an application's socket is there."""
    found = of(Target(endpoint, "", ()))
    return words_of(found) if found.kind.partition("-")[0] in {kind for kind, *_ in APPLICATIONS} else {}


def words_of(installation: Installation) -> dict[str, Arg]:
    """The same of an installation."""
    named: dict[str, Arg] = {"name": installation.name}
    settings = Say(f"installation.settings-{installation.kind}", named)
    return {word: Say(f"installation.{word}-{installation.kind}", {**named, "settings": settings}) for word in WORDS}
