"""Times and ages as the API writes them."""

from __future__ import annotations

import time

NEVER = "0001-01-01T00:00:00Z"


def stamp(seconds: float) -> str:
    """`2026-11-29T20:03:48.861735146Z`; docker's nothing for 0."""
    if not seconds:
        return NEVER
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1e9):09d}Z"


def plain_stamp(seconds: float) -> str:
    """Without the fraction."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


# Up to so many seconds: how it is said, and what one of it is. Source: docker/go-units, duration.go HumanDuration.
AGES = (
    (1, "Less than a second", 1),
    (2, "1 second", 1),
    (60, "{} seconds", 1),
    (120, "About a minute", 60),
    (3600, "{} minutes", 60),
)
HOUR, DAY = 3600, 86400


def age(seconds: float) -> str:
    """`About a minute`, `3 hours`."""
    whole = int(seconds)
    for most, words, unit in AGES:
        if whole < most:
            return words.format(whole // unit)
    hours = int(seconds / HOUR + 0.5)
    if hours == 1:
        return "About an hour"
    for most, words, unit in (
        (48, "hours", 1),
        (24 * 14, "days", 24),
        (24 * 60, "weeks", 24 * 7),
        (24 * 365 * 2, "months", 24 * 30),
    ):
        if hours < most:
            return f"{hours // unit} {words}"
    return f"{int(seconds / DAY / 365)} years"


def seconds_of(text: str, now: float) -> float | None:
    """`since` and `until`: seconds of the epoch, RFC 3339, or a duration before now; None for nothing."""
    if not text or text == "0":
        return None
    try:
        return float(text)
    except ValueError:
        pass
    from datetime import datetime  # noqa: PLC0415  seldom

    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return now
