"""Sizes, durations and numbers.

size      512m, 1.5g, 64kb, 2GiB: always steps of 1024 (github.com/docker/go-units, RAMInBytes)
duration  300ms, 1.5h, 2h45m (Go's time.ParseDuration)
cpus      1.5, .5, 1/2: at most nine decimals (docker/cli opts.ParseCPUs)
integer   Go's strconv.ParseInt with base 0: 10, -1, 0x1f, 1_000
"""

from __future__ import annotations

import math
import re

from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

# A number as Go's ParseFloat reads it, then a unit.
SIZE = pattern(
    r"([+-]?(?:\d(?:_?\d)*+(?:\.(?:\d(?:_?\d)*+)?)?|\.\d(?:_?\d)*+)(?:[eE][+-]?\d{1,9})?) ?([kKmMgGtTpP])?([iI]?[bB])?",
    re.ASCII,
)
STEPS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
DURATION = pattern(r"[-+]?(?:0|(?:(?:\d++\.?\d*+|\.\d++)(?:ns|us|µs|μs|ms|s|m|h))+)")
PIECE = pattern(r"(\d++\.?\d*+|\.\d++)(ns|us|µs|μs|ms|s|m|h)")
SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
POWER = pattern(r"[eE][+-]?\d{3}")
INTEGER = pattern(r"[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])*|[1-9](?:_?\d)*)")


class Size(NamedTuple):
    """A size in *bytes*; -1 for no limit."""

    bytes: int


class Duration(NamedTuple):
    """A span of time in *seconds*."""

    seconds: float


class Cpus(NamedTuple):
    """A number of processors."""

    cpus: float


def size(text: str) -> Value | Bad:
    """Decode a size to a Size."""
    found = SIZE.fullmatch(text)
    if found is None or (found[3] and not found[2] and found[3].lower() == "ib"):
        return bad("size", value=text)
    count = float(found[1])
    if count < 0 or math.isinf(count):
        return bad("size", value=text)
    amount = int(count * 1024 ** STEPS[(found[2] or "").lower()])
    return Value(Size(amount), amount=binary(amount))


def binary(count: int) -> str:
    """Bytes in steps of 1024, as memory is counted: `512 MiB`, `1.5 GiB`."""
    amount, unit = float(count), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB", "PiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if amount == int(amount) else f"{amount:.1f} {unit}"


def rate(text: str) -> int | None:
    """A size to bytes, as a part of another grammar; None when it is none."""
    found = size(text)
    return int(found.decoded.bytes) if isinstance(found, Value) else None


def swap(text: str) -> Value | Bad:
    """Decode `--memory-swap`: a size, or -1 for no limit."""
    return good(Size(-1)) if text == "-1" else size(text)


def interval(text: str) -> Value | Bad:
    """Decode a health check's duration: never negative."""
    return bad("interval", value=text) if DURATION.fullmatch(text) and text.startswith("-") else duration(text)


def duration(text: str) -> Value | Bad:
    """Decode a Go duration to a Duration."""
    if not DURATION.fullmatch(text):
        return bad("duration", value=text)
    seconds = sum(float(number) * SECONDS[unit] for number, unit in PIECE.findall(text))
    if seconds > 2**63 / 1e9:
        return bad("duration", value=text)
    return good(Duration(-seconds if text.startswith("-") else seconds))


def cpus(text: str) -> Value | Bad:
    """Decode a number of processors to a Cpus; finer than a billionth is refused."""
    from fractions import Fraction  # noqa: PLC0415  2 ms at the start of every line, for the few that set --cpus

    if POWER.search(text):  # a number that is longer than memory, and than any machine's processors
        return bad("number", value=text)
    try:
        number = Fraction(text.replace(" ", "\0"))
    except (ValueError, ZeroDivisionError):
        return bad("number", value=text)
    if (number * 10**9).denominator != 1:
        return bad("cpus-too-fine", value=text)
    return good(Cpus(float(number)))


def integer(text: str) -> Value | Bad:
    """Decode a whole number of 64 bits."""
    return _within(text, -(2**63), 2**63 - 1)


def swappiness(text: str) -> Value | Bad:
    """Decode `--memory-swappiness`: -1 or 0 to 100."""
    found = integer(text)
    return bad("swappiness", value=text) if isinstance(found, Value) and not -1 <= found.decoded["number"] <= 100 else found


def retries(text: str) -> Value | Bad:
    """Decode `--health-retries`: not negative."""
    found = integer(text)
    return bad("interval", value=text) if isinstance(found, Value) and found.decoded["number"] < 0 else found


def natural(text: str, most: int = 2**64 - 1) -> Value | Bad:
    """Decode a whole number that is not negative."""
    return bad("integer", value=text) if text[:1] in ("+", "-") else _within(text, 0, most)


def natural32(text: str) -> Value | Bad:
    """Decode one of 32 bits."""
    return natural(text, 2**32 - 1)


def natural16(text: str) -> Value | Bad:
    """Decode one of 16 bits."""
    return natural(text, 2**16 - 1)


def _within(text: str, least: int, most: int) -> Value | Bad:
    if not INTEGER.fullmatch(text) or len(text) > 80:
        return bad("integer", value=text)
    number = _int(text)
    return good({"number": number}) if least <= number <= most else bad("integer", value=text)


def _int(text: str) -> int:
    bare = text.lstrip("+-").replace("_", "")
    octal = len(bare) > 1 and bare[0] == "0" and bare[1].isdecimal()
    number = int(bare, 8) if octal else int(bare, 0)
    return -number if text.startswith("-") else number


MOST_BYTES = 10**18  # that any disk has


def human_size(count: int) -> str:
    """Bytes as docker shows image sizes: steps of 1000, about three digits (`7.35MB` → `7.4 MB`). No size is below zero."""
    amount = float(min(max(count, 0), MOST_BYTES))
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
