"""`explain last` about lists: what is asked again, which rows a filter leaves, where nothing is said."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.engine import Listed, Question
from dockersh.engine.state import Event
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, read
from dockersh.ways_in.builtin import answers
from support import inspected


def line(text: str) -> Invocation:
    """A line, read."""
    return read(syntax.parse(text).calls[0])


def told(**state: Any) -> inspected.Told:
    """An engine that has two volumes, and tells of two containers' ends."""
    lists = {"volumes": (Listed("a", "a"), Listed("b", "b")), "containers": ()}
    events = tuple(Event("container", "die", name, {"name": name, "exitCode": "1"}) for name in ("web", "db"))
    return inspected.Told({}, **{"lists": lists, "events": events, **state})


def keys(engine: inspected.Told, text: str) -> list[str] | None:
    """The names in the rows of a line."""
    rows = answers.rows(engine, line(text))
    return None if rows is None else [str(one.told.args.get("name")) for one in rows]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("docker volume ls", ["a", "b"]),
        ("docker volume inspect b", ["b"]),
        ("docker events", ["web", "db"]),
        ("docker events --filter container=db", ["db"]),
        ("docker events -f container=db -f container=web -f event=die", ["web", "db"]),
        ("docker events -f type=image", []),
        ("docker events --filter label=x", None),
        ("docker volume ls -f name=$X", None),
        ("docker volume inspect nosuch", None),
        ("docker network inspect nosuch", None),
        ("docker history nosuch", None),
        ("docker system df", None),
        ("docker version", None),
    ],
)
def test_rows(text: str, wanted: list[str] | None) -> None:
    """Those that the line showed; None where that is not known."""
    assert keys(told(), text) == wanted


def test_docker_chooses_where_there_is_a_filter() -> None:
    """The same list is asked for its names alone."""
    about = ("volume", "ls", "--quiet", "--filter=name=b")
    engine = told(outputs={about: ("b",)})
    assert keys(engine, "docker volume ls -f name=b") == ["b"]
    assert Question("output", about) in engine.asked


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("docker ps -a --last 2", ("container", "ls", "--all", "--quiet", "--no-trunc", "--last=2")),
        ("docker ps -l", ("container", "ls", "--quiet", "--no-trunc", "--latest")),
        ("docker images nginx", ("image", "ls", "--quiet", "--no-trunc", "nginx")),
    ],
)
def test_how_it_is_asked(text: str, about: tuple[str, ...]) -> None:
    """With the words that choose, and no others."""
    engine = told(outputs={about: ("sha256:1",)})
    assert answers.chosen(engine, line(text)) == frozenset(["1"])


@pytest.mark.parametrize(
    ("text", "since"),
    [("docker events", 3600), ("docker events --since 10m", 600), ("docker events --since 1h30m", 5400)],
)
def test_the_events_of_the_lines_own_time(text: str, since: int) -> None:
    """An hour, unless it says another."""
    engine = told()
    assert answers.rows(engine, line(text)) is not None
    begin, end = map(float, next(one.about for one in engine.asked if one.kind == "events"))
    assert round(end - begin) == since


def test_a_silent_engine_is_no_empty_one() -> None:
    """Nothing is known, and so nothing said."""
    silent = inspected.Told({})
    silent.state = silent.state._replace(status="silent")
    assert [keys(silent, text) for text in ("docker images", "docker volume ls", "docker events")] == [None, None, None]
