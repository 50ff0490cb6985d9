"""Plans of compose lines on a written engine: steps in order, what stays, what is refused, what is only a hint.

The same was seen on real engines in tests/engine/test_compose.py; here is what it costs seconds to bring about there.
"""

from __future__ import annotations

from typing import Any

import pytest

from dockersh import Situation, explain
from support.state import NOW, WrittenEngine

DEFAULT = {"networks": {"default": None}}
WEB: dict[str, Any] = {"image": "nginx:1", **DEFAULT}
DB: dict[str, Any] = {"image": "redis:7", **DEFAULT}
IMAGES: dict[str, Any] = {"nginx:1": {}, "redis:7": {}}
BUILT = {"context": "/srv/web", "dockerfile": "Dockerfile"}


def engine(services: dict[str, Any], **held: Any) -> WrittenEngine:
    """An engine with the images, and a project `shop` of these services; *held* is what else it has."""
    networks = {"default": {"name": "shop_default"}, **held.pop("project_networks", {})}
    project = {"name": "shop", "services": services, "networks": networks, "volumes": held.pop("project_volumes", {})}
    return WrittenEngine({"images": IMAGES, "compose": project, **held})


def command(line: str, held: WrittenEngine) -> Any:
    """What is said of the one docker command."""
    (found,) = explain(f"docker compose {line}", engine=held, situation=Situation(True, NOW)).commands
    return found


def steps(line: str, held: WrittenEngine) -> list[str]:
    """The steps with whether they will happen, in order."""
    marks = {"yes": "", "no": "–", "maybe": "?"}
    return [f"{marks[step.will]}{step.step}" for step in command(line, held).steps]


def codes(line: str, held: WrittenEngine) -> list[str]:
    """The findings."""
    return [found.code for found in command(line, held).findings]


def needs(condition: str) -> dict[str, Any]:
    """A web that waits for its db in this way."""
    return {"web": {**WEB, "depends_on": {"db": {"condition": condition}}}, "db": DB}


THERE: dict[str, Any] = {"networks": {"shop_default": {}}, "members": {"shop-web-1": {}, "shop-db-1": {}}}
CHANGED = {**THERE, "members": {"shop-web-1": {"hash": "old"}, "shop-db-1": {"hash": "old"}}}
STARTED = "service_started"
RESTARTS: dict[str, Any] = {"web": {**WEB, "depends_on": {"db": {"condition": STARTED, "restart": True}}}, "db": DB}
OLD_DB = {**THERE, "members": {"shop-web-1": {"hash": "new"}, "shop-db-1": {"hash": "old"}}}
ENDED = {**THERE, "members": {name: {"status": "exited"} for name in ("shop-web-1", "shop-db-1")}}
OPTIONAL: dict[str, Any] = {
    "web": {**WEB, "depends_on": {"db": {"condition": STARTED, "required": False}}},
    "db": {**DB, "profiles": ["x"]},
}
WATCHED: dict[str, Any] = {
    "web": {**DEFAULT, "build": BUILT, "develop": {"watch": [{"path": "/srv/web", "action": "rebuild"}]}}
}
PLANS: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("up -d", needs(STARTED), {}, ["create-network", "create", "create", "start", "start"]),
    ("up -d", needs("service_healthy"), {}, ["create-network", "create", "create", "start", "wait", "start"]),
    ("up -d", needs("service_completed_successfully"), THERE, ["–create", "–create"]),
    ("up -d --no-deps web", needs("service_healthy"), {}, ["create-network", "create", "start"]),
    ("up -d", needs(STARTED), CHANGED, [*["create", "stop", "remove"] * 2, "start", "start"]),
    ("up -d --no-recreate", needs(STARTED), CHANGED, ["–create", "–create"]),
    ("up --no-start", needs(STARTED), CHANGED, ["create", "stop", "remove"] * 2),
    ("up -d --pull always web", {"web": WEB}, THERE, ["?pull", "?create"]),
    ("up -d --build", {"web": {**DEFAULT, "build": BUILT}}, THERE, ["build", "?create"]),
    ("up -d --build --no-recreate", {"web": {**DEFAULT, "build": BUILT}}, THERE, ["build", "–create"]),
    ("rm -sf", needs(STARTED), THERE, ["stop", "stop", "remove", "remove"]),
    ("rm -f", needs(STARTED), THERE, ["–remove", "–remove"]),
    ("stop", {"web": {**WEB, "profiles": ["x"]}, "db": DB}, THERE, ["stop"]),
    ("--profile x stop", {"web": {**WEB, "profiles": ["x"]}, "db": DB}, THERE, ["stop", "stop"]),
    ("stop web", {"web": {**WEB, "profiles": ["x"]}, "db": DB}, THERE, ["stop"]),
    ("down", needs(STARTED), THERE, [*["stop", "remove"] * 2, "remove-network"]),
    ("down", {"web": {**WEB, "profiles": ["x"]}, "db": DB}, THERE, ["stop", "remove", "remove-network"]),
    ("up -d --remove-orphans", {"web": WEB}, THERE, ["stop", "remove", "–create"]),
    ("scale web=2", {"web": WEB}, {"networks": {"shop_default": {}}}, ["create", "create", "start", "start"]),
    ("up -d --force-recreate web", needs(STARTED), THERE, ["–create", "create", "stop", "remove", "start"]),
    ("up -d --always-recreate-deps web", needs(STARTED), THERE, ["create", "stop", "remove", "–create", "start"]),
    ("up -d -V", {"web": WEB}, {**THERE, "members": {"shop-web-1": {}}}, ["create", "stop", "remove", "start"]),
    ("restart db", RESTARTS, THERE, ["stop", "start", "stop", "start"]),
    ("restart --no-deps db", RESTARTS, THERE, ["stop", "start"]),
    ("up -d", RESTARTS, OLD_DB, ["stop", "create", "stop", "remove", "start", "start"]),
    ("start web", needs(STARTED), ENDED, ["start", "start"]),
    ("up -d web", OPTIONAL, {}, ["create-network", "create", "start"]),
    ("--profile x up -d web", OPTIONAL, {}, ["create-network", "create", "create", "start", "start"]),
    ("up -d", {"web": WEB, "db": WEB}, {"images": {}}, ["pull", "create-network", "create", "create", "start", "start"]),
    ("pull", {"web": {**WEB, "build": BUILT}, "db": {**DEFAULT, "build": BUILT}}, {}, ["?pull"]),
    ("pull --ignore-buildable", {"web": {**WEB, "build": BUILT}}, {}, []),
    ("pull --policy missing", {"web": WEB}, {}, []),
    ("watch --no-up", WATCHED, THERE, ["watch"]),
    ("up --watch", WATCHED, {}, ["build", "create-network", "create", "start", "watch"]),
    ("exec --index 2 web true", {"web": WEB}, {"members": {"shop-web-1": {}, "shop-web-2": {}}}, ["exec"]),
]


