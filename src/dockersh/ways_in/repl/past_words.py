"""`!!`, `!$`, `!-2`, `!14`, `!?text?`, `^a^b`: words of earlier lines, as bash puts them in.

bash(1), HISTORY EXPANSION. Not taken over: `!word`, for a line behind `!` is the shell's here, and modifiers (`:s`, `:p`).
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from dockersh.startup.lazy_regex import pattern

EVENT = pattern(r"!(?:!|\$|\^|\*|-\d{1,6}|\d{1,6}|\?[^?\n]+\?)")
QUICK = pattern(r"\^([^^\n]+)\^([^^\n]*)\^?\s*")
# Where bash expands nothing: within single quotes, and a letter that a backslash protects.
KEPT = pattern(r"'[^']*'|\\.")


class NotFoundError(Exception):
    """No earlier line answers to the event, which is the message."""


def expanded(line: str, past: Sequence[str]) -> str:
    """The line with its events replaced; the same line where it has none. *past*: the oldest line first.

    Raises NotFoundError.
    """
    quick = QUICK.fullmatch(line)
    if quick:
        before = _at(past, -1, line)
        if quick[1] not in before:
            raise NotFoundError(line.strip())
        return before.replace(quick[1], quick[2], 1)
    out, at = "", 0
    while at < len(line):
        kept, event = KEPT.match(line, at), EVENT.match(line, at)
        found = kept or event
        if found is None:
            out, at = out + line[at], at + 1
            continue
        out += _event(found[0], past) if event and not kept else found[0]
        at = found.end()
    return out


def _event(event: str, past: Sequence[str]) -> str:
    what = event[1:]
    if what == "!":
        return _at(past, -1, event)
    if what in ("$", "^", "*"):
        return _words(_at(past, -1, event), what)
    if what.startswith("?"):
        return _having(what.strip("?"), past, event)
    number = int(what)
    return _at(past, number if number < 0 else number - 1, event)


def _at(past: Sequence[str], index: int, event: str) -> str:
    try:
        return past[index]
    except IndexError:
        raise NotFoundError(event.strip()) from None


def _having(text: str, past: Sequence[str], event: str) -> str:
    for line in reversed(past):
        if text in line:
            return line
    raise NotFoundError(event)


def _words(line: str, which: str) -> str:
    """The last word of a line, the first after the command, or all of them, quoted as they were typed."""
    lexer = shlex.shlex(line, posix=False, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        words = list(lexer)
    except ValueError:  # a quote that does not end
        words = line.split()
    if which == "*":
        return " ".join(words[1:])
    return (words[1:2] or [""])[0] if which == "^" else (words[-1:] or [""])[0]
