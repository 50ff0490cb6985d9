"""Why a container is as it is: each state, each kind of end, and what to type."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh import texts
from dockersh.afterwards.condition import Condition, condition, gone
from dockersh.engine import Event
from dockersh.finding import Say
from dockersh.texts.wording import sentence
from support import inspected

NOW = 1_767_225_660.0  # 2026-01-01T00:01:00Z
AT = {"StartedAt": "2026-01-01T00:00:00Z", "FinishedAt": "2026-01-01T00:00:30Z"}
SICK = {"Status": "unhealthy", "FailingStreak": 4, "Log": [{"ExitCode": 0}, {"ExitCode": 1, "Output": "a\nbad\n"}]}


def of(status: str, log: str = "", state: dict[str, Any] | None = None, **more: Any) -> Condition:
    """The condition of a container of a status."""
    row = inspected.container(state={"Status": status, **AT, **(state or {})}, **more)
    return condition({"Created": AT["StartedAt"], "Path": "sleep", "Args": ["5"], **row, **more.get("row", {})}, log, NOW)


def codes(what: Condition) -> list[str]:
    """The headline and the reasons."""
    return [one.key.removeprefix("condition.") for one in (what.head, *what.why)]


STATES: list[tuple[str, dict[str, Any], dict[str, Any], list[str], str]] = [
    ("running", {}, {}, ["running"], ""),
    ("running", {"Health": {"Status": "healthy"}}, {}, ["healthy"], ""),
    ("running", {"Health": {"Status": "starting"}}, {}, ["starting"], ""),
    ("running", {"Health": {**SICK, "Status": "starting"}}, {}, ["starting", "check-failed", "check-said"], ""),
    ("running", {"Health": {**SICK, "Log": [{"ExitCode": -1}]}}, {}, ["unhealthy", "check-unfinished"], "docker logs"),
    ("running", {"Health": {"Status": "none"}}, {}, ["running"], ""),
    ("running", {}, {"RestartCount": 3}, ["running", "restarted"], ""),
    ("running", {"Health": SICK}, {}, ["unhealthy", "check-failed", "check-said"], "docker logs --tail 50 web"),
    ("paused", {}, {}, ["paused", "frozen"], "docker unpause web"),
    ("created", {}, {}, ["created", "not-started"], "docker start web"),
    ("created", {"Error": "no"}, {}, ["not-startable", "engine-said"], "docker start web"),
    (
        "created",
        {},
        {"Labels": {"com.docker.compose.depends_on": "db:service_healthy:false,c:service_started:true"}},
        ["created", "waits-for", "waits-for"],
        "docker start web",
    ),
    (
        "restarting",
        {"ExitCode": 1},
        {"RestartCount": 2},
        ["restarting", "status", "restarted", "waits-longer"],
        "docker update",
    ),
    ("exited", {"ExitCode": 1}, {}, ["exited", "status"], "docker start -a web"),
    ("exited", {"ExitCode": 1}, {"OpenStdin": True}, ["exited", "status"], "docker start -ai web"),
    ("exited", {"ExitCode": 0}, {}, ["exited", "status-0"], "docker logs web"),
    ("exited", {"ExitCode": 126}, {}, ["exited", "status-126"], "docker logs"),
    ("exited", {"ExitCode": 127}, {}, ["exited", "status-127"], "docker logs"),
    ("exited", {"ExitCode": 130}, {}, ["exited", "signal-2"], "docker logs"),
    ("exited", {"ExitCode": 134}, {}, ["exited", "signal"], "docker logs"),
    ("exited", {"ExitCode": 137}, {}, ["exited", "signal-9"], "docker logs"),
    ("exited", {"ExitCode": 137, "OOMKilled": True}, {}, ["exited", "out-of-memory"], "docker logs"),
    ("exited", {"ExitCode": 137, "OOMKilled": True}, {"Memory": 1 << 26}, ["exited", "out-of-memory-limit"], "docker logs"),
    ("exited", {"ExitCode": 3, "OOMKilled": True}, {}, ["exited", "child-out-of-memory", "status"], "docker logs"),
    ("exited", {"ExitCode": 3, "OOMKilled": True}, {"Memory": 1}, ["exited", "child-out-of-memory-limit", "status"], "docker"),
    ("exited", {"ExitCode": 139}, {}, ["exited", "signal-11"], "docker logs"),
    ("exited", {"ExitCode": 143}, {}, ["exited", "signal-15"], "docker logs"),
    ("exited", {"ExitCode": 255}, {}, ["exited", "status"], "docker logs"),
    ("exited", {"ExitCode": 128, "Error": "x"}, {}, ["exited", "status", "engine-said"], "docker logs"),
    ("dead", {}, {}, ["dead", "half-removed"], "docker rm -f web"),
    ("removing", {}, {}, ["other"], ""),
]


@pytest.mark.parametrize(("status", "state", "more", "wanted", "fix"), STATES)
def test_states(status: str, state: dict[str, Any], more: dict[str, Any], wanted: list[str], fix: str) -> None:
    """The headline, the reasons, a line to type."""
    what = of(status, state=state, **more)
    assert codes(what) == wanted
    assert any(fix in line for line in what.fixes) if fix else what.fixes == ()


AT_ONCE = {"ExitCode": 0, "FinishedAt": "2026-01-01T00:00:01Z"}


@pytest.mark.parametrize(
    ("path", "arguments", "more", "wanted"),
    [
        ("/bin/sh", [], {}, "shell-without-input"),
        ("bash", [], {"OpenStdin": True}, "ended-at-once"),
        ("sh", ["-c", "true"], {}, "ended-at-once"),
        ("true", [], {}, "ended-at-once"),
    ],
)
def test_what_ends_at_once(path: str, arguments: list[str], more: dict[str, Any], wanted: str) -> None:
    """A container lives as long as its process 1; a shell without input is the usual case."""
    row = inspected.container(state={"Status": "exited", **AT, **AT_ONCE}, **more)
    assert codes(condition({**row, "Path": path, "Args": arguments}, "", NOW))[-1] == wanted


def test_the_log_is_told_where_something_went_wrong() -> None:
    """Not of one that runs well."""
    assert of("exited", "a\n\nb\n").log == ("a", "b")
    assert of("restarting", "a\n").log == ("a",)
    assert of("running", "a\n", {"Health": SICK}).log == ("a",)
    assert of("running", "a\n").log == ()
    assert of("created", "a\n").log == ()


def test_the_end_of_a_long_error_is_told() -> None:
    """It names the cause; what is in front names the programs that passed it on."""
    told = of("created", state={"Error": f"{'runc: ' * 60}no such device"}).why[0].args["text"]
    assert str(told).startswith("…")
    assert str(told).endswith("no such device")


CHECKS = [
    (["CMD-SHELL", "curl -f x || exit 1"], "docker exec web sh -c 'curl -f x || exit 1'"),
    (["CMD", "a", "b c"], "docker exec web a 'b c'"),
]


@pytest.mark.parametrize(("test", "line"), CHECKS)
def test_a_failing_check_can_be_tried(test: list[str], line: str) -> None:
    """By the same words."""
    assert of("running", state={"Health": SICK}, Healthcheck={"Test": test}).fixes[0] == line


def test_what_is_gone() -> None:
    """The engine's events tell of it, if it was lately; the last of that name is meant."""
    events = [
        Event("container", "destroy", "1", {"name": "web"}, NOW - 300),
        Event("container", "die", "2", {"name": "web", "exitCode": "3"}, NOW - 70),
        Event("container", "destroy", "2", {"name": "web"}, NOW - 60),
        Event("container", "destroy", "3", {"name": "db"}, NOW - 5),
        Event("volume", "destroy", "web", {"name": "web"}, NOW - 4),
    ]
    what = gone("web", events, NOW)
    assert what is not None
    assert codes(what) == ["gone", "ended-before", "gone-for-good"]
    assert what.head.args["age"] == Say("ages.minutes", {"count": "1"})
    assert gone("nosuch", events, NOW) is None


@pytest.mark.parametrize("lang", texts.complete())
def test_every_reason_has_its_words(lang: str) -> None:
    """In both languages, with every place filled."""
    for status, state, more, _, _ in STATES:
        what = of(status, state=state, **more)
        for one in (what.head, *what.why):
            said = sentence(lang, one)
            assert said != one.key
            assert "{" not in said
