"""What is said afterwards, for every fate of a container."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh import syntax, texts
from dockersh.aftermath import what_happened
from dockersh.invocation import read
from dockersh.outcome import Outcome
from dockersh.wording import sentence
from support.state import NOW, WrittenEngine

RUN = "docker run -it --name web nginx"
TABLE: list[tuple[str, dict[str, Any] | None, int, str | None]] = [
    (RUN, {"status": "running"}, 0, "left-running"),
    (RUN, {"status": "exited", "exit_code": 3}, 3, "ran-interactive"),
    ("docker run --name web nginx", {"status": "exited", "tty": False}, 0, "ran"),
    ("docker run --name web nginx", {"status": "running", "tty": False}, 1, "still-running"),
    ("docker run -d --name web nginx", {"status": "running"}, 0, "in-background"),
    (RUN, {"status": "created"}, 125, "created-and-stays"),
    ("docker create --name web nginx", {"status": "created"}, 0, "created"),
    ("docker run --rm --name web nginx", None, 0, "ran-and-removed"),
    ("docker run --rm nginx", None, 0, None),
    (RUN, None, 125, None),
    (RUN, {"status": "exited", "hours": 5}, 125, None),
    ("docker run nginx", {"status": "exited", "tty": False}, 0, "ran"),
    ("docker start web", {"status": "running"}, 0, "running-again"),
    ("docker start -ai web", {"status": "running"}, 1, "left-running"),
    ("docker start web", {"status": "exited", "hours": 5}, 1, None),
    ("docker restart web", {"status": "running"}, 0, "running-again"),
    ("docker restart web", {"status": "running"}, 1, None),
    ("docker attach web", {"status": "running"}, 1, "left-running"),
    ("docker attach web", {"status": "running", "tty": False}, 1, "still-running"),
    ("docker attach web", {"status": "exited"}, 0, "stopped"),
    ("docker stop web", {"status": "exited", "exit_code": 137}, 0, "stopped"),
    ("docker stop web", {"status": "running"}, 1, None),
    ("docker rm web", None, 0, "removed"),
    ("docker rm web", None, 1, None),
    ("docker rm web", {"status": "exited"}, 1, None),
    ("docker stop $X", {"status": "exited"}, 0, None),
    ("docker ps", None, 0, None),
    ("docker pull nginx", None, 0, None),
]


def told(line: str, facts: dict[str, Any] | None, status: int, engine: str = "up") -> list[str]:
    """The keys of what is said."""
    held = {"containers": {"web": {"hours": 0, **facts}}} if facts is not None else {}
    outcome = Outcome(status, None, NOW - 12, 12.0)
    (call,) = [call for call in syntax.parse(line).calls if call.words[0].text == "docker"]
    return [
        what.key.removeprefix("aftermath.")
        for what in what_happened(read(call), outcome, WrittenEngine({**held, "status": engine}))
    ]


@pytest.mark.parametrize(("line", "facts", "status", "key"), TABLE)
def test_the_fate_of_a_container(line: str, facts: dict[str, Any] | None, status: int, key: str | None) -> None:
    """Each state the container may be left in has its sentence; where there is nothing to say, nothing is said."""
    assert told(line, facts, status) == ([key] if key else [])


def test_an_engine_that_went_away_is_not_guessed_about() -> None:
    """Nothing is said without an answer."""
    assert told(RUN, {"status": "running"}, 0, engine="down") == []
    assert told("docker rm web", None, 0, engine="silent") == []


STATUSES: list[tuple[str, dict[str, Any] | None, int, list[str]]] = [
    (RUN, {"status": "exited", "exit_code": 137}, 137, ["137"]),
    (RUN, {"status": "exited", "exit_code": 137, "oom_killed": True}, 137, ["137-memory"]),
    ("docker run --rm --name web nginx", None, 137, ["137-either"]),
    (RUN, {"status": "exited", "exit_code": 139}, 139, ["139"]),
    ("docker start -a web", {"status": "exited", "exit_code": 143}, 143, ["143"]),
    ("docker attach web", {"status": "exited", "exit_code": 130}, 130, ["130"]),
    (RUN, {"status": "exited", "exit_code": 127}, 127, ["container-127"]),
    (RUN, {"status": "exited", "exit_code": 126}, 126, ["container-126"]),
    (RUN, {"status": "created", "exit_code": 127}, 127, []),
    (RUN, {"status": "running"}, 0, []),
    (RUN, {"status": "exited", "exit_code": 1}, 1, []),
    (RUN, {"status": "exited", "exit_code": 2}, 2, []),
    ("docker exec web x", {}, 127, ["exec-127"]),
    ("docker exec web x", {}, 126, ["exec-126"]),
    ("docker exec web x", {}, 137, ["137-either"]),
    ("docker exec -it web sh", {}, 130, []),
    ("docker exec web x", {}, 1, []),
    ("docker stop web", {"status": "exited", "exit_code": 137}, 0, []),
]


@pytest.mark.parametrize(("line", "facts", "status", "keys"), STATUSES)
def test_a_status_that_says_something(line: str, facts: dict[str, Any] | None, status: int, keys: list[str]) -> None:
    """In words, where it does."""
    said = told(line, facts, status)
    assert [key.removeprefix("statuses.") for key in said if key.startswith("statuses.")] == keys


def test_dockers_own_refusal_is_no_status_of_the_container() -> None:
    """127 of docker itself is explained by its error, not as the container's."""
    (call,) = syntax.parse("docker run --rm nginx foo").calls
    outcome = Outcome(127, None, NOW, 1.0, None, "docker: Error response from daemon: x\n")
    assert what_happened(read(call), outcome, WrittenEngine()) == ()


