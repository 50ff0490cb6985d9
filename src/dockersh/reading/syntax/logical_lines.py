"""Lines from standard input: read a byte at a time, so that the rest of the input stays for the commands, as in sh."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from dockersh.machine.given import decode
from dockersh.reading.syntax.unfinished import logical, physical_lines


def logical_lines(descriptor: int = 0) -> Iterator[str]:
    """Each logical line of an input: physical lines joined while a quote, backslash, here-document or loop is open.

    What is left open at the end comes as the last line, for the shell to complain about.
    """
    yield from _joined(iter(lambda: _read_line(descriptor), None))


def split(text: str) -> Iterator[str]:
    """The logical lines of a text that is whole: what was typed or pasted at once."""
    yield from _joined(physical_lines(text))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    return (line.removesuffix("\n") for line in logical(lines))


def _read_line(descriptor: int) -> str | None:
    """One physical line with its newline; None at the end. A seekable input is read ahead and put back."""
    out = bytearray()
    step = 4096 if _seekable(descriptor) else 1
    while not out.endswith(b"\n"):
        piece = os.read(descriptor, step)
        if not piece:
            break
        line, newline, rest = piece.partition(b"\n")
        out += line + newline
        if rest:
            os.lseek(descriptor, -len(rest), os.SEEK_CUR)
    return decode(bytes(out)) if out else None


def _seekable(descriptor: int) -> bool:
    try:
        os.lseek(descriptor, 0, os.SEEK_CUR)
    except OSError:
        return False
    return True
