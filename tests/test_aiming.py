"""The parts that a newcomer aims at: what is slow, what a sample takes, where the minutes went."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import minutes, sample, slow
from support.paths import ROOT

SUITE = """
import subprocess, time
import pytest
from support import pty_terminal

@pytest.fixture
def real_engine(): return 1

@pytest.fixture
def engine(real_engine): return 1

@pytest.fixture
def terminal(): return pressed

def pressed(): return pty_terminal.Terminal

def test_plain(): pass
def test_with_an_engine(engine): pass
def test_with_a_terminal(): (lambda: pressed())()
def test_with_a_terminal_by_fixture(terminal): pass
def test_with_a_program(): subprocess.run
def test_by_the_clock(): time.process_time
"""


@pytest.fixture(name="items")
def fixture_items(pytester: pytest.Pytester) -> list[pytest.Item]:
    """The tests of a small suite."""
    return list(pytester.getitems(SUITE))


def test_slow_is_what_waits(items: list[pytest.Item]) -> None:
    """Whether it is asked for at once, by a fixture's fixture, or in a function that another calls."""
    slow.mark(items)
    marked = {item.name: item.get_closest_marker("slow") is not None for item in items}
    assert marked == {
        "test_plain": False,
        "test_with_an_engine": True,
        "test_with_a_terminal": True,
        "test_with_a_terminal_by_fixture": True,
        "test_with_a_program": True,
        "test_by_the_clock": True,
    }


def test_every_helper_that_waits_is_there() -> None:
    """A renamed one would leave its tests in the inner loop."""
    ours = (name.removesuffix(".run") for name in slow.HELPERS if name.startswith("support."))
    missing = [name for name in ours if not Path(ROOT, "tests", *name.split(".")).with_suffix(".py").exists()]
    assert missing == []


def test_a_seed_chooses_the_same_sample(pytester: pytest.Pytester) -> None:
    """In the order of the files; another seed chooses others; no file is left out."""
    many = pytester.getitems("import pytest\n@pytest.mark.parametrize('n', range(200))\ndef test_one(n): pass")
    first, again, other = (sample.choose(many, 5, seed) for seed in (1, 1, 2))
    assert first == again != other
    assert [many.index(item) for item in first] == sorted(many.index(item) for item in first)
    assert 10 <= len(first) <= 11
    assert len(sample.choose(many, 0, 1)) == 1


@pytest.mark.parametrize(
    ("nodeid", "folder"),
    [
        ("tests/engine/api/test_reach.py::test_x[a/b]", "tests/engine"),
        ("tests/engine/test_reads.py::test_x", "tests/engine"),
        ("tests/test_cases.py::test_x", "tests/test_cases.py"),
    ],
)
def test_minutes_belong_to_folders(nodeid: str, folder: str) -> None:
    """A room of the house is a line; a file that stands in none has its own."""
    assert minutes.folder_of(nodeid) == folder


def test_the_longest_folder_stands_first() -> None:
    """And the sum last."""
    assert minutes.table({"tests/a": 30.0, "tests/b": 90.0}) == ["   1.5  tests/b", "   0.5  tests/a", "   2.0  in all"]
    assert minutes.summary("row current", {"passed": 3, "failed": 1}) == "row current: 1 failed, 3 passed"