def service(action: str, name: str) -> dict[str, Any]:
    """An event of a service's container."""
    return {"type": "container", "action": action, "attributes": {"com.docker.compose.service": name, "name": f"p-{name}-1"}}


IMAGE: dict[str, Any] = {"type": "image"}
FREED: dict[str, Any] = {"action": "prune", "attributes": {"reclaimed": "2000"}}
CHANGES: list[tuple[str, list[dict[str, Any]], list[str]]] = [
    ("docker pull nginx", [], ["pulled"]),
    ("docker pull nosuch", [], []),
    ("docker rmi a:1", [{**IMAGE, "action": "untag"}, {**IMAGE, "action": "delete"}], ["images-deleted"]),
    ("docker rmi a:1", [{**IMAGE, "action": "untag"}], ["names-deleted"]),
    ("docker rmi a:1", [], []),
    ("docker container prune -f", [{"type": "container", "action": "destroy"}, {**FREED, "type": "container"}], ["pruned"]),
    ("docker network prune -f", [{"type": "network", "action": "destroy"}, {"type": "network", "action": "prune"}], ["pruned"]),
    ("docker volume prune -f", [{"type": "volume", "action": "prune", "attributes": {"reclaimed": "0"}}], []),
    (
        "docker compose up -d",
        [service("create", "db"), service("start", "db"), service("create", "web")],
        ["service-started", "service-created"],
    ),
    ("docker compose stop", [service("kill", "web"), service("die", "web"), service("stop", "web")], ["service-stopped"]),
    ("docker compose down", [service("die", "web"), service("destroy", "web")], ["service-removed"]),
    ("docker compose up", [service("pause", "web")], ["service-paused"]),
    ("docker compose ps", [service("pause", "web")], []),
]


@pytest.mark.parametrize(("line", "events", "keys"), CHANGES, ids=[line for line, _, _ in CHANGES])
def test_what_else_changed(line: str, events: list[dict[str, Any]], keys: list[str]) -> None:
    """Images, what was freed, each service: from the engine's events."""
    (call,) = syntax.parse(line).calls
    engine = WrittenEngine({"events": events, "images": {"nginx": {}}})
    said = [what.key.removeprefix("aftermath.") for what in what_happened(read(call), Outcome(0, None, NOW, 1.0), engine)]
    assert said == keys


def test_every_sentence_of_the_aftermath_is_tested() -> None:
    """No fate and no status is declared without an example."""
    declared = set(texts.load("en", "aftermath")) - {"not-found", "compose-not-found", "not-started"}
    assert declared == {key for _, _, _, key in TABLE if key} | {key for _, _, keys in CHANGES for key in keys}
    assert set(texts.load("en", "statuses")) == {key for _, _, _, keys in STATUSES for key in keys}


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_sentence_names_container_time_and_status(lang: str) -> None:
    """Who, how long, which status, and how to go on."""
    (call,) = syntax.parse("docker run --name web nginx").calls
    engine = WrittenEngine({"containers": {"web": {"hours": 0, "status": "exited", "exit_code": 3, "tty": False}}})
    (what,) = what_happened(read(call), Outcome(3, None, NOW - 12, 12.0), engine)
    text = sentence(lang, what)
    assert all(word in text for word in ("web", "3", "docker start -a web", "docker rm web"))
