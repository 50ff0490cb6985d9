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
