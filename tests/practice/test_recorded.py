"""Practice says and leaves what a real engine said and left: the real docker client, the same lines."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dockersh.practice.session import Session
from support import recorded


@pytest.fixture(scope="module", name="stocked")
def fixture_stocked(practice: tuple[dict[str, str], Session]) -> dict[str, str]:
    """An environment whose docker talks to a practice engine, with the images of the recordings."""
    env, _ = practice
    for image in recorded.IMAGES:
        subprocess.run(["docker", "pull", "-q", image], env=env, check=True, capture_output=True)
    client = Path(str(shutil.which("docker")))
    return {**env, "PATH": f"{client.parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("name", recorded.NAMES)
def test_practice_is_as_the_real_engine(stocked: dict[str, str], name: str, tmp_path: Path) -> None:
    """Each line prints the same, on the same stream, with the same status; at the end the same is there, and was told."""
    recorded.clear(stocked)
    found = recorded.written(list(recorded.steps(name, stocked, tmp_path)))
    assert found.split("\n") == recorded.recording(name).split("\n")
