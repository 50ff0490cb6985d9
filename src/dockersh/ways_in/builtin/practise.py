"""`practice` and `learn` in the shell: a practice session, in a shell of its own that one leaves again."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time

from dockersh.execute import foreground
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.streams import write

OFF, RESET, REAL = "off", "--reset", "--real"
UNDO = "undo"  # ours for what was removed; nobody who learns means that
SHORT = ("goal", "hint", "skip", "solution", "reset")  # while a lesson runs
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
    words = rest.split()
    if desk.course is None and not home:
        return _begun(desk, "learn", *words)
    from dockersh.practice.lessons.course import Course  # noqa: PLC0415  for those who learn

    if REAL in words:
        if desk.course is None or not desk.course.ground.real:
            return desk.complain("practice.not-real")
        words.remove(REAL)
    if desk.course is None:
        desk.course = Course(desk.lang, desk.shell.env, os.path.dirname(home))
    desk.write(desk.course.command(words))
    return 0


def begin(desk: Desk, line: str) -> str:
    """A line will run: the one that somebody means who types *line*. Lessons, where there are any, are told of it."""
    course = desk.course
    line = _short(desk, line) if course is not None and course.level is not None else line
    if not _is_own(line):
        desk.last_ran = (time.time(), 0.0)
        if course is not None:
            course.before(line)
    return line


def _short(desk: Desk, line: str) -> str:
    """`hint` for `learn hint`, while a lesson runs."""
    word = line.strip()
    if word == UNDO and desk.shell.settings.practice:
        return f"learn {word}"
    if word in SHORT and shutil.which(word, path=desk.shell.env.get("PATH")) is None:
        return f"learn {word}"
    return line


def teach(desk: Desk, line: str) -> None:
    """It has run; where lessons have begun, whether it did what is asked for."""
    if _is_own(line):
        return
    desk.last_ran = (desk.last_ran[0], time.time())
    if desk.course is not None:
        write(sys.stderr, desk.course.changed(line) + desk.course.after(line))


def _is_own(line: str) -> bool:
    """Whether it is a command of ours."""
    from dockersh.ways_in import builtin  # noqa: PLC0415  which imports us

    return builtin.find(line, interactive=True) is not None


def _begun(desk: Desk, *words: str) -> int:
    """Another dockersh in this terminal, until it is left: nothing of this session is touched by it."""
    argv = [sys.executable, "-I", "-m", "dockersh", "--lang", desk.shell.settings.lang, *words]
    status = foreground.run(argv, desk.shell.env).status
    if status != NOT_BEGUN and words[1:] not in LISTS:
        desk.say("practice.back-from-real" if REAL in words else "practice.back")
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
