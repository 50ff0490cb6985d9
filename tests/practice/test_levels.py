"""Every level is solved by its own solution, is not solved before, and has its texts."""

from __future__ import annotations

import os
import time
import urllib.request

import pytest

from dockersh import texts
from dockersh.practice import session
from dockersh.practice.lessons.course import Course
from dockersh.practice.lessons.goals import CHECKS, OF_CONTAINERS
from dockersh.practice.lessons.levels import FOLDER, Key, Level, every_level, find, levels
from support.solving import carried_out

LEVELS, EVERY = levels(), every_level(real=False)
Practice = tuple[dict[str, str], session.Session]


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
def test_a_level_is_solved_by_its_solution(practice: Practice, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """And was not before; its solution is not a line that practice refuses."""
    env, begun = practice
    monkeypatch.chdir(begun.home)
    course = Course("en", env, begun.folder)
    course.done.clear()
    course.begin(level)
    assert course.after("docker start nosuch-container").startswith("Not yet")
    said = ""
    for step in level.solution:
        carried_out(step, env, begun.home)
        said = course.after(step.line)
    assert said.startswith("Done"), said
    assert level.name in course.done


def test_each_file_is_a_level_in_the_order() -> None:
    """One file a level and one of its texts a language; none is left out, none is there twice, the real engine's come last."""
    order = [level.name for level in EVERY]
    for folder in (FOLDER + "/levels", f"{texts.FOLDER}/en/levels", f"{texts.FOLDER}/ko/levels"):
        assert sorted(os.listdir(folder)) == sorted(f"{name}.toml" for name in order)
    assert [level.only_real for level in EVERY] == sorted(level.only_real for level in EVERY)


@pytest.mark.parametrize("level", EVERY, ids=lambda level: level.name)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_level_has_its_texts(level: Level, lang: str) -> None:
    """What it is called, what it is about in at most eight lines, and a hint."""
    title, why, hint = (texts.raw(lang, f"levels/{level.name}", key) for key in ("title", "why", "hint"))
    assert title
    assert hint
    assert why
    assert len(why.strip().split("\n")) <= 8


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
def test_a_goal_asks_what_can_be_asked(level: Level) -> None:
    """Each row of a goal is one that somebody checks, and its words are there."""
    for goal in level.goals:
        kind, *fields = goal
        assert kind in CHECKS
        if kind == "container":
            assert set(fields) <= set(OF_CONTAINERS)
            assert all(texts.raw("en", "lessons", "not-yet", field) for field in fields)


def test_levels_are_found_by_name_and_number() -> None:
    """Any of them can be begun."""
    assert len(LEVELS) >= 30
    assert find("1") == find(LEVELS[0].name) == LEVELS[0]
    assert find("0") is None
    assert find("1000") is None
    assert find("nosuch") is None


def test_help_on_the_way(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """`learn hint`, `goal`, `solution`, `skip`, `list`, a name; without a level each says so."""
    env, begun = practice
    monkeypatch.chdir(begun.home)
    course = Course("en", env, begun.folder)
    course.done.clear()
    for word in ("goal", "hint", "reset", "solution"):
        assert course.command([word]).startswith("No level")
    assert "Level 1 of" in course.command([])
    assert "Not yet: there is no image named ubuntu:14.04." in course.command(["hint"])
    assert course.command(["solution"]) == "  docker pull ubuntu:14.04\n"
    assert course.after("ls") == ""
    assert course.after("docker ps") == ""
    assert "Level 2 of" in course.command(["skip"])
    assert "Level 17 of" in course.command(["publish"])
    assert "no level nosuch" in course.command(["nosuch"])
    listed = course.command(["list"])
    assert sum(line[:3].strip().isdecimal() for line in listed.split("\n")) == len(every_level(real=True))
    assert listed.endswith("dockersh learn --real\n")
    assert "learn --real" in course.command(["build"])


def test_a_wrong_line_spoils_nothing(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said by the state: web runs, but its port is another one."""
    env, begun = practice
    monkeypatch.chdir(begun.home)
    course = Course("en", env, begun.folder)
    level = find("publish")
    assert level is not None
    course.begin(level)
    wrong = "docker run -d --name web -p 8082:80 nginx"
    carried_out(Key(wrong), env, begun.home)
    assert " ".join(course.after(wrong).split()) == (
        "Not yet: web is running, and port 8080:80 is not published. -p is 8082:80 in this line; this level needs 8080:80."
    )
    carried_out(Key("docker rm -f web"), env, begun.home)
    carried_out(level.solution[0], env, begun.home)
    assert course.after(level.solution[0].line).startswith("Done")
    assert course.since <= time.time()


def test_a_line_is_taken_back(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """`learn undo`: what it made is gone, what it removed runs again and serves; lines that only look do not count."""
    env, begun = practice
    monkeypatch.chdir(begun.home)
    course = Course("en", env, begun.folder)
    level = find("second-port")
    assert level is not None
    course.begin(level)
    assert course.undo().startswith("There is nothing")
    for line in ("docker create --name wrong nginx", "docker rm -f web", "docker ps -a"):
        course.before(line)
        carried_out(Key(line), env, begun.home)
        assert "Not yet" in course.after(line) or line == "docker ps -a"
    assert names(course) == {"/wrong": "created"}
    assert course.undo() == "The last line has been taken back.\n"
    assert names(course) == {"/wrong": "created", "/web": "running"}
    with urllib.request.urlopen("http://localhost:8080", timeout=10) as page:
        assert b"Welcome to nginx" in page.read()
    assert course.undo() == "The last line has been taken back.\n"
    assert names(course) == {"/web": "running"}
    assert course.undo().startswith("There is nothing")


def names(course: Course) -> dict[str, str]:
    """The containers and their states."""
    return {row["Names"][0]: row["State"] for row in course.engine.get("/containers/json?all=1")}
