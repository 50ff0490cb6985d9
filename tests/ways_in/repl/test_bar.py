"""What the bar shows of the engine, however long its address is."""

from __future__ import annotations

import pytest

from dockersh.ways_in.builtin.history import LONGEST, short

SHORT = [
    ("default", "default"),
    ("x" * LONGEST, "x" * LONGEST),
    ("unix:///home/somebody/.docker/run/docker.sock", "….docker/run/docker.sock"),
    ("tcp://build-server.example.com:2376", "…server.example.com:2376"),
]


@pytest.mark.parametrize(("context", "shown"), SHORT)
def test_a_long_address_leaves_room(context: str, shown: str) -> None:
    """Its end stays, behind an ellipsis."""
    assert short(context) == shown
    assert len(short(context)) <= LONGEST
