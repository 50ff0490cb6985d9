"""The two engines, shared by the tests of the stand-in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from support.twins import Twins, twins


@pytest.fixture(scope="session", name="both")
def fixture_both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """The real client on one, the stand-in on the other."""
    if shutil.which("docker") is None:
        pytest.skip("no docker client")
    with twins(tmp_path_factory.mktemp("twins")) as made:
        yield made
