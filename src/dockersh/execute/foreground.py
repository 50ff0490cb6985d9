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

from dockersh.execute.ears import Ears, one_output
from dockersh.execute.outcome import NOT_EXECUTABLE, NOT_FOUND, Outcome

Handler = Callable[[int, FrameType | None], None]

__all__ = ["NOT_EXECUTABLE", "die_like", "one_output", "run", "user_shell"]

POSIX_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "busybox", "yash"))


def run(
    argv: Sequence[str],
    env: Mapping[str, str] | None = None,
    *,
    listen: bool = False,
    read: bool = False,
    stdout: int | None = None,
) -> Outcome:
    """Run a program in the foreground and wait for it. Never raises: a program that is not there gives status 127, as in sh.

    With `listen` its standard error is copied as it passes, where there is one; with `read` what it prints is, too.
    *stdout* is a descriptor in place of ours.
    """
    started, clock = time.time(), time.monotonic()
    terminal = terminal_settings()
    try:
        with contextlib.ExitStack() as stack:
            ears = Ears.open(stack, errors=listen, output=read)
            child = stack.enter_context(_signals_are_the_childs(ears))
            given = dict(env) if env is not None else None
            child.start(argv, given, ears.stdout if stdout is None else stdout, ears.stderr)
            ears.listen()
            code = child.wait()
            errors, printed, _ = ears.heard()
    except (OSError, ValueError) as error:
        return not_started(error, started)
    status = 128 - code if code < 0 else code
    if code < 0 or (status > 128 and left_raw(terminal)):
        restore(terminal)
    return Outcome(status, -code if code < 0 else None, started, time.monotonic() - clock, None, errors, printed)


def not_started(error: OSError | ValueError, started: float) -> Outcome:
    """What came of a program that the system did not start, for the system's reason. ValueError: a NUL in a word."""
    status = NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_EXECUTABLE
    return Outcome(status, None, started, 0.0, str(getattr(error, "strerror", None) or error))


def user_shell(env: Mapping[str, str] | None = None) -> str:
    """The user's POSIX shell: $SHELL where it is one, else /bin/sh. fish, csh, nu and dockersh itself are not."""
    shell = (env if env is not None else os.environ).get("SHELL", "")
    if os.path.basename(shell) in POSIX_SHELLS and os.path.isfile(shell) and os.access(shell, os.X_OK):
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

    def start(self, argv: Sequence[str], env: dict[str, str] | None, stdout: int | None, stderr: int | None) -> None:
        """None: as ours. Raises OSError, and ValueError for a NUL in a word."""
        self.process = subprocess.Popen(list(argv), env=env, stdout=stdout, stderr=stderr)  # noqa: S603  the user's own command
        for number in self.early:
            self.process.send_signal(number)

    def wait(self) -> int:
        """The status, below zero for a signal."""
        return self.process.wait() if self.process else 0

    def pass_on(self, number: int, _frame: FrameType | None) -> None:
        if self.process is None:
            self.early.append(number)
            return
        with contextlib.suppress(OSError):
            self.process.send_signal(number)


@contextlib.contextmanager
def _signals_are_the_childs(ears: Ears) -> Iterator[_Child]:
    """Ctrl-C and Ctrl-Backslash reach the child through the terminal, and must not end us; TERM and HUP are passed on.

    A new window size is passed on to what stands in for our outputs.
    Handlers, not SIG_IGN: an ignored signal would stay ignored in the child.
    """
    child = _Child()

    def leave_alone(_number: int, _frame: FrameType | None) -> None:
        return

    def resized(_number: int, _frame: FrameType | None) -> None:
        ears.resize()

    handlers: dict[int, Handler] = {
        signal.SIGINT: leave_alone,
        signal.SIGQUIT: leave_alone,
        signal.SIGTERM: child.pass_on,
        signal.SIGHUP: child.pass_on,
    }
    if ears.any:
        handlers[signal.SIGWINCH] = resized
    before = {number: signal.signal(number, handler) for number, handler in handlers.items() if _ours(number)}
    ears.resize()  # a change since they were made
    try:
        yield child
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ours(number: int) -> bool:
    """A signal that is ignored (nohup) stays ignored, in the child too; and only the main thread may set handlers."""
    import threading  # noqa: PLC0415  only for this question

    return threading.current_thread() is threading.main_thread() and signal.getsignal(number) is not signal.SIG_IGN


def terminal_settings() -> list[object] | None:
    """How the terminal on standard input is set; None where it is none."""
    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError):
        return None


def left_raw(before: list[object] | None) -> bool:
    """Whether lines were edited before, and are no longer: a docker inside the line was killed."""
    now = terminal_settings()
    return bool(before and now and int(str(before[3])) & termios.ICANON and not int(str(now[3])) & termios.ICANON)


def mend(before: list[object] | None, status: int) -> None:
    """Set the terminal as it was before a line that a signal ended, if it left it raw."""
    if status > 128 and left_raw(before):
        restore(before)


def restore(settings: list[object] | None) -> None:
    """A killed docker leaves the terminal raw; a shell would mend it too."""
    if settings is not None:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSADRAIN, settings)  # type: ignore[arg-type]
