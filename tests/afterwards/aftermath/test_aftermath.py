"""What is said afterwards, for every fate of a container."""

from __future__ import annotations

import os
from typing import Any

import pytest

from dockersh import texts
from dockersh.afterwards.aftermath import what_happened
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.texts.wording import sentence
from support.state import NOW, WrittenEngine

RUN = "docker run -it --name web nginx"
HELD = frozenset(f"docker {verb}" for verb in ("start", "restart", "attach", "stop", "kill"))
ERROR = "driver failed programming external connectivity on endpoint web"
LOOP = "docker run -d --restart always --name web nginx"
TABLE: list[tuple[str, dict[str, Any] | None, int, str | None]] = [
    (RUN, {"status": "running"}, 0, "left-running"),
    (RUN, {"status": "exited", "exit_code": 3}, 3, "ran-interactive"),
    ("docker run --name web nginx", {"status": "exited", "tty": False}, 0, "ran"),
    ("docker run --name web nginx", {"status": "running", "tty": False}, 1, "still-running"),
    ("docker run -d --name web nginx", {"status": "running"}, 0, "in-background"),
    (RUN, {"status": "created", "error": ERROR}, 125, "created-and-stays"),
    (RUN, {"status": "created"}, 125, None),
    (RUN, {"status": "created", "error": ERROR, "image": "redis"}, 125, None),
    ("docker run -d --name web nginx", {"status": "exited", "exit_code": 1, "tty": False}, 0, "ended-at-once"),
    ("docker run -d --name web nginx", {"status": "exited", "tty": False}, 0, "ended-at-once"),
    ("docker run -d --name web nginx", {"status": "running", "health": "starting"}, 0, "in-background"),
    ("docker run -d --name web nginx", {"status": "running", "health": "healthy"}, 0, "in-background"),
    ("docker run -d --name web nginx", {"status": "running", "health": "unhealthy"}, 0, "unhealthy"),
    (LOOP, {"status": "restarting", "restart": "always", "exit_code": 1}, 0, "restarting"),
    (LOOP, {"status": "running", "restart": "always", "restarts": 3}, 0, "restarted"),
    (LOOP, {"status": "running", "restart": "always"}, 0, "in-background"),
    ("docker create --name web nginx", {"status": "created"}, 1, None),
    ("docker create --name web nginx", {"status": "created"}, 0, "created"),
    ("docker run --rm --name web nginx", None, 0, "ran-and-removed"),
    ("docker run --rm --name other nginx", None, 0, None),
    ("docker run --rm --name web redis", None, 0, None),
    ("docker run --rm --name web nginx", None, 3, None),
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
    ("docker stop web", {"status": "exited", "exit_code": 0}, 0, "stopped"),
    ("docker stop web", {"status": "running"}, 1, None),
    ("docker stop web", {"status": "exited", "hours": 5}, 0, "not-running-before"),
    ("docker kill web", {"status": "exited", "hours": 5}, 1, None),
    ("docker stop web", {"status": "exited", "older": 0}, 0, None),
    ("docker rm web", None, 0, "removed"),
    ("docker rm -f web", None, 0, "removed"),
    ("docker rm -f nosuch", None, 0, "nothing-removed"),
    ("docker rm -f nosuch", None, 1, None),
    ("docker rm nosuch", None, 1, None),
    ("docker rm web", {"status": "exited"}, 1, None),
    ("docker stop $X", {"status": "exited"}, 0, None),
    ("docker ps", None, 0, None),
    ("docker pull nginx", None, 0, None),
]


ID = "a" * 64  # of every container that a test writes down


def event(action: str, **attributes: str) -> dict[str, Any]:
    """An event of the container web."""
    return {"type": "container", "action": action, "id": ID, "attributes": {"name": "web", "image": "nginx", **attributes}}


