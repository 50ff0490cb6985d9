"""How long ago, in the words of `ages.toml`."""

from __future__ import annotations

from dockersh.finding import Say

UNITS = (("second", 60), ("minute", 60), ("hour", 24), ("day", 7), ("week", 52))


def age(now: float, then: float) -> Say:
    """`3 weeks` between two times in seconds; the largest unit with at least one."""
    count = max(0, int(now - then))
    for unit, many in UNITS:
        if count < many:
            break
        count //= many
    else:
        unit = "year"
    return Say(f"ages.{unit}" if count == 1 else f"ages.{unit}s", {"count": str(count)})