@pytest.mark.parametrize(
    ("line", "services", "held", "expected"), PLANS, ids=[f"{i} {line}" for i, (line, *_) in enumerate(PLANS)]
)
def test_steps_in_order(line: str, services: dict[str, Any], held: dict[str, Any], expected: list[str]) -> None:
    """As compose does them; what nobody can know before is a maybe."""
    assert steps(line, engine(services, **held)) == expected


VOLUMES = {"project_volumes": {"data": {"name": "shop_data"}}, "volumes": {"shop_data": {}}}
KEEPER = {"image": "nginx:1", "networks": ["shop_default"], "volumes": ["shop_data"]}
WITH_DATA = {"web": {**WEB, "volumes": [{"type": "volume", "source": "data", "target": "/data"}]}}
KEPT = [
    ("running", ["stop", "remove", "–remove-volume", "–remove-network", "–delete-image"]),
    ("exited", ["stop", "remove", "–remove-volume", "remove-network", "–delete-image"]),
    (None, ["stop", "remove", "remove-volume", "remove-network", "delete-image"]),
]


@pytest.mark.parametrize(("status", "expected"), KEPT)
def test_down_leaves_what_others_use(status: str | None, expected: list[str]) -> None:
    """A stopped container keeps volume and image, only a running one the network; the project's own keep nothing."""
    containers = {"other": {**KEEPER, "status": status}} if status else {"shop-web-1": KEEPER}
    held = {**VOLUMES, "networks": {"shop_default": {}}, "members": {"shop-web-1": {}}, "containers": containers}
    assert steps("down -v --rmi all", engine(WITH_DATA, **held)) == expected


PORT = {"target": 80, "published": "80", "protocol": "tcp"}
LOCAL = {**PORT, "host_ip": "127.0.0.1"}
OTHER = {"containers": {"other": {"ports": ["127.0.0.1:80->80/tcp"]}}}
EXTERNAL = {"external": True}
REFUSED: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({"ports": [PORT]}, OTHER, ["compose-port-in-use"]),
    ({"ports": [LOCAL]}, OTHER, ["compose-port-in-use"]),
    ({"ports": [{**PORT, "protocol": "udp"}]}, OTHER, []),
    ({"ports": [{**PORT, "host_ip": "127.0.0.2"}]}, OTHER, []),
    ({"ports": [{"target": 80}]}, OTHER, []),
    ({"ports": [PORT]}, {"listeners": [80]}, ["compose-port-in-use-by-process"]),
    ({"ports": [{**PORT, "protocol": "udp"}]}, {"listeners": [80]}, []),
    ({"ports": [PORT, {**PORT, "target": 81}]}, {}, ["compose-port-twice"]),
    ({"ports": [PORT, {**PORT, "protocol": "udp"}]}, {}, []),
    ({"container_name": "other"}, OTHER, ["compose-name-in-use"]),
    ({"container_name": "else"}, OTHER, []),
    ({"ports": [PORT], "deploy": {"replicas": 2}}, {}, ["compose-replicas-clash"]),
    ({"ports": [{**PORT, "published": "80-89"}], "deploy": {"replicas": 2}}, {}, []),
    ({"image": "nginx:"}, {}, ["compose-image-invalid"]),
    ({"image": "Nginx"}, {}, ["compose-image-invalid"]),
    ({"networks": {"o": None}}, {"project_networks": {"o": {"name": "o", **EXTERNAL}}}, ["compose-external-networks-missing"]),
    ({"networks": {"o": None}}, {"project_networks": {"o": {"name": "o", **EXTERNAL}}, "networks": {"o": {}}}, []),
    ({"volumes": [{"type": "volume", "target": "d:/d"}]}, {}, ["compose-mount-relative"]),
    ({"volumes": [{"type": "volume", "target": "/d"}]}, {}, []),
    ({"image": "own", "build": BUILT}, {"paths": {"/srv/web": "missing"}}, ["compose-build-folder-missing"]),
    ({"image": "own", "build": BUILT}, {"paths": {"/srv/web/Dockerfile": "missing"}}, ["compose-dockerfile-missing"]),
    ({"image": "nginx:1", "build": BUILT}, {"paths": {"/srv/web": "missing"}}, []),
    ({"image": "own", "build": {"context": "https://x.test/y.git"}}, {"paths": {"/srv/web": "missing"}}, []),
]