def ran(*more: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a container that was run in the foreground and ended well."""
    return [event("create"), event("attach"), event("start"), event("die", exitCode="0"), *more]


def told(line: str, facts: dict[str, Any] | None, status: int, engine: str = "up", errors: str | None = None) -> list[str]:
    """The keys of what is said, of a container that is there or is gone now."""
    older = 9 if line.startswith(tuple(HELD)) else 0
    image = "nginx" if facts is None or line.startswith(tuple(HELD)) else facts.get("image", "nginx")
    held = {"containers": {"web": {"hours": 0, "older": older, **facts, "image": image}}} if facts is not None else {}
    events = ran() if facts is not None else ran(event("destroy"))
    if facts is not None:
        held["containers"][ID] = held["containers"]["web"]
    outcome = Outcome(status, None, NOW - 12, 12.0, None, errors)
    (call,) = [call for call in syntax.parse(line).calls if call.words[0].text == "docker"]
    asked = WrittenEngine({**held, "events": events, "status": engine})
    said = what_happened(read(call), outcome, asked)
    return [what.key.removeprefix("aftermath.") for what in said]


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
    ("docker stop web", {"status": "exited", "exit_code": 137}, 0, ["137-after-stop"]),
    ("docker stop web", {"status": "exited", "exit_code": 0}, 0, []),
    ("docker stop web", {"status": "exited", "exit_code": 143}, 0, []),
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
    about = {"com.docker.compose.project.working_dir": os.getcwd(), "com.docker.compose.service": name, "name": f"p-{name}-1"}
    return {"type": "container", "action": action, "attributes": about}


IMAGE: dict[str, Any] = {"type": "image"}
FREED: dict[str, Any] = {"action": "prune", "attributes": {"reclaimed": "2000"}}
CHANGES: list[tuple[str, list[dict[str, Any]], list[str]]] = [
    ("docker pull nginx", [], ["pulled"]),
    ("docker pull nosuch", [], []),
    ("docker rmi a:1", [{**IMAGE, "action": "untag"}, {**IMAGE, "action": "delete"}], ["images-deleted"]),
    ("docker rmi a:1", [{**IMAGE, "action": "untag"}], ["names-deleted"]),
    ("docker rmi a:1", [], []),
    ("docker rmi -f a:1", [], ["nothing-removed"]),
    ("docker rmi a:1", [{**IMAGE, "action": "untag", "id": "1"}, {**IMAGE, "action": "untag", "id": "2"}], []),
    ("docker volume rm -f a b", [{"type": "volume", "action": "destroy", "id": "a"}], ["nothing-removed"]),
    ("docker volume rm a", [{"type": "volume", "action": "destroy", "id": "a"}], []),
    ("docker network rm -f a", [{"type": "network", "action": "destroy", "id": "1", "attributes": {"name": "a"}}], []),
    ("docker network rm -f a", [], ["nothing-removed"]),
    ("docker container prune -f", [event("create"), event("destroy"), {**FREED, "type": "container"}], ["freed"]),
    ("docker container prune -f", [{**FREED, "type": "container"}] * 2, []),
    ("docker container prune -f", [{**FREED, "type": "image"}], []),
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
    ("docker compose -p other up -d", [service("start", "web")], []),
    ("docker compose -f /elsewhere/compose.yaml up -d", [service("start", "web")], []),
    ("docker compose --project-directory /elsewhere up -d", [service("start", "web")], []),
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
    elsewhere = {
        "not-found",
        "compose-not-found",
        "not-started",
        "printed",
        "nothing-listens",
        "listens-on-loopback",
        "ended-later",
    }
    every = set(texts.load(texts.SOURCE, "aftermath")) - elsewhere
    declared = {key for key in every if not key.endswith("-known")}
    assert declared == {key for _, _, _, key in TABLE if key} | {key for _, _, keys in CHANGES for key in keys}
    of_why = {"own"}
    assert set(texts.load(texts.SOURCE, "statuses")) - of_why == {key for _, _, _, keys in STATUSES for key in keys}


@pytest.mark.parametrize("lang", texts.complete())
def test_the_sentence_names_container_time_and_status(lang: str) -> None:
    """Who, how long, which status, and how to go on."""
    (call,) = syntax.parse("docker run --name web nginx").calls
    facts = {"hours": 0, "image": "nginx", "status": "exited", "exit_code": 3, "tty": False}
    engine = WrittenEngine({"containers": {"web": facts}})
    (what,) = what_happened(read(call), Outcome(3, None, NOW - 12, 12.0), engine)
    text = sentence(lang, what)
    assert all(word in text for word in ("web", "3", "docker start -a web", "docker rm web"))
