"""Practice says and leaves what a real engine said and left: the real docker client, the same lines."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.practice import session
from support import recorded


@pytest.fixture(scope="module", name="practice")
def fixture_practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An environment whose docker talks to a practice engine, with the images of the recordings."""
    client = shutil.which("docker")
    if client is None:
        pytest.skip("no docker client")
    env = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER")}
    env |= {"XDG_STATE_HOME": str(tmp_path_factory.mktemp("state")), "LANG": "C.UTF-8"}
    begun = session.begin(env)
    begun.environment(env)
    for image in recorded.IMAGES:
        subprocess.run(["docker", "pull", "-q", image], env=env, check=True, capture_output=True)
    yield {**env, "PATH": f"{Path(client).parent}{os.pathsep}{os.environ['PATH']}"}
    begun.owned.close()


@pytest.mark.parametrize("name", recorded.NAMES)
def test_practice_is_as_the_real_engine(practice: dict[str, str], name: str, tmp_path: Path) -> None:
    """Each line prints the same, on the same stream, with the same status; at the end the same is there, and was told."""
    recorded.clear(practice)
    found = recorded.written(list(recorded.steps(name, practice, tmp_path)))
    assert found.split("\n") == recorded.recording(name).split("\n")
