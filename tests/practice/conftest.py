"""One run of these tests at a time: practice opens its published ports on 127.0.0.1, and each run the same ones."""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

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
