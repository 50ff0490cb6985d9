"""A sample of the tests, the same for the same seed: for CI's rows beside the first."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest


def choose(items: Sequence[pytest.Item], percent: float, seed: int) -> list[pytest.Item]:
    """So many of a hundred tests, at least one of each file, in the order in which they stood."""
    rng = random.Random(seed)
    shuffled = rng.sample(items, len(items))
    firsts = {item.path: item for item in shuffled}.values()
    chosen = {item.nodeid for item in [*firsts, *shuffled[: round(len(items) * percent / 100)]]}
    return [item for item in items if item.nodeid in chosen]
