"""Hands the terminal to docker or to the user's shell, and brings back what came of it.

Standard input and output are inherited: window size, resize, Ctrl-C, Ctrl-Z and Ctrl-P Ctrl-Q are all docker's own.
Standard error is too, unless the caller wants to know what was said there: then it is copied as it passes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType

from dockersh.outcome import NOT_FOUND, Outcome
from dockersh.overhear import Overheard

Handler = Callable[[int, FrameType | None], None]

POSIX_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "busybox", "yash"))
NOT_EXECUTABLE = 126


def run(argv: Sequence[str], env: Mapping[str, str] | None = None, *, listen: bool = False) -> Outcome:
    """Run a program in the foreground and wait for it. Never raises: a program that is not there gives status 127, as in sh.

    With `listen` its standard error is copied as it passes, where there is one.
    """
    started, clock = time.time(), time.monotonic()
    terminal = _terminal_settings()
    try:
        with contextlib.ExitStack() as stack:
            overheard = _overhear(stack) if listen else None
            child = stack.enter_context(_signals_are_the_childs(overheard))
            process = subprocess.Popen(  # noqa: S603  the user's own command
                list(argv), env=dict(env) if env is not None else None, stderr=overheard.child if overheard else None
            )
            child.adopt(process)
            if overheard:
                overheard.listen()
            code = process.wait()
            errors = overheard.heard() if overheard else None
    except FileNotFoundError as error:
        return Outcome(NOT_FOUND, None, started, 0.0, error.strerror)
    except (OSError, ValueError) as error:  # ValueError: a NUL in a word
        return Outcome(NOT_EXECUTABLE, None, started, 0.0, str(getattr(error, "strerror", None) or error))
    status = 128 - code if code < 0 else code
    if code < 0 or (status > 128 and _left_raw(terminal)):
        _restore(terminal)
    return Outcome(status, -code if code < 0 else None, started, time.monotonic() - clock, None, errors)


def _overhear(stack: contextlib.ExitStack) -> Overheard | None:
    """A stand-in for standard error; None where that is closed or thrown away, or the machine has no pty or pipe left."""
    try:
        unread = os.path.samestat(os.fstat(2), os.stat(os.devnull))
        return None if unread else stack.enter_context(Overheard())
    except OSError:
        return None


def one_output() -> bool:
    """Whether standard output and error are the same terminal, pipe or file: then their order is seen."""
    try:
        return os.path.samestat(os.fstat(1), os.fstat(2))
    except OSError:
        return False


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


class _Child:
    """The command, and the signals that came for it while it was being started."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.early: list[int] = []

    def adopt(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        for number in self.early:
            process.send_signal(number)

    def pass_on(self, number: int, _frame: FrameType | None) -> None:
        if self.process is None:
            self.early.append(number)
            return
        with contextlib.suppress(OSError):
            self.process.send_signal(number)


@contextlib.contextmanager
def _signals_are_the_childs(overheard: Overheard | None) -> Iterator[_Child]:
    """Ctrl-C and Ctrl-Backslash reach the child through the terminal, and must not end us; TERM and HUP are passed on.

    A new window size is passed on to the stand-in for standard error.
    Handlers, not SIG_IGN: an ignored signal would stay ignored in the child.
    """
    child = _Child()

    def leave_alone(_number: int, _frame: FrameType | None) -> None:
        return

    def resized(_number: int, _frame: FrameType | None) -> None:
        if overheard:
            overheard.resize()

    handlers: dict[int, Handler] = {
        signal.SIGINT: leave_alone,
        signal.SIGQUIT: leave_alone,
        signal.SIGTERM: child.pass_on,
        signal.SIGHUP: child.pass_on,
    }
    if overheard:
        handlers[signal.SIGWINCH] = resized
    before = {number: signal.signal(number, handler) for number, handler in handlers.items() if _ours(number)}
    if overheard:
        overheard.resize()  # a change since it was made
    try:
        yield child
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


def _left_raw(before: list[object] | None) -> bool:
    """Whether lines were edited before, and are no longer: a docker inside the line was killed."""
    now = _terminal_settings()
    return bool(before and now and int(str(before[3])) & termios.ICANON and not int(str(now[3])) & termios.ICANON)


def _restore(settings: list[object] | None) -> None:
    """A killed docker leaves the terminal raw; a shell would mend it too."""
    if settings is not None:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSADRAIN, settings)  # type: ignore[arg-type]
