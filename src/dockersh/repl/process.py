"""The shell behind the prompt: one POSIX shell that lives as long as the session.

Variables, functions, `cd`, `export` and `unset` last from line to line, as in any shell. After each line it reports its status,
folder and exported variables, and our own process follows, so that docker and our questions see the same world.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping

from dockersh.delegate import user_shell
from dockersh.outcome import HANDED_ON, Outcome
from dockersh.typed import NamedTuple

# A line runs inside a function: Ctrl-C then ends the line, by `return`, and not the shell (dash, bash and zsh agree).
# `(exit N)` gives the line the status of the one before it as `$?`.
PROLOGUE = """\
__dockersh_run() {{ trap 'return 130' INT; (exit "$__dockersh_status"); eval "$__dockersh_line"; }}
__dockersh_report() {{
    printf '%s\\0%s\\0' "$1" "$PWD" >/dev/fd/{report}; {env} -0 >/dev/fd/{report}; printf '\\0' >/dev/fd/{report}
}}
"""
ONE_LINE = "__dockersh_status={status}; __dockersh_line={line}\n__dockersh_run; __dockersh_report $?\n"
END = b"\0\0"
NOT_OURS = frozenset(("_", HANDED_ON))


class Report(NamedTuple):
    """What the shell says after a line: status, working folder, exported variables."""

    status: int
    folder: str
    env: dict[str, str]


class LivingShell:
    """A running POSIX shell that is fed lines. The first line starts it; behind a line that ended it a new one is started."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = dict(env)
        self.folder = os.getcwd()
        self._process: subprocess.Popen[bytes] | None = None
        self._script = self._report = -1

    def run(self, line: str, before: int = 0) -> tuple[Outcome, bool]:
        """Run one logical line, `$?` being `before`; its outcome, and whether it ended the shell (`exit`, `exec`)."""
        started, clock = time.time(), time.monotonic()
        with _interrupts_are_the_childs():
            self._start()
            report = self._tell(ONE_LINE.format(status=before, line=shlex.quote(line)))
            ended = report is None
            status = self._end() if report is None else report.status
        if report is not None:
            self._follow(report)
        return Outcome(status, None, started, time.monotonic() - clock), ended

    def _follow(self, report: Report) -> None:
        self.folder = report.folder
        self.env = {name: value for name, value in report.env.items() if not name.startswith("__dockersh")}
        with contextlib.suppress(OSError):  # the folder may be gone by now; the shell does not mind either
            os.chdir(report.folder)

    def _start(self) -> None:
        if self._process is not None:
            return
        script, self._script = os.pipe()
        self._report, report = os.pipe()
        self._process = subprocess.Popen(  # noqa: S603  the user's own shell
            [user_shell(self.env), f"/dev/fd/{script}"], pass_fds=(script, report), env={**self.env, HANDED_ON: "1"}
        )
        os.close(script)
        os.close(report)
        self._write(PROLOGUE.format(report=report, env=shutil.which("env") or "env"))

    def _write(self, text: str) -> bool:
        data = os.fsencode(text)
        try:
            while data:
                data = data[os.write(self._script, data) :]
        except BrokenPipeError:
            return False
        return True

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
        return _parse(out)

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


def _parse(out: bytes) -> Report:
    status, folder, *pairs = out.removesuffix(END).split(b"\0")
    env = dict(os.fsdecode(pair).partition("=")[::2] for pair in pairs if b"=" in pair)
    return Report(int(status), os.fsdecode(folder), {name: value for name, value in env.items() if name not in NOT_OURS})


@contextlib.contextmanager
def _interrupts_are_the_childs() -> Iterator[None]:
    """Ctrl-C and Ctrl-Backslash are for the running program. Handlers, since what is ignored would be inherited."""
    numbers = (signal.SIGINT, signal.SIGQUIT)
    before = [signal.signal(number, lambda *_: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
