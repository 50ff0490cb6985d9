"""Asking before something is lost: which lines are asked about, and the question itself."""

from __future__ import annotations

import os
import sys

from dockersh import texts
from dockersh.explaining.effects import LOSES, OWN
from dockersh.explaining.foresee import Foreseen, ForeseenCall
from dockersh.foresight.plan import only_reads
from dockersh.startup.typed import Literal

Confirm = Literal["never", "loss", "always"]
MODES: tuple[Confirm, ...] = ("never", "loss", "always")

STOPPED, REFUSED = 130, 1


def asks(foreseen: Foreseen, mode: Confirm) -> bool:
    """Whether the line is asked about: with `always` if it changes anything, with `loss` if it loses something.

    Where docker asks itself (`docker system prune`), it is left to docker; a line that will fail loses nothing.
    """
    if mode == "never":
        return False
    wanted = loses if mode == "loss" else _changes
    return any(wanted(call) for call in foreseen.calls if not call.refused)


def loses(call: ForeseenCall) -> bool:
    """Whether something will be gone for good, and docker does not ask."""
    lost = any(step.step in LOSES and step.will != "no" for step in call.plan.steps)
    return lost and not _docker_asks(call) and call.invocation.name not in OWN


def _changes(call: ForeseenCall) -> bool:
    invocation = call.invocation
    return invocation.command is not None and not only_reads(invocation.name) and not _docker_asks(call)


def _docker_asks(call: ForeseenCall) -> bool:
    return any(name == "asks" for name, _ in call.notes)


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
