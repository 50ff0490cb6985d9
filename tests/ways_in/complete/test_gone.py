"""Tab after `how NAME without`: what the container was made with, never a secret."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.ways_in.complete import suggest
from support import inspected

MADE: dict[str, Any] = {
    "Env": ["A=1", "DB_PASSWORD=hunter22"],
    "Memory": 1 << 26,
    "Binds": ["v:/d"],
    "Privileged": True,
    "CgroupnsMode": "host",
}
ALL = ["-v", "-e", "-m", "--privileged"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("dockersh how web without ", ALL),
        ("dockersh step how web with -p 1:1 without -", ALL),
        ("dockersh how container web without --p", ["--privileged"]),
        ("dockersh how web without -v ", ["v:/d"]),
        ("dockersh how web without -e ", ["A", "DB_PASSWORD"]),
        ("dockersh how web without -e A -e D", ["DB_PASSWORD"]),
        ("dockersh how nosuch without --hostn", ["--hostname"]),
        ("dockersh how web without -e A with --hostn", ["--hostname"]),
    ],
)
def test_what_can_go(line: str, wanted: list[str]) -> None:
    """Its own options, each once, and the values of one; of a container that is not there every option of run."""
    assert [item.name for item in suggest(line, engine=inspected.engine(inspected.container(**MADE))).items] == wanted
