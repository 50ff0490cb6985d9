"""dockersh and the real client agree: accepted or refused, and the same container."""

from __future__ import annotations

import os
import random

import pytest

from oracle.judge import compare
from support.client import reason_against

# CI's answer is about the change, so it always asks the same; everybody else asks something new every time.
SECOND = 2 if os.environ.get("CI") else random.SystemRandom().randrange(10**6)


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize("seed", [1, SECOND], ids=["fixed", "second"])
def test_no_disagreement(seed: int, request: pytest.FixtureRequest) -> None:
    """`pytest tests/oracle --lines 20000` asks more; the seed is printed when it fails."""
    count = int(request.config.getoption("--lines")) // 2
    print(f"seed {seed}, {count} lines")
    found = compare(count, seed)
    assert found == [], f"seed {seed}: {len(found)} disagreements"
