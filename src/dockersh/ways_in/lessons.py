"""`dockersh learn`: the lessons in a practice session, or with `--real` on the person's own engine, after asking."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Sequence

from dockersh.engine.api import reach
from dockersh.execute.outcome import Outcome
from dockersh.finding import Say, say
from dockersh.machine import folders
from dockersh.practice.lessons.ask import Engine
from dockersh.practice.lessons.course import Course
from dockersh.practice.lessons.ground import HOME
from dockersh.practice.lessons.real import RealGround
from dockersh.practice.session import folder
from dockersh.render.cells import wrap
from dockersh.texts.wording import sentence
from dockersh.ways_in.confirm import answer
from dockersh.ways_in.shell import Shell
from dockersh.ways_in.streams import STDERR, stdin_is_terminal, write

REAL = "--real"
LISTS = (["--list"], ["list"])
CANNOT = 2


def learn(shell: Shell, words: Sequence[str]) -> Outcome:
    """The lessons: their list, or the interactive shell with the next level, or the one that is named."""
    course = Course(shell.settings.lang, shell.env, os.path.dirname(shell.settings.practice))
    return _taught(shell, course, list(words))


def learn_real(shell: Shell, words: Sequence[str]) -> Outcome:
    """The same on the engine of this environment; what was made is removed at the end, whatever ends it."""
    rest = [word for word in words if word != REAL]
    path, place = reach.near(shell.env), folder(shell.env)
    if HOME in shell.env:
        return _complain(shell, "in-practice")
    if place is None or not path or Engine(path).raw("/_ping") is None:
        return _complain(shell, "no-engine")
    folders.make(place)
    with open(os.path.join(place, "real.lock"), "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return _complain(shell, "running")
        ground = RealGround(path, shell.env, place)
        course = Course(shell.settings.lang, shell.env, place, ground)
        if rest in LISTS:
            return _taught(shell, course, rest)
        return _asked(shell, ground) or _on_the_engine(shell, course, ground, rest)


def _asked(shell: Shell, ground: RealGround) -> Outcome | None:
    """Say what will be made and downloaded, and ask; None where it may begin."""
    if not (stdin_is_terminal() and os.isatty(STDERR)):
        return _complain(shell, "no-terminal")
    images = ground.absent()
    told = [say("lessons.real.about", engine=ground.engine.path, prefix=ground.prefix)]
    told += [say("lessons.real.pulls", images=", ".join(images)) if images else say("lessons.real.all-here")]
    other = [f"{port} → {free}" for port, free in ground.ports.items() if port != free]
    told += [say("lessons.real.ports", ports=", ".join(other))] if other else []
    for one in told:
        _say(shell, one)
    status = answer(shell.settings.lang)
    return Outcome(status) if status else None


def _on_the_engine(shell: Shell, course: Course, ground: RealGround, words: list[str]) -> Outcome:
    before = os.getcwd()
    folders.make(str(ground.home))
    os.chdir(str(ground.home))
    try:
        return _taught(shell, course, words)
    finally:
        os.chdir(before)
        gone = ground.leave()
        told = say("lessons.real.removed", names=", ".join(gone)) if gone else say("lessons.real.nothing")
        _say(shell, told)


def _taught(shell: Shell, course: Course, words: list[str]) -> Outcome:
    if words in LISTS:
        write(sys.stdout, course.table())
        return Outcome(0)
    from dockersh.ways_in import repl  # noqa: PLC0415  100 ms

    write(sys.stdout, course.command(words))
    return Outcome(repl.run(shell, {"detail": "full"}, course))


def _say(shell: Shell, what: Say) -> None:
    columns = shutil.get_terminal_size().columns
    write(sys.stdout, "".join(f"{line}\n" for line in wrap(sentence(shell.settings.lang, what), columns)))


def _complain(shell: Shell, key: str) -> Outcome:
    write(sys.stderr, sentence(shell.settings.lang, Say(f"lessons.real.{key}")) + "\n")
    return Outcome(CANNOT)
