"""How long ago, in the words of `ages.toml`."""

from __future__ import annotations

from dockersh.finding import Say

UNITS = (("seconds", 60), ("minutes", 60), ("hours", 24), ("days", 7), ("weeks", 52))


def age(now: float, then: float) -> Say:
    """`3 weeks` between two times in seconds; the largest unit with at least one."""
    count, left = max(0, int(now - then)), list(UNITS)
    while left and count >= left[0][1]:
        count //= left.pop(0)[1]
    unit = left[0][0] if left else "years"
    return Say(f"ages.{unit}", {"count": str(count)})
