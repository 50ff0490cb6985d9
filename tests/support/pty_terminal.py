"""A real terminal for a program: a pty that is typed into, read, and resized."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

ESCAPES = re.compile(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78M]|\x1b\][^\x07]*\x07")

CURSOR_ASKED = b"\x1b[6n"

# A line for sh that waits until the window has a size, then prints a word: docker tells the container a moment after the start.
UNTIL_SIZE = "until [ \"$(stty size)\" = '{}' ]; do :; done; echo {}"


class Terminal:
    """A program in a terminal of its own. Use as a context manager: it ends just this program."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        cwd: Path | None = None,
        *,
        rows: int = 24,
        columns: int = 80,
        term: str = "xterm",
    ) -> None:
        self.output = b""
        self.seen = 0
        self.answers = True  # where its cursor is; somebody who emulates a screen does it better
        self.status: int | None = None
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            with contextlib.suppress(OSError):
                os.chdir(cwd or "/")
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execvpe(argv[0], list(argv), {**env, "TERM": term})
            os._exit(127)
        self.rows, self.columns = rows, columns
        self.resize(rows, columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.status is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, number)
                with contextlib.suppress(AssertionError):
                    self.wait(5)
        os.close(self.master)

    def resize(self, rows: int, columns: int) -> None:
        """Change the window; the kernel sends SIGWINCH."""
        self.rows, self.columns = rows, columns
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize_until(self, rows: int, columns: int, pattern: str) -> None:
        """Change the window again and again, as by a mouse that drags it, until `pattern` shows.

        The client of docker sends the first size and only then listens for SIGWINCH (its MonitorTtySize): a single change
        in between is lost.
        """
        for _ in range(40):
            self.resize(rows - 1, columns)
            self.resize(rows, columns)
            with contextlib.suppress(AssertionError):
                self.expect(pattern, 0.5)
                return
        self.expect(pattern, 0)

    def follows_the_window(self, size: tuple[int, int], changed: tuple[int, int]) -> None:
        """A shell in it sees the window's size (rows, columns), and then another."""
        self.line(UNTIL_SIZE.format(f"{size[0]} {size[1]}", "fi''rst"))
        self.expect("first")
        self.line(UNTIL_SIZE.format(f"{changed[0]} {changed[1]}", "re''sized"))
        self.resize_until(*changed, "resized")

    def send(self, text: str) -> None:
        """Type."""
        os.write(self.master, text.encode())

    def line(self, text: str) -> None:
        """Type a line and Enter."""
        self.send(text + "\r")

    @property
    def text(self) -> str:
        """All that was printed, without escape sequences; a line of blanks begins a new line, if it does not stand on one."""
        text = ESCAPES.sub("", self.output.decode("utf-8", "replace"))
        blanks = f" {{{self.columns}}}\r"
        return re.sub(blanks, "", re.sub(f"(?<![\n\r]){blanks}", "\n", text)).replace("\r", "")

    def expect(self, pattern: str, timeout: float = 20.0) -> re.Match[str]:
        """Wait until `pattern` was printed behind the last match, and go on behind it."""
        deadline = time.monotonic() + timeout
        while True:
            text = self.text
            if match := re.compile(pattern).search(text, self.seen):
                self.seen = match.end()
                return match
            assert self._read(deadline), f"no {pattern!r} behind {text[: self.seen][-80:]!r} in:\n{text[self.seen :]}"

    def screen(self) -> list[str]:
        """The lines that stand on the screen now, without spaces at their ends."""
        screen = pyte.Screen(self.columns, self.rows)
        pyte.ByteStream(screen).feed(self.output)
        return [line.rstrip() for line in screen.display]

    def shows(self, word: str, timeout: float = 20.0) -> list[str]:
        """Wait until a word stands on the screen: what is drawn anew is often just what changed. The screen's lines."""
        deadline = time.monotonic() + timeout
        lines = self.screen()
        while not any(word in line for line in lines):
            assert self._read(deadline), f"no {word!r} on:\n" + "\n".join(lines)
            lines = self.screen()
        return lines

    def wait(self, timeout: float = 20.0) -> int:
        """The exit status, negative for a signal; reads what is printed until then."""
        deadline = time.monotonic() + timeout
        while self._read(deadline):
            pass
        while self.status is None:
            assert time.monotonic() < deadline, f"still running:\n{self.text}"
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def _read(self, deadline: float) -> bool:
        """Read once; False at the end of output and at the deadline."""
        ready, _, _ = select.select([self.master], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # Linux says EIO when the last program closed the terminal
            return False
        self.output += piece
        if CURSOR_ASKED in piece and self.answers:  # a terminal answers where its cursor is
            os.write(self.master, b"\x1b[1;1R")
        return bool(piece)
