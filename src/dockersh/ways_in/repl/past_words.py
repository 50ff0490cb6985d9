"""`!!`, `!$`, `!-2`, `!14`, `!?text?`, `^a^b`: words of earlier lines, as bash puts them in.

bash(1), HISTORY EXPANSION. Not taken over: `!word`, for a line behind `!` is the shell's here, and modifiers (`:s`, `:p`).
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence

from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

# What holds a `!` that bash leaves alone: `[!0-9]`, `${!1}`, `$!`.
KEEPS = pattern(r"\[!(?=[^\]\n]*\])|\$\{!|\$!")
EVENT = pattern(r"!(?:!|\$|\^|\*|-\d{1,6}|\d{1,6}|\?[^?\n]+\?)")
QUICK = pattern(r"\^([^^\n]+)\^([^^\n]*)\^?\s*")
# Where bash expands nothing: within single quotes, and a letter that a backslash protects.
KEPT = pattern(r"'[^']*'|\\.")


class NotFoundError(Exception):
    """No earlier line answers to the event, which is the message."""


def expanded(line: str, past: Sequence[str], numbered: Callable[[], Sequence[str]] | None = None) -> str:
    """The line with its events replaced; the same line where it has none. *past*: the oldest line first.

    *numbered*: the lines that `history` counts, where they are others: `!14` is one of them. Raises NotFoundError.
    """
    quick = QUICK.fullmatch(line)
    if quick:
        before = _at(past, -1, line)
        if quick[1] not in before:
            raise NotFoundError(line.strip())
        return before.replace(quick[1], quick[2], 1)
    found = Past(past, numbered or (lambda: past))
    return "".join(_event(text, found) if is_event else text for text, is_event in _pieces(line))


def stands_for_another(line: str) -> bool:
    """Whether something in the line is to be replaced."""
    return bool(QUICK.fullmatch(line)) or any(is_event for _, is_event in _pieces(line))


def _pieces(line: str) -> Iterator[tuple[str, bool]]:
    """The line in pieces, and which of them are events. Within double quotes a single one is a letter."""
    at, quoted = 0, False
    while at < len(line):
        kept = KEEPS.match(line, at) or KEPT.match(line, at)
        if kept and quoted and line[at] == "'":
            kept = None
        event = EVENT.match(line, at) if kept is None else None
        found = kept or event
        piece = found[0] if found else line[at]
        quoted = quoted != (piece == '"')
        yield piece, event is not None
        at += len(piece)


class Past(NamedTuple):
    """The lines before this one, as the session saw them, and as `history` counts them."""

    lines: Sequence[str]
    numbered: Callable[[], Sequence[str]]


def _event(event: str, past: Past) -> str:
    what = event[1:]
    if what == "!":
        return _at(past.lines, -1, event)
    if what in ("$", "^", "*"):
        return _words(_at(past.lines, -1, event), what)
    if what.startswith("?"):
        return _having(what.strip("?"), past.lines, event)
    number = int(what)
    return _at(past.lines, number, event) if number < 0 else _at(past.numbered(), number - 1, event)


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
