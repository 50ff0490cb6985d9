"""The shell behind the prompt: one POSIX shell that lives as long as the session.

Variables, functions, `cd`, `export` and `unset` last from line to line, as in any shell, and so do its jobs: each line has the
terminal while it runs, so that Ctrl-Z suspends the line and neither the shell nor us. After each line it reports its status,
folder, jobs and exported variables, and our own process follows, so that docker and our questions see the same world.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from types import FrameType

from dockersh.execute import terminal_turns
from dockersh.execute.ears import Ears
from dockersh.execute.foreground import mend, not_started, terminal_settings, user_shell
from dockersh.execute.outcome import HANDED_ON, Outcome
from dockersh.execute.script_shell import NAMED, in_bytes
from dockersh.ways_in.repl.behind.jobs import Job, Jobs
from dockersh.ways_in.repl.behind.protocol import (
    END,
    LOOK,
    PROLOGUE,
    TELLS_ITSELF,
    UNSTOPPABLE,
    ZSH,
    ZSH_AS_A_SCRIPT,
    Report,
    one_line,
    parse,
)


class LivingShell:
    """A running POSIX shell that is fed lines. The first line starts it; behind a line that ended it a new one is started."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = dict(env)
        self.folder = _here()
        self.jobs = Jobs()
        self._process: subprocess.Popen[bytes] | None = None
        self._script = self._report = -1
        self._kind = 0

    def run(self, line: str, before: int = 0, *, listen: bool = False, read: bool = False) -> tuple[Outcome, bool]:
        """Run one logical line, `$?` being `before`; its outcome, and whether it ended the shell (`exit`, `exec`).

        With *listen* what it says on standard error is copied as it passes, with *read* what it prints; if that is a terminal.
        """
        started, clock = time.time(), time.monotonic()
        terminal = terminal_settings()
        with contextlib.ExitStack() as stack:
            ears = Ears.open(stack, errors=listen and os.isatty(2), output=read and os.isatty(1))
            stack.enter_context(_signals_are_the_childs(ears))
            stack.enter_context(terminal_turns.taken_back())
            try:
                self._start()
            except (OSError, ValueError) as error:
                return not_started(error, started), False
            report = self._turn(one_line(self._kind, line, before, ears.redirections()), ears)
            ended = report is None
            status = self._end() if report is None else report.status
            heard = ears.heard()
        mend(terminal, status)
        self.jobs = self.jobs.after(line, report.jobs) if report else Jobs(news=self.jobs.news)
        if report is not None:
            self._follow(report)
        return Outcome(status, None, started, time.monotonic() - clock, None, *heard), ended

    def look(self) -> None:
        """See what became of the jobs meanwhile: the shell hears of one that ended, and forgets it, with its next line.

        A zsh would say it again each time it is asked.
        """
        if self._process is None or not self.jobs.now or self._kind == ZSH:
            return
        with _signals_are_the_childs(Ears()), terminal_turns.taken_back():
            report = self._turn(LOOK, Ears())
        if report is not None:
            self.jobs = self.jobs.after("", report.jobs)

    def news(self) -> tuple[Job, ...]:
        """What is new about the jobs, once."""
        news, self.jobs = self.jobs.news, self.jobs.told()
        return news

    def tells_itself(self, job: Job) -> bool:
        """Whether the shell has printed this by itself."""
        return job.state in TELLS_ITSELF.get(self._kind, ())

    def _follow(self, report: Report) -> None:
        self.folder = report.folder
        told = {name: value for name, value in report.env.items() if not name.startswith("__dockersh")}
        self.env = told or self.env  # nothing is told where the shell can start no program: by then the old one is still true
        with contextlib.suppress(OSError):  # the folder may be gone by now; the shell does not mind either
            os.chdir(report.folder)

    def _start(self) -> None:
        if self._process is not None:
            return
        with contextlib.ExitStack() as ends:
            script, self._script = _pipe(ends)
            self._report, report = _pipe(ends)
            controls = terminal_turns.ours()
            argv = [*_called(user_shell(self.env), controls=controls), f"/dev/fd/{script}"]
            env = {**self.env, HANDED_ON: "1"}
            self._process = subprocess.Popen(argv, pass_fds=(script, report), env=env)  # noqa: S603  the user's own shell
            ends.pop_all()
        os.close(script)
        os.close(report)
        programs = {name: shutil.which(name) or name for name in ("env", "awk")}
        controlling = ZSH_AS_A_SCRIPT if "-i" in argv else UNSTOPPABLE
        named = NAMED.format(name=shlex.quote(os.path.basename(argv[0])))
        first = self._tell((controlling if controls else "") + named + PROLOGUE.format(report=report, **programs))
        self._kind = first.status if first and controls else 0

    def _write(self, text: str) -> bool:
        data = in_bytes(text)
        try:
            while data:
                data = data[os.write(self._script, data) :]
        except BrokenPipeError:
            return False
        return True

    def _turn(self, text: str, ears: Ears) -> Report | None:
        """Feed a line that has the terminal while it runs."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                terminal_turns.hand_to(os.getpgid(self._process.pid))
        ears.listen_by_name()
        return self._tell(text)

    def _tell(self, text: str) -> Report | None:
        """Feed a line and read the report; None when the shell ended instead."""
        if not self._write(text):
            return None
        out = b""
        while not out.endswith(END):
            piece = os.read(self._report, 65536)
            if not piece:
                return None
            out += piece
        return parse(out, self.env)

    def _end(self) -> int:
        """Wait for a shell that ended by itself; its status as a shell reports it."""
        process, self._process = self._process, None
        os.close(self._script)
        os.close(self._report)
        code = process.wait() if process else 0
        return 128 - code if code < 0 else code

    def close(self) -> None:
        """End the shell as the end of its script would."""
        if self._process is not None:
            self._end()


def _pipe(ends: contextlib.ExitStack) -> tuple[int, int]:
    """A pipe whose ends are closed with *ends*."""
    reading, writing = os.pipe()
    for end in (reading, writing):
        ends.callback(os.close, end)
    return reading, writing


def _called(shell: str, *, controls: bool) -> list[str]:
    """The shell's words: with job control, which a zsh has only as an interactive one; that reads none of its files here."""
    words = ["-f", "-i"] if os.path.basename(shell) == "zsh" else ["-m"]
    return [shell, *words] if controls else [shell]


def _here() -> str:
    """The working folder; where that is gone, what we last knew of it."""
    try:
        return os.getcwd()
    except OSError:
        return os.environ.get("PWD", "/")


@contextlib.contextmanager
def _signals_are_the_childs(ears: Ears) -> Iterator[None]:
    """Ctrl-C, Ctrl-Backslash and Ctrl-Z are for the running program; what ends us is passed on to it, as is a new window size.

    Handlers, since what is ignored would be inherited.
    """

    def pass_on(number: int, _frame: FrameType | None) -> None:
        terminal_turns.signal_foreground(number)

    handlers: dict[int, Callable[[int, FrameType | None], None]] = {
        **dict.fromkeys((signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP), lambda *_: None),
        **dict.fromkeys((signal.SIGTERM, signal.SIGHUP), pass_on),
        signal.SIGWINCH: lambda *_: ears.resize(),
    }
    before = [(number, signal.signal(number, handler)) for number, handler in handlers.items()]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
