"""Twenty wrong ways through each level, and more: each is answered by what was typed, and none is taken for the right one."""

from __future__ import annotations

import random
import subprocess

import pytest

from dockersh.practice import session
from dockersh.practice.lessons.course import Course
from dockersh.practice.lessons.levels import Level, every_level, levels
from dockersh.practice.lessons.slips import slip
from dockersh.reading.invocation import read
from dockersh.reading.syntax import parse
from support.wrong_ways import Way, wrong_ways

# Mistakes that can do no harm: an option that the goal does not need, another value that serves as well.
HARMLESS = ("without", "value", "argument", "no-argument", "late", "other", "ports")
Practice = tuple[dict[str, str], session.Session]


@pytest.mark.parametrize("level", every_level(real=False), ids=lambda level: level.name)
def test_each_wrong_way_is_answered(level: Level) -> None:
    """By the hint for its kind of mistake; lines that only look, and lines without docker, by none."""
    ways = wrong_ways(level)
    assert len(ways) >= 20
    wrong = []
    for way in ways:
        found = slip(way.line, tuple(read(call) for call in parse(way.line).calls), level)
        if way.kind == "looks" and not way.hints:
            continue  # whether it is said decides the course: `test_wrong_ways_do_not_solve`
        key = found.key.split(".")[2] if found is not None else ""
        if key not in (way.hints or ("",)) and not key.startswith("extra-"):
            wrong.append((way, key))
    assert wrong == []


def carried(way: Way, env: dict[str, str], folder: str) -> None:
    """Run a line; one that keeps the terminal is left after a while, its container goes on."""
    argv = ["timeout", "--signal=KILL", "3", "/bin/sh", "-c", way.line]
    subprocess.run(argv, env=env, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.name)
def test_wrong_ways_do_not_solve(
    level: Level, practice: Practice, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """Carried out, they leave the level unsolved, and say what is missing; `--seed` chooses which, `--ways` how many."""
    env, begun = practice
    monkeypatch.chdir(begun.home)
    ways = [way for way in wrong_ways(level) if not way.line.startswith("do") or way.line.startswith("docker")]
    most = pytestconfig.getoption("--ways")
    ways = random.Random(f"{pytestconfig.getoption('--seed')} {level.name}").sample(ways, min(most, len(ways)))
    course = Course("en", env, begun.folder)
    wrong = []
    for way in ways:
        course.begin(level)
        course.before(way.line)
        carried(way, env, begun.home)
        said = course.after(way.line)
        silent = way.kind in ("looks", "no-docker") and not way.hints
        right = said == "" if silent else said.startswith("Not yet") or (way.kind in HARMLESS and said.startswith("Done"))
        wrong += [] if right else [(way, said)]
    assert wrong == []
