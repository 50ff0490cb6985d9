"""The interactive shell. The only place that imports prompt_toolkit."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping

from dockersh.machine import folders
from dockersh.practice.lessons.course import Course
from dockersh.render.cells import wrap
from dockersh.ways_in import config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.config import Value
from dockersh.ways_in.repl.greeting import greeting_lines
from dockersh.ways_in.repl.loop import Loop
from dockersh.ways_in.seen import Seen
from dockersh.ways_in.shell import Shell
from dockersh.ways_in.streams import write


def run(shell: Shell, given: Mapping[str, Value], course: Course | None = None) -> int:
    """Read lines and run them until `exit` or Ctrl-D; the status to leave with. *given* outranks the settings file.

    *course* are lessons that have begun.
    """
    settings = config.load()
    settings = settings._replace(values={**settings.values, **given})
    desk = Desk(shell, settings, interactive=True)
    desk.course = course
    shell.seen = Seen(folders.place("state", "seen.json"))
    desk.apply()
    _complain(desk)
    _warn(desk)
    if desk.config.values["detail"] != "off":
        columns = shutil.get_terminal_size().columns
        write(sys.stderr, "".join(f"{row}\n" for line in greeting_lines(shell) for row in wrap(line, columns)))
    return Loop(desk).run()


def _complain(desk: Desk) -> None:
    """Say what is wrong with the settings file."""
    for problem in desk.config.problems:
        write(sys.stderr, desk.text(f"config.{problem.code}", **problem.args) + "\n")


def _warn(desk: Desk) -> None:
    """One line where nothing is remembered: on wish, or for a folder of root's, a disk that is read-only, no home folder."""
    folder = folders.place("state")
    if desk.config.values["private"]:
        write(sys.stderr, desk.text("private.on") + "\n")
    elif desk.config.values["detail"] != "off" and not folders.writable(folder):
        write(sys.stderr, desk.text("config.not-kept", folder=folder or "~") + "\n")
