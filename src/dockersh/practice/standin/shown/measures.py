"""Sizes, ages and ids in docker's words. Source: github.com/docker/go-units, docker/cli cli/command/formatter."""

from __future__ import annotations

import time
import unicodedata

from dockersh.practice.api.moments import age

DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB")
BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
ID = 12


def size(number: float, digits: int = 4, base: float = 1000.0, units: tuple[str, ...] = DECIMAL) -> str:
    """Bytes in the largest unit of which there is one, with so many digits that count."""
    at = 0
    while number >= base and at < len(units) - 1:
        number /= base
        at += 1
    return f"{significant(number, digits)}{units[at]}"


def significant(number: float, digits: int) -> str:
    """As Go's `%.4g`, whose exponent has two digits at least, like Python's."""
    return f"{number:.{digits}g}"


def binary(number: float) -> str:
    """Bytes in units of 1024, as memory is told."""
    return size(number, 4, 1024.0, BINARY)


def since(moment: float) -> str:
    """How long ago a moment was."""
    return age(time.time() - moment) + " ago"


def at(moment: float) -> str:
    """A moment as Go prints one: `2006-01-02 15:04:05 -0700 MST`."""
    here = time.localtime(moment)
    return time.strftime("%Y-%m-%d %H:%M:%S %z %Z", here)


def short(name: str) -> str:
    """An id as lists show it."""
    return name.partition(":")[2][:ID] if ":" in name else name[:ID]


def width(text: str) -> int:
    """The columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def ellipsis(text: str, most: int) -> str:
    """A text cut to so many columns, the last of them `…`."""
    if width(text) <= most:
        return text
    kept, used = "", 0
    for char in text:
        used += width(char)
        if used > most - 1:
            break
        kept += char
    return kept + "…"


def quoted(text: str) -> str:
    """As Go's strconv.Quote."""
    named = {
        "\n": "\\n",
        "\t": "\\t",
        "\r": "\\r",
        '"': '\\"',
        "\\": "\\\\",
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\v": "\\v",
    }
    return '"' + "".join(named.get(char) or (char if char.isprintable() else _escaped(char)) for char in text) + '"'


def _escaped(char: str) -> str:
    code = ord(char)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def stamp(moment: float) -> str:
    """A moment as RFC 3339 has it, in this machine's zone."""
    text = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(moment))
    return text[:-5] + "Z" if text.endswith("+0000") else f"{text[:-2]}:{text[-2:]}"
