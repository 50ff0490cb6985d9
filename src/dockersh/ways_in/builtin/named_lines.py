"""Lines that a person keeps under a name, with `$1`, `${2:-default}` and `$@` for the words that follow it.

`$XDG_CONFIG_HOME/dockersh/lines.toml`, a name and a line each, readable by its owner only; never a line with a secret.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence

from dockersh.explaining.secrets import has_secret
from dockersh.machine import folders, limits, regular_files
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.complete.scan import scan

FILE = "lines.toml"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
# What stands for a word, and what opens or closes quotes. In single quotes a `$` is a letter, as in any shell.
PIECES = pattern(r"'[^']*'|\\.|\"|\$(?:([1-9@*])|\{([1-9@*])(?::-([^}]*))?\})")
QUOTED = pattern(r"['\"\\]")


class Slot(NamedTuple):
    """A place in a line for a word: its span, the word's number (0: all), its default, whether it is in double quotes."""

    start: int
    end: int
    number: int
    default: str | None
    quoted: bool


class MissingError(Exception):
    """A word is missing, or one is too many."""


def load() -> dict[str, str]:
    """Name → line; a file that cannot be read holds none."""
    import tomllib  # noqa: PLC0415  the interactive shell only

    path = folders.place("config", FILE)
    try:
        found = tomllib.loads(regular_files.read(path, limits.OWN_FILE).decode()) if path else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: line for name, line in found.items() if isinstance(line, str) and NAME.fullmatch(name)}


def save(lines: Mapping[str, str]) -> None:
    """Write all of them. Raises OSError."""
    path = folders.place("config", FILE)
    if path is None:
        raise folders.nowhere()
    text = "".join(f"{name} = {_toml(lines[name])}\n" for name in sorted(lines))
    folders.write(path, text.encode(), private=True)


def _toml(line: str) -> str:
    """As a basic string of TOML, which takes what JSON writes, but for one control character."""
    return json.dumps(line, ensure_ascii=False).replace("\x7f", "\\u007f")


def slots(line: str) -> Iterator[Slot]:
    """The places of a line for words, from the left."""
    quoted = False
    for found in PIECES.finditer(line):
        sign = found[1] or found[2]
        if found[0] == '"':
            quoted = not quoted
        elif sign:
            yield Slot(found.start(), found.end(), int(sign) if sign.isdecimal() else 0, found[3], quoted)


def filled(line: str, words: Sequence[str]) -> str:
    """The line with *words*, as they were typed, in their places. Raises MissingError."""
    places = list(slots(line))
    numbers = sorted({slot.number for slot in places if slot.number})
    needed = max([slot.number for slot in places if slot.default is None], default=0)
    if len(words) < needed or (len(words) > max(numbers, default=0) and numbers and all(slot.number for slot in places)):
        raise MissingError
    out, at = "", 0
    for slot in places:
        out += line[at : slot.start] + " ".join(_put(slot, word) for word in _of(slot, words))
        at = slot.end
    rest = "" if places else "".join(f" {word}" for word in words)
    return out + line[at:] + rest


def _of(slot: Slot, words: Sequence[str]) -> Sequence[str]:
    if not slot.number:
        return words
    return [words[slot.number - 1]] if slot.number <= len(words) else [slot.default or ""]


def _put(slot: Slot, word: str) -> str:
    """A word as it stands in its place: in double quotes without its own."""
    if not slot.quoted or not QUOTED.search(word):
        return word
    plain = " ".join(shlex.split(word))
    return re.sub(r"([\"\\$`])", r"\\\1", plain)


def called(typed: str) -> tuple[str, list[str]] | None:
    """The first word of a line and the words behind it, as typed; None where it is more than plain words."""
    line = f"{typed.strip()} "
    words = [line[word.span.start : word.span.end] for word in scan(line, len(line)).before]
    together = "".join(words)
    plain = bool(words) and line.startswith(words[0]) and together == _joined(line, words)
    return (words[0], words[1:]) if plain else None


def _joined(line: str, words: Sequence[str]) -> str:
    """The line without the blanks between its words; anything else between them stays."""
    at, out = 0, ""
    for word in words:
        begin = line.index(word, at)
        out += line[at:begin].strip(" \t") + word
        at = begin + len(word)
    return out + line[at:].strip()


def tells_a_secret(line: str, known: Mapping[str, str]) -> bool:
    """Whether a line is one that is not kept anywhere, as it was typed or as what it stands for."""
    if has_secret(line):
        return True
    found = called(line)
    if found is None or found[0] not in known:
        return False
    try:
        return has_secret(filled(known[found[0]], found[1]))
    except (MissingError, ValueError):
        return False
