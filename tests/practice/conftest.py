"""One run of these tests at a time: practice opens its published ports on 127.0.0.1, and each run the same ones."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.practice import session
from dockersh.practice.session import Session

# One a network namespace (where the system has them), which has ports of its own.
NAMESPACE = Path("/proc/self/ns/net")
LOCK = Path(tempfile.gettempdir(), f"dockersh-practice-ports-{NAMESPACE.stat().st_ino if NAMESPACE.exists() else 0}.lock")


@pytest.fixture(scope="module", autouse=True, name="ports")
def fixture_ports(request: pytest.FixtureRequest) -> Iterator[None]:
    """The ports, for a module; those beside a real engine wait for that, and take no second lock."""
    if "standin" in request.path.parts:
        yield
        return
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="module", name="practice")
def fixture_practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Session]]:
    """A practice session of a module's own, and the environment that goes to it; for the docker client that is installed."""
    if shutil.which("docker") is None:
        pytest.skip("no docker client")
    env = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER")}
    env |= {"XDG_STATE_HOME": str(tmp_path_factory.mktemp("state")), "LANG": "C.UTF-8"}
    begun = session.begin(env)
    begun.environment(env)
    yield env, begun
    begun.owned.close()
