"""Fixtures of the whole suite: the real engine."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.private_engine import PrivateEngine, private_engine, reason_against

# A busy machine is no failure; CI takes the same examples every time, so that its answer is about the change.
settings.register_profile("dockersh", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("dockersh")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many generated lines the real client judges."""
    parser.addoption("--lines", default="1000", help="lines that tests/oracle compares with the real client")


@pytest.fixture(scope="session", autouse=True)
def no_signal_is_ignored() -> None:
    """Nohup, and a shell that runs the suite in the background, ignore some; every program under test would inherit that."""
    for number, usual in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGQUIT, signal.SIG_DFL),
        (signal.SIGHUP, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)


@pytest.fixture(scope="session")
def real_engine() -> Iterator[PrivateEngine]:
    """A private docker engine for the session. Without one: skipped in a checkout, failed in CI."""
    if reason := reason_against():
        if os.environ.get("CI"):
            pytest.fail(f"CI must run the tests on a real engine: {reason}")
        pytest.skip(reason)
    with private_engine(Path(tempfile.mkdtemp(prefix="dockersh-engine-"))) as engine:
        yield engine


@pytest.fixture
def engine(real_engine: PrivateEngine) -> PrivateEngine:
    """The engine with every image here and nothing else."""
    real_engine.reset()
    return real_engine
