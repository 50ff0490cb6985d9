"""`practice` and `learn` in the shell: a practice session, in a shell of its own that one leaves again."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys

from dockersh.execute import foreground
from dockersh.ways_in.builtin.desk import Desk

OFF, RESET = "off", "--reset"
NOT_BEGUN = 2  # the status of a dockersh that could not
LISTS = (("list",), ("--list",))  # of lessons: printed, and that is all


def practice(desk: Desk, rest: str) -> int:
    """`practice`, `practice off`, `practice --reset`."""
    inside = bool(desk.shell.settings.practice)
    if rest == OFF:
        return _left(desk) if inside else desk.complain("practice.not-on")
    if rest not in ("", RESET):
        return desk.complain("practice.usage")
    if not inside:
        return _begun(desk, "--practice", *rest.split())
    if rest == RESET:
        _emptied(desk)
    desk.say("practice.emptied" if rest else "practice.on")
    return 0


def learn(desk: Desk, rest: str) -> int:
    """`learn`, `learn hint`…: lessons; outside of practice they begin with a session."""
    home = desk.shell.settings.practice
    if not home:
        return _begun(desk, "learn", *rest.split())
    from dockersh.practice.lessons.course import Course  # noqa: PLC0415  for those who learn

    if desk.course is None:
        desk.course = Course(desk.lang, desk.shell.env, os.path.dirname(home))
    desk.write(desk.course.command(rest.split()))
    return 0


def _begun(desk: Desk, *words: str) -> int:
    """Another dockersh in this terminal, until it is left: nothing of this session is touched by it."""
    argv = [sys.executable, "-I", "-m", "dockersh", "--lang", desk.shell.settings.lang, *words]
    status = foreground.run(argv, desk.shell.env).status
    if status != NOT_BEGUN and words[1:] not in LISTS:
        desk.say("practice.back")
    return status


def _left(desk: Desk) -> int:
    desk.leaving = 0
    return 0


def _emptied(desk: Desk) -> None:
    """Everything that was practised is gone; the folder stays, for somebody stands in it."""
    from dockersh.practice.lessons.ask import Engine  # noqa: PLC0415  this one only

    home = desk.shell.settings.practice
    Engine(desk.shell.env["DOCKER_HOST"].removeprefix("unix://")).empty()
    with os.scandir(home) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)
