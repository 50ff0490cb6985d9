"""Whose turn at the terminal it is: the group of processes in its foreground gets its keys, Ctrl-C and Ctrl-Z."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator


def ours() -> bool:
    """Whether standard input is our controlling terminal, and we are in its foreground: then we may hand it on."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


@contextlib.contextmanager
def taken_back() -> Iterator[None]:
    """Where the terminal is ours: whoever has it afterwards, it is ours again."""
    mine = ours()
    try:
        yield
    finally:
        if mine:
            hand_to(os.getpgrp())


def hand_to(group: int) -> None:
    """Put a group of processes into the foreground; one that is gone gets nothing."""
    # from the background this is a signal that stops us, unless it is blocked
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTTOU,))
    try:
        with contextlib.suppress(OSError):
            os.tcsetpgrp(0, group)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def signal_foreground(number: int) -> None:
    """A signal for whoever is in the foreground, if that is not us."""
    with contextlib.suppress(OSError):
        group = os.tcgetpgrp(0)
        if group != os.getpgrp():
            os.killpg(group, number)
