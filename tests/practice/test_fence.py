"""The fence knows where engines listen, and is no error where it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dockersh.practice import fence


def test_the_sockets_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of docker, and the one of the person's own environment; each once."""
    first, own = tmp_path / "first", tmp_path / "own"
    first.touch()
    own.touch()
    (tmp_path / "link").symlink_to(first)
    monkeypatch.setattr(fence, "SOCKETS", (str(first), str(tmp_path / "link"), str(tmp_path / "missing")))
    assert list(fence.real_sockets({"DOCKER_HOST": f"unix://{own}"})) == sorted([str(first), str(own)])
    assert list(fence.real_sockets({"DOCKER_HOST": "tcp://127.0.0.1:1"})) == [str(first)]


def test_somebody_who_may_not_mount_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules and the environment remain."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not fence.close_off("/nonexistent", {})
