"""The times that an engine and its client write, as seconds since 1970. Without `datetime`, whose import takes 1 ms."""

from __future__ import annotations

EPOCH = 719468  # days from the first of March of the year 0 to 1970


def seconds(text: str) -> float:
    """Of an answer (`2021-03-04T05:06:07.123Z`, `…+09:00`) or a list (`2021-03-04 05:06:07 +0000 UTC`); 0 for the year 1.

    Raises ValueError where it is no time.
    """
    year, month, day = (int(part) for part in text[:10].split("-"))
    hour, minute, second = (int(part) for part in text[11:19].split(":"))
    if year <= 1:
        return 0.0
    return _days(year, month, day) * 86400.0 + hour * 3600 + minute * 60 + second + _fraction(text[19:]) - _east(text[19:])


def _fraction(rest: str) -> float:
    """`.123456789` of `.123456789Z`: what came first is told by it."""
    digits = rest[1 : len(rest) - len(rest[1:].lstrip("0123456789"))]
    return float(f"0.{digits}") if rest.startswith(".") and digits else 0.0


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970. Years begin in March here, so that the day of the leap year is the last one."""
    of_march, months = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return of_march * 365 + of_march // 4 - of_march // 100 + of_march // 400 + (153 * months + 2) // 5 + day - 1 - EPOCH


def _east(rest: str) -> int:
    """Seconds that a zone is ahead of UTC: what follows the fraction."""
    zone = rest.lstrip(".0123456789 ")
    if zone[:1] not in ("+", "-"):
        return 0
    digits = zone[1:6].replace(":", "")[:4]
    ahead = int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60
    return -ahead if zone.startswith("-") else ahead


def since(created: float) -> float:
    """A number that a list gives: 0 or less is no time (the engine's zero is the year 1)."""
    return max(0.0, float(created))
