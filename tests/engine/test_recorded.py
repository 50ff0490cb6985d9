"""The recordings that practice is compared with say what a real engine says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import recorded
from support.private_engine import PrivateEngine
from support.rows import Row


@pytest.fixture(scope="module", name="current")
def fixture_current(real_engine: PrivateEngine, row: Row) -> Iterator[PrivateEngine]:
    """The current engine with the images of practice; other engines have other words."""
    if row.name != "current":
        pytest.skip("recordings are of the current engine")
    real_engine.reset(pulled=())
    recorded.import_all(real_engine.env())
    yield real_engine
    recorded.clear(real_engine.env())


SAMPLE = 8  # of them in one run; all are in `DOCKERSH_REWRITE_CASES=1`, which records them


def test_recordings_are_true(current: PrivateEngine, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Carried out once more, sessions say and leave the same; `--seed` chooses which."""
    seed = int(pytestconfig.getoption("--seed"))
    chosen = recorded.NAMES if recorded.REWRITE else random.Random(seed).sample(recorded.NAMES, SAMPLE)
    wrong = []
    for name in chosen:
        recorded.clear(current.env())
        folder = tmp_path / name
        folder.mkdir()
        text = recorded.written(list(recorded.steps(name, current.env(), folder)))
        if recorded.REWRITE:
            (recorded.FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")
        wrong += [name] if text != recorded.recording(name) else []
    assert wrong == []
