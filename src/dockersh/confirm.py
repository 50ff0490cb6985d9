"""Asking before something is lost: which lines are asked about, and the question itself."""

from __future__ import annotations

import os
import sys

from dockersh import texts
from dockersh.explanation import CommandExplanation, Explanation
from dockersh.plan import only_reads
from dockersh.typed import Literal

Confirm = Literal["never", "loss", "always"]
MODES: tuple[Confirm, ...] = ("never", "loss", "always")

# Steps behind which something is gone for good, or has to be fetched or made again.
LOSES = frozenset(("remove", "remove-volume", "delete-image", "delete-cache"))
# What these take away they made themselves, or were told to take away when it was made (--rm).
OWN = frozenset(
    ("container run", "compose run", "compose up", "compose create", "container stop", "container kill", "container restart")
)
STOPPED, REFUSED = 130, 1


def asks(explanation: Explanation, mode: Confirm) -> bool:
    """Whether the line is asked about: with `always` if it changes anything, with `loss` if it loses something.

    Where docker asks itself (`docker system prune`), it is left to docker; a line that will fail loses nothing.
    """
    if mode == "never":
        return False
    wanted = _loses if mode == "loss" else _changes
    return any(wanted(command) for command in explanation.commands if not command.refused)


def _loses(command: CommandExplanation) -> bool:
    docker_asks = any(note.note == "asks" for note in command.notes)
    loses = any(step.step in LOSES and step.will != "no" for step in command.steps)
    return loses and not docker_asks and command.command not in OWN


def _changes(command: CommandExplanation) -> bool:
    return command.known and not only_reads(command.command) and not any(note.note == "asks" for note in command.notes)


def answer(lang: str) -> int:
    """Ask on the terminal. 0: go on; 1: no; 130: Ctrl-C. What was typed before the question does not count."""
    import termios  # noqa: PLC0415  only where somebody is asked

    try:
        termios.tcflush(0, termios.TCIFLUSH)
        sys.stderr.write(f"{texts.raw(lang, 'confirm', 'question')} ")
        sys.stderr.flush()
        said = os.read(0, 1024).decode("utf-8", "replace").strip().lower()
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return STOPPED
    except (OSError, termios.error):
        return REFUSED
    if said in (texts.raw(lang, "confirm", "yes") or "").split():
        return 0
    sys.stderr.write(f"{texts.raw(lang, 'confirm', 'kept')}\n")
    return REFUSED
