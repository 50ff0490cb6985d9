"""One shell for a whole script on standard input: `cd`, variables and functions live on from line to line, as in `sh < file`.

The shell reads its script from a pipe of ours, one logical line at a time; standard input stays free for the commands.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence

from dockersh.execute.foreground import user_shell
from dockersh.execute.outcome import Outcome
from dockersh.startup.typed import Self

# The status is written to our pipe, and put back for the next line's `$?`; eval sees it as a number already.
# By its path, since dash knows descriptors of one digit only.
REPORT = 'eval "echo $? >/dev/fd/{report}; (exit $?)"\n'
# `$0` is the script's name, by which it finds its neighbours; bash 5 and zsh can be told, those that read on as they go are
# given it with the line that reads.
NAMED = """\
{{ if [ -n "${{BASH_VERSION-}}" ]; then BASH_ARGV0={name}; elif [ -n "${{ZSH_VERSION-}}" ]; then 0={name}; fi; }} 2>/dev/null
"""
READ_ON = frozenset(("dash", "ash", "busybox"))


class ShellSession:
    """A running POSIX shell that is fed lines. Use as a context manager."""

    def __init__(
        self,
        env: Mapping[str, str] | None = None,
        shell: str | None = None,
        options: Sequence[str] = (),
        name: str = "",
        arguments: Sequence[str] = (),
    ) -> None:
        script_read, self._script = os.pipe()
        self._status, report_write = os.pipe()
        self._report = REPORT.format(report=report_write)
        self._process = subprocess.Popen(  # noqa: S603  the user's own shell
            [*_words(shell or user_shell(), options, f"/dev/fd/{script_read}", name), *arguments],
            pass_fds=(script_read, report_write),
            env=dict(env) if env is not None else None,
        )
        os.close(script_read)
        os.close(report_write)
        self.ended: int | None = None
        if name:
            self._send(in_bytes(NAMED.format(name=shlex.quote(name)) + self._report))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, line: str) -> Outcome:
        """Run one logical line; its status, or the shell's own where the line ended the shell (`exit 3`).

        The line goes through eval: an open quote in it ends with it, and cannot swallow our report.
        """
        started, clock = time.time(), time.monotonic()
        with _no_interrupt():
            status = self._send(in_bytes(f"eval {shlex.quote(line)}\n{self._report}"))
        return Outcome(status, None, started, time.monotonic() - clock)

    def _send(self, data: bytes) -> int:
        try:
            while data:
                data = data[os.write(self._script, data) :]
        except BrokenPipeError:
            return self._wait()
        reported = self._read_status()
        return self._wait() if reported is None else reported

    def _read_status(self) -> int | None:
        out = b""
        while not out.endswith(b"\n"):
            piece = os.read(self._status, 16)
            if not piece:
                return None
            out += piece
        return int(out)

    def _wait(self) -> int:
        code = self._process.wait()
        self.ended = 128 - code if code < 0 else code
        return self.ended

    def close(self) -> int:
        """End the shell as the end of its script would, and give its status."""
        with contextlib.suppress(OSError):
            os.close(self._script)
        status = self._wait()
        with contextlib.suppress(OSError):
            os.close(self._status)
        return status


def in_bytes(text: str) -> bytes:
    """A line as the bytes it came from; half a character of UTF-16, which comes from nowhere, as it is."""
    try:
        return os.fsencode(text)
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _words(shell: str, options: Sequence[str], script: str, name: str) -> list[str]:
    """The shell's words, to which a script's arguments are added."""
    if name and os.path.basename(os.path.realpath(shell)) in READ_ON:
        return [shell, *options, "-c", f". {script}", name]
    return [shell, *options, script]


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
