"""`undo`: what was removed lately, and the lines that bring it back, run after asking."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator

from dockersh.execute import foreground
from dockersh.finding import Say, say
from dockersh.recreate import recipes
from dockersh.recreate.how import COMPOSE
from dockersh.recreate.recipes import Recipe
from dockersh.texts.ages import age
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.builtin.remake import deliver, refuse, split
from dockersh.ways_in.confirm import answer
from dockersh.ways_in.streams import STDERR, stdin_is_terminal, write

ALL = "--list"


def undo(desk: Desk, rest: str) -> int:
    """`undo`: the last line's things; `undo NAME`: that one; `undo --list`: all that are kept, the newest first."""
    now = time.time()
    found = recipes.kept(recipes.file(desk.shell.env), now)
    words = split(rest)
    if words == [ALL]:
        return _list(desk, found, now)
    chosen = [one for one in found if one.name in words][:1] if words else [one for one in found if one.at == found[0].at]
    if not chosen and desk.shell.settings.private:
        return refuse(desk, say("recreate.undo-private"))
    if not chosen:
        name = " ".join(words)
        return refuse(desk, say("recreate.nothing-to-undo", name=name) if name else say("recreate.nothing-kept"))
    lines = "".join(one.text for one in recipes.in_order(chosen))
    notes = [say(f"recreate.undo-{one.lost}", name=one.name) for one in chosen if one.lost]
    notes += [say("recreate.undo-secret", name=one.name) for one in chosen if not one.text and one.lost != "image"]
    deliver(desk, lines, (*notes, *_beside(desk, lines)))
    return _run(desk, lines) if lines else 1


def _beside(desk: Desk, lines: str) -> Iterator[Say]:
    """Secrets that the lines take from the environment, and the project that compose made."""
    missing = [name for name in recipes.exports(lines) if name not in desk.shell.env]
    if missing:
        yield say("recreate.export", names=" ".join(missing))
    for project in dict.fromkeys(re.findall(rf"{re.escape(COMPOSE)}project=([\w.-]+)", lines)):
        yield say("recreate.undo-compose", project=project)


def _list(desk: Desk, found: list[Recipe], now: float) -> int:
    for one in found:
        row = say("recreate.undo-row", kind=one.kind, name=one.name, age=age(now, one.at))
        write(sys.stdout, sentence(desk.lang, row) + "\n")
    return 0


def _run(desk: Desk, lines: str) -> int:
    """Where somebody is there to answer; elsewhere the lines on standard output are the answer."""
    if not (desk.interactive and stdin_is_terminal() and os.isatty(STDERR)):
        return 0
    if status := answer(desk.lang):
        return status
    return foreground.run(["/bin/sh", "-ec", lines], desk.shell.env).status
