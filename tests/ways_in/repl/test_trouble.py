"""Trouble in the middle of a session: one clear line, and the session goes on."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, recording_docker, script
from support.pty_terminal import Terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose docker prints the words it gets."""
    recording_docker(tmp_path)
    return tmp_path


def test_an_engine_that_hangs_costs_a_moment(home: Path) -> None:
    """Questions are given up after a while; the line runs, and so does the next one."""
    script(home / "docker", 'case "$*" in *--format*|*inspect*) exec sleep 60;; esac\necho ran "$@"')
    with Terminal(list(DOCKERSH), environment(home), home, rows=40) as shell:
        shell.expect("dockersh>")
        shell.line("docker start web")
        shell.expect("no answer|did not answer")
        shell.expect("ran start web")
        shell.expect("dockersh>")
        shell.line("echo still here")
        shell.expect("\nstill here\n")


def test_a_docker_that_goes_away(home: Path) -> None:
    """It is said that there is none; when it is back, it is used again."""
    with Terminal([*DOCKERSH, "--no-engine"], environment(home, PATH=f"{home}:/usr/bin:/bin"), home, rows=40) as shell:
        shell.expect("dockersh>")
        shell.line("docker ps")
        shell.expect(r"\[ps\]")
        (home / "docker").rename(home / "gone")
        shell.line(f"docker --config {home} images")
        shell.expect(r"dockersh \[\d+\]>")
        (home / "gone").rename(home / "docker")
        shell.line("docker version")
        shell.expect(r"\[version\]")
        shell.expect("dockersh>")


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk that is full, with a history in it."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=True)
    try:
        (folder / "dockersh").mkdir()
        (folder / "dockersh" / "history").write_text("\n# 2026-01-01\n+docker images\n", encoding="utf-8")
        with open(folder / "fill", "wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(b"x" * 512):
                pass
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_costs_the_new_history_only(home: Path, full: Path) -> None:
    """Lines run, nothing is printed but docker's words, and what was in the history stays."""
    before = (full / "dockersh" / "history").read_bytes()
    with Terminal([*DOCKERSH, "--no-engine"], environment(home, XDG_STATE_HOME=str(full)), home, rows=40) as shell:
        shell.expect("dockersh>")
        for _ in range(3):
            shell.line("docker ps")
            shell.expect(r"\[ps\]")
            shell.expect("dockersh>")
        shell.send("\x04")
        assert shell.wait() == 0
        assert "Traceback" not in shell.text
    assert (full / "dockersh" / "history").read_bytes().startswith(before)
