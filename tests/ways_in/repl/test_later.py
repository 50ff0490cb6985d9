"""The later look of the interactive shell: what it says of a container that was started in the background, and when not."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from dockersh.finding import Say, say
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.ways_in.repl.later import STILL, LaterLook, Started, by_itself, wrong
from dockersh.ways_in.spoken import Spoken
from support.state import WrittenEngine

LINE = "docker run -d --name web nginx"
(CALL,) = syntax.parse(LINE).calls
RUNS = say("aftermath.in-background", name="web")
WEB = Started(read(CALL), "web", LINE)


def keys(facts: dict[str, Any] | None, **more: Any) -> list[str]:
    """The keys of what is said of the container web."""
    held = {"containers": {"web": facts}} if facts is not None else {}
    return [what.key.removeprefix("aftermath.") for what in wrong(WEB, WrittenEngine({**held, **more}))]


FATES = [
    ({"status": "running"}, []),
    ({"status": "exited", "exit_code": 1}, ["ended-at-once"]),
    ({"status": "exited", "exit_code": 0}, ["ended-at-once"]),
    ({"status": "exited", "exit_code": 137}, []),
    ({"status": "exited", "exit_code": 143}, []),
    ({"status": "exited", "exit_code": 137, "oom_killed": True}, ["ended-at-once"]),
    ({"status": "restarting", "restart": "always", "exit_code": 1}, ["restarting"]),
    ({"status": "running", "health": "unhealthy"}, ["unhealthy"]),
    (None, []),
]


@pytest.mark.parametrize(("facts", "expected"), FATES)
def test_what_is_said_of_it_later(facts: dict[str, Any] | None, expected: list[str]) -> None:
    """Only what is wrong; not what somebody ended."""
    assert keys(facts) == expected


def test_an_engine_that_does_not_answer_is_not_guessed_about() -> None:
    """Nothing is said."""
    assert keys({"status": "exited", "exit_code": 1}, status="down") == []


def test_secrets_of_the_line_are_not_in_its_last_words() -> None:
    """A program that prints what it was given."""
    line = "docker run -d -e DB_PASSWORD=s3cr3t --name web nginx"
    (call,) = syntax.parse(line).calls
    engine = WrittenEngine({"containers": {"web": {"status": "exited"}}, "logs": {"a" * 64: "cannot use s3cr3t\n"}})
    told = wrong(Started(read(call), "web", line), engine)
    assert [what.key for what in told] == ["aftermath.ended-at-once", "aftermath.printed"]
    assert "s3cr3t" not in str(told)


class Heard:
    """What was told, and that it was."""

    def __init__(self) -> None:
        self.says: list[Sequence[Say]] = []
        self.done = threading.Event()

    def __call__(self, says: Sequence[Say]) -> None:
        self.says.append(says)
        self.done.set()


ENGINE = WrittenEngine({"containers": {"web": {"status": "exited", "exit_code": 1}}})


def test_it_looks_once() -> None:
    """After its time, in a thread of its own."""
    heard = Heard()
    look = LaterLook(lambda: ENGINE, heard, wait=0.0)
    look.after(LINE, Spoken(happened=(RUNS,)))
    assert heard.done.wait(10)
    assert len(heard.says) == 1
    look.stop()


SILENT = [
    ("docker run -d nginx", Spoken(printed="a" * 64), True),
    ("docker run -d nginx", Spoken(printed=""), False),
    ("docker create nginx", Spoken(printed="a" * 64), False),
    ("docker run -d nginx", Spoken(happened=(say("aftermath.ended-at-once", name="web", code="1"),), printed="a" * 64), False),
]


@pytest.mark.parametrize(("line", "spoken", "looks"), SILENT)
def test_what_the_engine_did_not_tell_in_time_is_looked_at_by_its_id(line: str, spoken: Spoken, looks: bool) -> None:
    """An engine says nothing of a container while it puts its program away."""
    heard = Heard()
    look = LaterLook(lambda: ENGINE, heard, wait=0.0)
    look.after(line, spoken)
    assert bool(look._waiting) == looks
    if looks:
        assert heard.done.wait(10)
        assert [what.key for what in heard.says[0]] == ["aftermath.ended-at-once"]
    look.stop()


@pytest.mark.parametrize("line", ["docker stop web", "docker rm -f web", "docker compose down", "docker restart web"])
def test_a_line_that_changes_something_calls_it_off(line: str) -> None:
    """What this session did to it is no surprise."""
    look = LaterLook(lambda: ENGINE, Heard(), wait=1000.0)
    look.after(LINE, Spoken(happened=(RUNS,)))
    (timer,) = look._waiting
    look.after(line, Spoken(happened=()))
    assert timer.finished.is_set()
    assert look._waiting == []


@pytest.mark.parametrize("line", ["docker ps", "docker logs web", "ls", ""])
def test_a_line_that_only_reads_does_not(line: str) -> None:
    """It is still waited for; and nothing is, where nothing was started."""
    look = LaterLook(lambda: ENGINE, Heard(), wait=1000.0)
    look.after(LINE, Spoken(happened=(RUNS,)))
    look.after(line, Spoken(happened=()))
    assert [timer.finished.is_set() for timer in look._waiting] == [False]
    look.stop()


def heard_of(*lines: str, statuses: dict[str, str], still: float = 0.0) -> list[list[str]]:
    """What is told when the watcher sees these statuses after some lines, the first of which started web."""
    heard = Heard()
    look = LaterLook(lambda: ENGINE, heard, wait=1000.0)
    for line in (LINE, *lines):
        look.before(line)
        look.after(line, Spoken(happened=(RUNS,) if line == LINE else ()))
    look._ours += still - STILL
    look.ended({"web": "running"})
    look.ended(statuses)
    look.ended(statuses)
    for timer in look._waiting[1:]:
        timer.join()
    look.stop()
    return [[what.key for what in says] for says in heard.says]


def test_one_that_ends_by_itself_is_told_once() -> None:
    """However late, and after lines that only read."""
    assert heard_of("docker ps", statuses={"web": "exited"}) == [["aftermath.ended-later"]]


@pytest.mark.parametrize(
    ("lines", "statuses", "still"),
    [
        ((), {"other": "exited", "web": "running"}, 0.0),
        ((), {}, 0.0),
        (("docker stop web",), {"web": "exited"}, STILL),
    ],
)
def test_what_is_no_end_by_itself_is_not_told(lines: tuple[str, ...], statuses: dict[str, str], still: float) -> None:
    """Another container, one that is gone, one that a line of ours ended just now."""
    assert heard_of(*lines, statuses=statuses, still=still) == []


def test_what_ends_while_a_line_of_ours_runs_is_its_doing() -> None:
    """Nothing is said then, nor later."""
    heard = Heard()
    look = LaterLook(lambda: ENGINE, heard, wait=1000.0)
    look.after(LINE, Spoken(happened=(RUNS,)))
    look.before("docker compose down")
    look.ended({"web": "exited"})
    look.after("docker compose down", Spoken(happened=()))
    look.ended({"web": "exited"})
    assert look._waiting == []
    assert heard.says == []


@pytest.mark.parametrize(
    ("facts", "told"), [({"exit_code": 3}, 1), ({"exit_code": 137}, 0), ({"exit_code": 1, "restart": "always"}, 0)]
)
def test_which_ends_are_told(facts: dict[str, Any], told: int) -> None:
    """Not one that somebody asked for, nor of what the engine starts again."""
    engine = WrittenEngine({"containers": {"web": {"status": "exited", **facts}}})
    assert len(by_itself(WEB, engine)) == told
