"""What the whole suite shares: its options, which tests are slow, the docker of a row, the real engine."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support import current_root, rows, sample, slow
from support.minutes import Minutes
from support.private_engine import PrivateEngine, private_engine, reason_against

pytest_plugins = ["pytester"]  # the suite's own parts are tried on suites of a few lines

# A busy machine is no failure; CI takes the same examples every time, so that its answer is about the change.
settings.register_profile("dockersh", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("dockersh")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many generated lines the real client judges, and which docker the engine's tests run with."""
    parser.addoption("--lines", default="1000", help="lines that tests/oracle compares with the real client")
    parser.addoption("--row", choices=list(rows.ROWS), help="the docker that the engine's tests run with")
    parser.addoption("--remakes", default="16", help="containers that tests/engine makes again from our line")
    parser.addoption("--levels", type=int, default=5, help="lessons that are solved on a real engine")
    parser.addoption("--ways", type=int, default=1, help="wrong ways of each lesson that are carried out")
    parser.addoption("--strangers", default="40", help="lines that run while somebody else uses the same engine")
    parser.addoption("--fuzz-seconds", default="8", help="how long tests/fuzz changes lines at random")
    parser.addoption("--fuzz-seed", default="0", help="what it begins with; the same seed tries the same texts")
    parser.addoption("--sample", type=float, metavar="PERCENT", help="so many of a hundred tests, and one a file at least")
    parser.addoption("--seed", type=int, default=0, help="which ones; the same seed chooses the same tests")
    parser.addoption("--label", default="", help="what this run is called where its minutes are printed")
    parser.addoption("--minutes", metavar="FILE", help="a file that gets the minutes per folder, too")


def pytest_configure(config: pytest.Config) -> None:
    """Count the minutes."""
    chosen = rows.choose(config.getoption("--row"))

    def label() -> str:  # asked at the end, when the row's docker is there
        named = config.getoption("--label")
        return f"{named}, {rows.told(chosen)}" if named else rows.told(chosen)

    config.pluginmanager.register(Minutes(label, config.getoption("--minutes")), "minutes")


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Which docker it is, and how to choose the same sample again."""
    percent, seed = config.getoption("--sample"), config.getoption("--seed")
    sampled = [f"sample: {percent:g} of 100; again: --sample {percent:g} --seed {seed}"] if percent else []
    return [f"docker: {rows.told(rows.choose(config.getoption('--row')))}", *sampled]


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses by the marker
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is slow; where a sample is wanted, leave out the others."""
    slow.mark(items)
    if percent := config.getoption("--sample"):
        chosen = sample.choose(items, percent, config.getoption("--seed"))
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


@pytest.fixture
def fuzz_seconds(request: pytest.FixtureRequest) -> float:
    """How long to fuzz."""
    return float(request.config.getoption("--fuzz-seconds"))


@pytest.fixture
def fuzz_seed(request: pytest.FixtureRequest) -> int:
    """What to begin with."""
    return int(request.config.getoption("--fuzz-seed"))


@pytest.fixture(scope="session", autouse=True)
def row(request: pytest.FixtureRequest) -> Iterator[rows.Row]:
    """The docker of this run: its client is the `docker` of every test."""
    found = rows.choose(request.config.getoption("--row"))
    if found.needs_root_folder and rows.reason_against(found) is None:
        try:
            current_root.make()
        except subprocess.CalledProcessError as error:  # one line, not one traceback a test
            pytest.exit(f"the root folder with a current docker could not be made: {error}", 2)
    with rows.on_path(found):
        yield found


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
def real_engine(row: rows.Row) -> Iterator[PrivateEngine]:
    """A private docker engine for the session. Without one: skipped in a checkout, failed in CI."""
    if reason := reason_against(row):
        if os.environ.get("CI"):
            pytest.fail(f"CI must run the tests on a real engine: {reason}")
        pytest.skip(reason)
    with private_engine(Path(tempfile.mkdtemp(prefix="dockersh-engine-")), row) as engine:
        yield engine


@pytest.fixture
def engine(real_engine: PrivateEngine) -> PrivateEngine:
    """The engine with every image here and nothing else."""
    real_engine.reset()
    return real_engine
