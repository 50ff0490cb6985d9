"""Which drafts fit: beginnings, then parts, then letters in their order."""

from __future__ import annotations

import pytest

from dockersh.ways_in.complete.matching import matching
from dockersh.ways_in.complete.suggestion import Draft

NAMES = ("web", "shop-web", "w-e-b", "old")
CONTAINERS = [Draft(name, kind="container") for name in NAMES]
FLAGS = [Draft(f"--{name}", kind="flag") for name in ("health-retries", "retry", "tty")] + [
    Draft("--force-rm", kind="flag", destructive=True)
]
FOUND = [
    (CONTAINERS, "we", ["web", "shop-web"]),
    (CONTAINERS, "w", ["web", "w-e-b"]),
    (CONTAINERS, "WE", ["web", "shop-web"]),
    (CONTAINERS, "eb", ["web", "shop-web"]),
    (CONTAINERS, "sw", ["shop-web"]),
    (CONTAINERS, "ld", ["old"]),
    (CONTAINERS, "d", ["old"]),
    (CONTAINERS, "x", []),
    (CONTAINERS, "", list(NAMES)),
    (FLAGS, "--ret", ["--retry"]),
    (FLAGS, "--retries", ["--health-retries"]),
    (FLAGS, "--rm", []),
    (FLAGS, "--hrs", ["--health-retries"]),
    ([Draft("name=web"), Draft("name=old")], "name=eb", ["name=web"]),
    ([Draft("name=web"), Draft("size=web")], "nam=eb", []),
]


@pytest.mark.parametrize(("drafts", "typed", "expected"), FOUND)
def test_at_our_prompt(drafts: list[Draft], typed: str, expected: list[str]) -> None:
    """Nothing that deletes is found by a part of it."""
    assert [one.name for one in matching(drafts, typed, anywhere=True)] == expected


@pytest.mark.parametrize(("typed", "expected"), [("we", ["web"]), ("eb", []), ("", list(NAMES))])
def test_elsewhere_beginnings_only(typed: str, expected: list[str]) -> None:
    """A shell puts the common beginning of what it gets in the place of the word."""
    assert [one.name for one in matching([*CONTAINERS, *CONTAINERS], typed, anywhere=False)] == expected
