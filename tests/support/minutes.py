"""How long each folder of tests took, and what came of it: printed at the end of a run, and kept for CI's own end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest


class Minutes:
    """Adds up the time of the tests by folder. *label*: the name of the run. *kept*: a file that gets the lines, too."""

    def __init__(self, label: Callable[[], str], kept: str | None) -> None:
        self.label, self.kept = label, kept
        self.seconds: dict[str, float] = defaultdict(float)
        self.outcomes: dict[str, int] = defaultdict(int)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Setup, call and end of a test count for its folder; its outcome is that of the call, or what kept it from one."""
        self.seconds[folder_of(report.nodeid)] += report.duration
        if report.when == "call" or not report.passed:
            self.outcomes[report.outcome] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line a folder, the longest first."""
        if not self.seconds:
            return
        lines = [summary(self.label(), self.outcomes), *table(self.seconds)]
        terminalreporter.section("minutes per folder")
        terminalreporter.write("\n".join([*lines, ""]))
        if self.kept:
            with Path(self.kept).open("a", encoding="utf-8") as out:
                out.write("\n".join([*lines, ""]))


def folder_of(nodeid: str) -> str:
    """`tests/engine/api/test_reach.py::…` belongs to `tests/engine`; a file that stands in no folder is its own."""
    return "/".join(PurePosixPath(nodeid.partition("::")[0]).parts[:2])


def summary(label: str, outcomes: Mapping[str, int]) -> str:
    """`row current: 5 failed, 1200 passed`."""
    return f"{label}: {', '.join(f'{outcomes[outcome]} {outcome}' for outcome in sorted(outcomes)) or 'nothing ran'}"


def table(seconds: Mapping[str, float]) -> list[str]:
    """The folders with their minutes, the longest first, and the sum."""
    ordered = sorted(seconds.items(), key=lambda item: -item[1])
    return [f"{took / 60:6.1f}  {folder}" for folder, took in [*ordered, ("in all", sum(seconds.values()))]]
