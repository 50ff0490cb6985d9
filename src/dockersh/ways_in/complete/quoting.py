"""Putting a word into a line: what was typed stays as it was typed, and what is added is quoted the same way."""

from __future__ import annotations

from dockersh.startup.lazy_regex import pattern

# A tilde means a home folder at a word's start and behind `=` and `:`, and `=` at a word's start a program to zsh.
BARE = pattern(r"(?:[A-Za-z0-9_./:,@%+=-]|(?<=[A-Za-z0-9_.-])~)*")
EXPANDS = pattern(r"^~|\$")  # what stays as it is, for the shell puts something else there
SPECIAL = pattern(r"([^A-Za-z0-9_./:,@%+=-])")
IN_DOUBLE = pattern(r'([$`"\\])')


def put(name: str, typed: str, raw: str, quote: str, *, finished: bool) -> str:
    """The raw text that makes the word `name` of a line in which `raw` was typed, which means `typed` so far.

    `quote` is the quote open behind `raw`; it is closed when the word is `finished`.
    """
    if not raw or not name.startswith(typed):
        return whole(name, finished=finished)
    rest = name[len(typed) :]
    if quote:
        return raw + within(rest, quote) + (quote[-1] if finished else "")
    if BARE.fullmatch(rest):
        return raw + rest
    return whole(name, finished=finished) if raw == typed and not EXPANDS.search(raw) else raw + SPECIAL.sub(r"\\\1", rest)


def within(text: str, quote: str) -> str:
    """`text` as it stands behind an open quote. A `!` would call up the history, also between double quotes."""
    if quote == "$'":
        return text.replace("\\", "\\\\").replace("'", "\\'")
    return IN_DOUBLE.sub(r"\\\1", text).replace("!", "\"'!'\"") if quote == '"' else text.replace("'", "'\\''")


def whole(name: str, *, finished: bool) -> str:
    """A word from its start: bare if it can be, else between single quotes; one that goes on, with backslashes."""
    if name and name[0] != "=" and BARE.fullmatch(name):
        return name
    return "'" + name.replace("'", "'\\''") + "'" if finished else SPECIAL.sub(r"\\\1", name)