@pytest.mark.parametrize(("more", "held", "expected"), REFUSED)
def test_what_is_refused(more: dict[str, Any], held: dict[str, Any], expected: list[str]) -> None:
    """Of a file that can be read; and the one beside it, of which nothing is said."""
    assert codes("up -d", engine({"web": {**WEB, **more}}, **held)) == expected


PROBLEMS = [
    ("up", "no configuration file provided: not found", "compose-no-file"),
    ("up", "open /x/common.yaml: no such file or directory", "compose-part-not-there"),
    ("-f /x/a.yaml up", "open /x/a.yaml: no such file or directory", "compose-file-not-there"),
    ("-f /x/a.yaml up", "open /x/b.yaml: no such file or directory", "compose-part-not-there"),
    ("up", "env file /x/.env not found: stat /x/.env: no such file or directory", "compose-variables-not-there"),
    ("--env-file x up", "couldn't find env file: /x/x", "compose-variables-not-there"),
    ("up", "services.web.ports must be a array", "compose-unreadable"),
    ("up", "yaml: line 3: found character that cannot start any token", "compose-not-yaml"),
    ("up", "go-yaml load error in parser at L2.C5: did not find expected key", "compose-not-yaml"),
]


@pytest.mark.parametrize(("line", "said", "code"), PROBLEMS)
def test_why_the_project_cannot_be_read(line: str, said: str, code: str) -> None:
    """The line's own file, another one, variables: each by its name."""
    assert codes(line, WrittenEngine({"compose-problem": said})) == [code]


def test_a_service_nobody_has_is_refused_by_what_reads_too() -> None:
    """`logs`, `ps`, `push`… know the services of the file."""
    held = engine({"web": WEB})
    assert [codes(f"{verb} wbe", held) for verb in ("logs", "ps", "push", "volumes")] == [["no-such-service-near"]] * 4
    assert [codes(f"{verb} web", held) for verb in ("logs", "ps", "push", "volumes")] == [[]] * 4


NOT_ON: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("up -d", OPTIONAL, {}, []),
    ("up -d", {"web": {**WEB, "depends_on": {"db": {}}}, "db": {**DB, "profiles": ["x"]}}, {}, ["compose-need-off"]),
    ("--profile x up -d", {"web": {**WEB, "depends_on": {"db": {}}}, "db": {**DB, "profiles": ["x"]}}, {}, []),
    ("up -d web db", {"web": {**WEB, "depends_on": {"db": {}}}, "db": {**DB, "profiles": ["x"]}}, {}, []),
    ("start", {"web": WEB}, {"members": {"shop-web-1": {"status": "paused"}}}, ["compose-paused"]),
    ("up -d", {"web": WEB}, {"members": {"shop-web-1": {"status": "paused", "hash": "old"}}}, []),
    ("watch", {"web": WEB}, {}, ["compose-nothing-watched"]),
    ("exec --index 3 web true", {"web": WEB}, {"members": {"shop-web-1": {}}}, ["compose-not-running"]),
]


@pytest.mark.parametrize(
    ("line", "services", "held", "expected"), NOT_ON, ids=[f"{i} {one[0]}" for i, one in enumerate(NOT_ON)]
)
def test_what_compose_refuses_of_the_whole(
    line: str, services: dict[str, Any], held: dict[str, Any], expected: list[str]
) -> None:
    """A need that is switched off, a frozen container, nothing to watch."""
    assert codes(line, engine(services, **held)) == expected


def test_the_profiles_that_compose_itself_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of `.env` count, which only compose reads; one on the line takes the place of those of the environment."""
    held = engine({"web": {**WEB, "profiles": ["a"]}, "db": {**DB, "profiles": ["b"]}})
    held.active = frozenset({"db"})
    assert [step.text.split()[2] for step in command("up -d", held).steps if step.step == "create"] == ["shop-db-1"]
    held.active = None
    monkeypatch.setenv("COMPOSE_PROFILES", "a,b")
    assert steps("--profile a up -d", held) == ["create-network", "create", "start"]
