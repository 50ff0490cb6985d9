"""What the shell makes of a docker line's words: asked of the shell itself, once, with a stand-in in docker's place."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable

from dockersh.execute import teller
from dockersh.execute.outcome import Outcome
from dockersh.machine.given import decode
from dockersh.reading.syntax import Span
from dockersh.reading.syntax.made import quoted
from dockersh.startup.typed import NamedTuple

Carry = Callable[[str], Outcome]  # runs a line as the plain line would be run


class Expanded(NamedTuple):
    """The words behind `docker`, and the environment that docker would have."""

    words: tuple[str, ...]
    env: dict[str, str]


def expand(text: str, program: Span, carry: Carry) -> Expanded | Outcome:
    """The words of *text* behind its *program*; what came of the line where the shell did not get so far (`${X:?}`)."""
    with tempfile.TemporaryDirectory(prefix="dockersh-") as folder:
        file = os.path.join(folder, "words")
        # UTF-8 mode, since it gives every byte back, whatever the locale is
        stand_in = [sys.executable, "-I", "-S", "-X", "utf8", teller.__file__, file]
        outcome = carry(text[: program.start] + " ".join(map(quoted, stand_in)) + text[program.end :])
        with contextlib.suppress(OSError), open(file, "rb") as told:
            return _read(told.read())
    return outcome


def _read(told: bytes) -> Expanded:
    count, *strings = [decode(one) for one in told.split(b"\0")[:-1]]
    words, pairs = strings[: int(count)], strings[int(count) :]
    return Expanded(tuple(words), {name: value for name, equals, value in (pair.partition("=") for pair in pairs) if equals})
