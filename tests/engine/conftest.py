"""What several files of engine tests begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import rows
from support.private_engine import PrivateEngine


@pytest.fixture(scope="module")
def composed(real_engine: PrivateEngine) -> PrivateEngine:
    """The engine with every image, and compose as a plugin of its client."""
    real_engine.reset()
    rows.install_compose(real_engine.row, Path(real_engine.env()["DOCKER_CONFIG"]) / "cli-plugins")
    return real_engine


@pytest.fixture(scope="module")
def named(real_engine: PrivateEngine) -> PrivateEngine:
    """The engine with what the lines of `create_lines` name: two networks, and a container with volumes."""
    real_engine.reset()
    real_engine.docker("network", "create", "--subnet", "10.88.0.0/16", "n1")
    real_engine.docker("network", "create", "--subnet", "10.89.0.0/16", "n2")
    real_engine.docker("run", "-d", "--name", "source", "-v", "shared:/shared", "-v", "/anon", "redis")
    return real_engine
