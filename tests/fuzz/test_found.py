"""What fuzzing found once, and must not find again."""

from __future__ import annotations

import pytest

from dockersh.reading import values
from support.ways import ALL, decoded

FOUND = (
    ("page-fenced-open", "docker ps\x0b"),
    ("page-fenced-open", "docker ps\x0c"),
    ("highlight", "`docker 6>#`"),
    ("workflow-list", "docker\u2028 y"),
    ("explain", "docker run -p " + "9" * 5000 + ":80 x"),
    ("explain", "docker run --tmpfs /a:" + "size=1k," * 1200 + " x"),
    ("explain", "docker run --cpus " + "9" * 400 + " x"),
    ("explain", "docker run --cpus 1e99999999 x"),
    ("explain", "docker run --health-interval " + "9" * 5000 + " x"),
    ("explain", "docker ps --format '" + "{{" * 5000 + "'"),
    ("suggest", "docker xec b "),
)


@pytest.mark.parametrize(("way", "text"), FOUND, ids=lambda one: one[:40])
def test_it_stays_mended(way: str, text: str) -> None:
    """Each of them, in the way in which it failed."""
    ALL[way](text)


@pytest.mark.parametrize(
    "text", ["9" * 5000, "9" * 400, "9" * 5000 + ":80", "a=" + "9" * 5000, "1e99999999", "٣", "²"], ids=len
)
def test_numbers_beyond_any_machine(text: str) -> None:
    """As a value of every kind."""
    decoded(sorted(values.KINDS), text)
