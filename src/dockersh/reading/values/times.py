"""Moments: --since, --until, and how many lines.

    10m  1h30m  -10m                 so long ago (Go durations)
    2024-01-02  2024-01-02T03:04:05  RFC 3339, with Z, an offset, or this machine's zone
    1700000000  1700000000.5         seconds since 1970
    --tail N | all                   other words are taken for all, in silence
Source: moby api/types/time/timestamp.go GetTimestamp (28.2.2); what the client refuses was asked of it.
"""

from __future__ import annotations

from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

DURATION = pattern(r"[+-]?(?:(?:\d++\.?\d*+|\.\d++)(?:ns|us|µs|μs|ms|s|m|h))+|0")
UNIX = pattern(r"-?\d+(?:\.\d*)?")
MOMENT = pattern(r"\d{4}-\d{2}-\d{2}(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?(?:Z|[+-]\d{2}:\d{2})?")


def since(text: str) -> Value | Bad:
    """Decode `--since`: `{ago}`, `{unix}` or `{at}`."""
    return _moment(text, "since")


def until(text: str) -> Value | Bad:
    """Decode `--until`, as `--since`."""
    return _moment(text, "until")


def _moment(text: str, side: str) -> Value | Bad:
    if not text:
        return good({"at": None})
    if DURATION.fullmatch(text):
        return good({"ago": text}, f"{side}-ago", value=text.removeprefix("-"))
    if UNIX.fullmatch(text):
        return good({"unix": text}, f"{side}-unix", value=text)
    if not MOMENT.fullmatch(text):
        return bad("time", value=text)
    from datetime import datetime  # noqa: PLC0415  1 ms, which most lines do without

    try:
        datetime.fromisoformat(text[:10])
    except ValueError:
        return bad("time", value=text)
    return good({"at": text}, f"{side}-at", value=text)


def tail(text: str) -> Value | Bad:
    """Decode `--tail`: `{lines}`, None for all."""
    if text.isdecimal() and len(text) < 20:
        return good({"lines": int(text)}, "tail", count=text)
    return good({"lines": None}, "tail-all")
