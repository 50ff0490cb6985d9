"""Hands the terminal to docker or to the user's shell, and brings back what came of it.

Standard input, output and error are inherited: window size, resize, Ctrl-C, Ctrl-Z and Ctrl-P Ctrl-Q are all docker's own.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from types import FrameType
from typing import NamedTuple

# Set for the programs of a line we explained: a `docker` in it that is dockersh under another name explains nothing again.
HANDED_ON = "DOCKERSH_HANDED_ON"
POSIX_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "busybox", "yash"))
NOT_FOUND, NOT_EXECUTABLE = 127, 126


class Outcome(NamedTuple):
    """What came of a command. *status* is 0–255 as a shell reports it (128+n for signal n); *signal* is n, else None.

    *problem* is the system's reason where the command could not be started at all.
    """

    status: int
    signal: int | None = None
    started: float = 0.0
    seconds: float = 0.0
    problem: str | None = None


def run(argv: Sequence[str], env: Mapping[str, str] | None = None) -> Outcome:
    """Run a program in the foreground and wait for it. Never raises: a program that is not there gives status 127, as in sh."""
    started, clock = time.time(), time.monotonic()
    terminal = _terminal_settings()
    try:
        with _signals_are_the_childs() as children:
            process = subprocess.Popen(list(argv), env=dict(env) if env is not None else None)  # noqa: S603  the user's own command
            children.append(process)
            code = process.wait()
    except FileNotFoundError as error:
        return Outcome(NOT_FOUND, None, started, 0.0, error.strerror)
    except (OSError, ValueError) as error:  # ValueError: a NUL in a word
        return Outcome(NOT_EXECUTABLE, None, started, 0.0, str(getattr(error, "strerror", None) or error))
    if code < 0:
        _restore(terminal)
    seconds = time.monotonic() - clock
    return Outcome(128 - code if code < 0 else code, -code if code < 0 else None, started, seconds)


def user_shell(env: Mapping[str, str] | None = None) -> str:
    """The user's POSIX shell: $SHELL where it is one, else /bin/sh. fish, csh, nu and dockersh itself are not."""
    shell = (env if env is not None else os.environ).get("SHELL", "")
    if os.path.basename(shell) in POSIX_SHELLS and os.access(shell, os.X_OK):
        return shell
    return "/bin/sh"


def die_like(outcome: Outcome) -> None:
    """End this process the way the command ended, by the same signal if there was one, so that our caller sees the same."""
    if outcome.signal is not None and outcome.signal not in (signal.SIGKILL, signal.SIGSTOP):
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            signal.signal(outcome.signal, signal.SIG_DFL)
            os.kill(os.getpid(), outcome.signal)


@contextlib.contextmanager
def _signals_are_the_childs() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Ctrl-C and Ctrl-Backslash reach the child through the terminal, and must not end us; TERM and HUP are passed on.

    Handlers, not SIG_IGN: an ignored signal would stay ignored in the child.
    """
    children: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        for child in children:
            with contextlib.suppress(OSError):
                child.send_signal(number)

    def leave_alone(_number: int, _frame: FrameType | None) -> None:
        return

    handlers = {signal.SIGINT: leave_alone, signal.SIGQUIT: leave_alone, signal.SIGTERM: pass_on, signal.SIGHUP: pass_on}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items() if _ours(number)}
    try:
        yield children
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ours(number: int) -> bool:
    """A signal that is ignored (nohup) stays ignored, in the child too; and only the main thread may set handlers."""
    import threading  # noqa: PLC0415  only for this question

    return threading.current_thread() is threading.main_thread() and signal.getsignal(number) is not signal.SIG_IGN


def _terminal_settings() -> list[object] | None:
    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError):
        return None


def _restore(settings: list[object] | None) -> None:
    """A killed docker leaves the terminal raw; a shell would mend it too."""
    if settings is not None:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSADRAIN, settings)  # type: ignore[arg-type]
