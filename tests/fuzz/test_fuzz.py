"""Whatever the text: no crash, no span outside of it, nothing on the screen that a terminal obeys, nothing slow.

    tests/run tests/fuzz --fuzz-seconds 600 --fuzz-seed 7

What fails is printed as small as it gets, as a row for tests/fuzz/test_found.py.
"""

from __future__ import annotations

import random
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings

from dockersh import texts
from dockersh.reading import values
from support.mutations import GENERATED, golden, mutated, smallest
from support.state import WrittenEngine
from support.ways import ALL, decoded, explained

SLOWEST = 2  # seconds of the processor for one text of 1,500 characters


def _planned(chance: random.Random) -> Callable[[str], object]:
    """Explained beside an engine in any state."""
    names = ("web", "db", "nginx", "x", "c1", "ubuntu:14.04")
    table: dict[str, Any] = {
        "status": chance.choice(("up", "up", "up", "down", "denied", "silent", "absent")),
        "containers": {
            name: {"status": chance.choice(("running", "exited", "created", "paused"))}
            for name in names
            if chance.random() < 0.5
        },
        "images": {name: {} for name in names if chance.random() < 0.5},
        "volumes": {name: {} for name in names if chance.random() < 0.3},
        "networks": {name: {} for name in names if chance.random() < 0.3},
        "version": chance.choice(("20.10.24", "28.2.2", "29.1.0", "")),
    }
    return lambda text: explained(text, chance.choice(texts.LANGUAGES), WrittenEngine(table))


@pytest.fixture
def alarm() -> Iterator[None]:
    """Over what takes too long; by the processor's clock, since others may be busy beside us."""

    def too_slow(_: int, __: FrameType | None) -> None:
        raise TimeoutError("slower than 2 s")

    before = signal.signal(signal.SIGVTALRM, too_slow)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def problem(way: Callable[[str], object], text: str) -> str | None:
    """What went wrong and where, without what differs from text to text; None where all is well."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOWEST)
    try:
        way(text)
    except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
        place = traceback.extract_tb(error.__traceback__)[-1]
        slow = isinstance(error, TimeoutError)
        return (
            "slow" if slow else f"{type(error).__name__} {str(error)[:40]} {place.filename.rpartition('/')[2]}:{place.lineno}"
        )
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def _same(way: Callable[[str], object], told: str, text: str) -> bool:
    return problem(way, text) == told


@pytest.mark.usefixtures("alarm")
def test_mutated_lines(fuzz_seconds: float, fuzz_seed: int) -> None:
    """Golden lines, changed at random, in every way of reading."""
    chance = random.Random(fuzz_seed)
    lines = golden()
    kinds = sorted(values.KINDS)
    found: dict[str, str] = {}
    count, end = 0, time.monotonic() + fuzz_seconds
    while time.monotonic() < end:
        text = mutated(chance, lines)
        ways = {"plan": _planned(chance), "decode": lambda one: decoded(kinds, one), **ALL}
        name = chance.choice(list(ways))
        count += 1
        told = problem(ways[name], text)
        if told and f"{name} {told}" not in found:
            small = smallest(text, partial(_same, ways[name], told))
            found[f"{name} {told}"] = f"({name!r}, {small!r}),  # {told}"
    print(f"seed {fuzz_seed}: {count} texts in {fuzz_seconds:g} s")
    assert not found, "\n".join(["rows for tests/fuzz/test_found.py:", *found.values()])


def test_generated_lines(fuzz_seconds: float, fuzz_seed: int) -> None:
    """The same pieces, put together by Hypothesis."""

    @seed(fuzz_seed)
    @settings(max_examples=max(10, int(fuzz_seconds * 4)), database=None, suppress_health_check=list(HealthCheck))
    @given(GENERATED)
    def lines(text: str) -> None:
        for name in ("explain", "render", "suggest", "live", "split", "script", "page"):
            ALL[name](text)

    lines()
