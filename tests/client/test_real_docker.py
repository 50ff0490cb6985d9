"""The real docker on PATH, never ourselves."""

from __future__ import annotations

import os
from pathlib import Path

from dockersh.client.real_docker import real_docker
from support.programs import script


def test_our_own_links_and_scripts_are_passed_over(tmp_path: Path) -> None:
    """A start script of ours, a link to it, then the real one."""
    ours = script(tmp_path / "ours" / "dockersh", "")
    ours.write_text("#!/usr/bin/python3\nfrom dockersh.ways_in.cli import main\n", encoding="utf-8")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "docker").symlink_to(ours)
    real = script(tmp_path / "real" / "docker", "exit 0")
    path = os.pathsep.join(str(tmp_path / name) for name in ("link", "nowhere", "real"))
    assert real_docker(path=path) == str(real)


def test_no_docker() -> None:
    """None, not an exception."""
    assert real_docker(path="/nonexistent") is None
    assert real_docker("/nonexistent/docker") is None


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    """`/opt/docker ps` means that docker."""
    real = script(tmp_path / "docker", "exit 0")
    assert real_docker(str(real)) == str(real)


def test_a_file_that_cannot_be_run_is_no_docker(tmp_path: Path) -> None:
    """A folder or a plain file of that name is passed over."""
    (tmp_path / "docker").write_text("x", encoding="utf-8")
    assert real_docker(path=str(tmp_path)) is None
