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

from dockersh.delegate import user_shell
from dockersh.outcome import Outcome
from dockersh.typed import Self

# The status is written to our pipe, and put back for the next line's `$?`; eval sees it as a number already.
# By its path, since dash knows descriptors of one digit only.
REPORT = 'eval "echo $? >/dev/fd/{report}; (exit $?)"\n'


class ShellSession:
    """A running POSIX shell that is fed lines. Use as a context manager."""

    def __init__(self, env: Mapping[str, str] | None = None, shell: str | None = None, options: Sequence[str] = ()) -> None:
        script_read, self._script = os.pipe()
        self._status, report_write = os.pipe()
        self._report = REPORT.format(report=report_write)
        self._process = subprocess.Popen(  # noqa: S603  the user's own shell
            [shell or user_shell(), *options, f"/dev/fd/{script_read}"],
            pass_fds=(script_read, report_write),
            env=dict(env) if env is not None else None,
        )
        os.close(script_read)
        os.close(report_write)
        self.ended: int | None = None

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
            status = self._send(os.fsencode(f"eval {shlex.quote(line)}\n{self._report}"))
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


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
