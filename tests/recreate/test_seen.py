"""What is known of a container beside its line: whether it ran, was detached, and which engine it is on."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.recreate.seen import Seen, difference
from support import inspected

RAN = {"StartedAt": "2026-01-01T00:00:00Z"}
ATTACHED: list[tuple[dict[str, Any], bool]] = [
    ({}, False),
    ({"AttachStdout": False}, False),
    ({"AttachStdout": False, "AttachStderr": False}, True),
    ({"AttachStdout": False, "AttachStderr": False, "AttachStdin": True}, False),
]


@pytest.mark.parametrize(("told", "detached"), ATTACHED)
def test_detached(told: dict[str, Any], detached: bool) -> None:
    """Where no stream was to be joined."""
    assert Seen(inspected.container(**told), {}, {}).detached == detached


@pytest.mark.parametrize(("state", "started"), [({}, False), (RAN, True)])
def test_started(state: dict[str, Any], started: bool) -> None:
    """A moment in the year 1 is none."""
    assert Seen(inspected.container(state=state), {}, {}).started == started


@pytest.mark.parametrize(("version", "major"), [("20.10.24+dfsg1", 20), ("28.5.2", 28), ("", 1000), ("dev", 1000)])
def test_versions(version: str, major: int) -> None:
    """An engine that does not say it counts as a new one."""
    assert Seen(inspected.container(), {}, {"ServerVersion": version}).major == major


def test_difference() -> None:
    """What is new, and what is otherwise."""
    assert difference({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 0}) == {"b": 2, "c": 3}
    assert difference(None, {"a": 1}) == {}
    assert difference({"a": 1}, None) == {"a": 1}
