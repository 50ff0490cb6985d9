"""The recordings that practice is compared with say what a real engine says."""

from __future__ import annotations

import random
import re
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
    real_engine.reset(pulled=())  # others have other images of these names


@pytest.fixture(scope="module", name="older")
def fixture_older(real_engine: PrivateEngine, row: Row) -> Iterator[PrivateEngine]:
    """Docker 20.10 with the images of practice."""
    if row.name != "installed" or not real_engine.docker("version", "--format", "{{.Server.Version}}").startswith("20.10"):
        pytest.skip("not an engine 20.10")
    real_engine.reset(pulled=())
    recorded.import_all(real_engine.env())
    yield real_engine
    real_engine.reset(pulled=())  # others have other images of these names


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


OTHER_ORDER = ("two-on-one-port",)  # 20.10 lists the ports of a container in another one
# Where docker 20.10 has another status: a program that is not there, and an option that came later.
OTHER_STATUS = {
    "docker exec web nosuch": 126,
    "docker exec -w /no/such web pwd": 126,
    "docker exec box /nosuch": 126,
    "docker volume prune -a -f": 1,
}


def test_older_dockers_agree_in_status_and_state(older: PrivateEngine, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """The same sessions on 20.10: each line's status, and at the end all that is there; `--seed` chooses which."""
    names = [name for name in recorded.NAMES if name not in OTHER_ORDER]
    wrong = []
    for name in random.Random(int(pytestconfig.getoption("--seed"))).sample(names, SAMPLE):
        recorded.clear(older.env())
        folder = tmp_path / name
        folder.mkdir()
        for theirs, ours in zip(
            recorded.steps(name, older.env(), folder), recorded.read(recorded.recording(name)), strict=True
        ):
            expected = (OTHER_STATUS.get(ours.line, ours.status), *_state(ours))
            wrong += [(name, ours.line, theirs.out)] if (theirs.status, *_state(theirs)) != expected else []
    assert wrong == []


def _state(step: recorded.Step) -> tuple[str, ...]:
    """What a question at the end shows, without the words that 20.10 has others for: errors, the default network."""
    if step.line not in recorded.STATE:
        return ()
    known = (re.sub(r"(?:failed to|driver failed|OCI|network ).*$", "", row) for row in step.out if "Removal In" not in row)
    return tuple(re.sub(r" default$", " bridge", row).rstrip() for row in known)
