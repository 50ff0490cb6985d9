"""Where a way in speaks: on standard output or standard error, never failing for it."""

from __future__ import annotations

import contextlib
import os
import sys

from dockersh.machine.screen import drawn
from dockersh.startup.typed import TextIO

STDOUT, STDERR = 1, 2


def stdin_is_terminal() -> bool:
    """Whether standard input is a terminal; False when it is closed."""
    try:
        return os.isatty(0)
    except OSError:
        return False


def on_a_new_line(before: str = "\n") -> None:
    """What comes next on standard error begins a line, whatever a program left before the cursor: `^C`, a container's prompt.

    On a terminal as zsh does it: as many blanks as the line is wide end on the next one, unless the cursor stood at the begin.
    Elsewhere what is known to stand *before* it decides; nothing is known to stand there where that is empty.
    """
    if os.isatty(STDERR) and os.environ.get("TERM") != "dumb":
        with contextlib.suppress(OSError):
            write(sys.stderr, " " * os.get_terminal_size(STDERR).columns + "\r", steers=True)
    elif before and not before.endswith("\n"):
        write(sys.stderr, "\n")


def write(stream: TextIO | None, text: str, *, steers: bool = False) -> None:
    """Print now, and never fail for it: a closed pipe, or a locale that cannot show a character, must not stop docker.

    Of what steers a terminal only our own colours get through, unless *steers*: that is a code of ours alone.
    """
    if stream is None or not text:
        return
    try:
        data = (text if steers else drawn(text)).encode(stream.encoding or "utf-8", "backslashreplace")
        stream.flush()
        stream.buffer.write(data)
        stream.flush()
    except (OSError, ValueError, AttributeError):
        return
