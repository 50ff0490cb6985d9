"""`explain last` on a real engine: each list of docker's in words, what is odd first."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.shell import Settings, Shell
from support import rows
from support.private_engine import PrivateEngine

WORLD = """
network create --subnet 10.88.0.0/16 n1
network create --internal empty
volume create kept
volume create lonely
run -d --name web --network n1 -v kept:/k -v /anon nginx
run -d --name db --network n1 busybox sleep 1000
run --name broken busybox sh -c 'exit 3'
run --name gone -v /left busybox true
rm gone
exec web sh -c 'echo much > /k/file; echo a > /new; rm /bin/vi'
run -d --name open -p 127.0.0.1:18085:80 nginx
tag nginx other:1
"""
DOCKERFILE = "FROM busybox\nENV DB_PASSWORD=hunter22secret\nRUN echo 1 > /one\n"
PROJECT = "services: {{web: {{image: busybox, command: sleep 1000}}, db: {{image: busybox, command: 'false'}}}}\nname: {name}\n"


@pytest.fixture(scope="module", name="world")
def fixture_world(real_engine: PrivateEngine) -> PrivateEngine:
    """An engine with something of everything."""
    real_engine.reset()
    real_engine.docker("image", "prune", "-f")  # what builds before left without a name
    for line in WORLD.strip().split("\n"):
        real_engine.docker(*shlex.split(line), check=False)
    argv = ["docker", "build", "-q", "-t", "mine:1", "-"]
    subprocess.run(argv, env=real_engine.env(), input=DOCKERFILE, text=True, capture_output=True, check=True)
    return real_engine


@pytest.fixture(autouse=True)
def as_a_person(world: PrivateEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session's environment leads to that engine."""
    for name, value in world.env().items():
        monkeypatch.setenv(name, value)


def told(line: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `explain last` says after a line."""
    shell = Shell(Settings("en"))
    desk = Desk(shell, config.Config(config.defaults()))
    desk.past = lambda: (Ran(line),)
    found = builtin.find("explain last", interactive=True)
    assert found is not None
    found[0].run(desk, found[1])
    return capsys.readouterr().out.splitlines()


# A line, and words of the rows that it must have, in this order.
TOLD = [
    ("docker images", ["nginx:latest: ", "used by open, web", "other:1 is another name of nginx:latest"]),
    ("docker images nginx", ["nginx:latest: "]),
    ("docker volume ls", ["1 anonymous volume without", "→ docker volume ", "kept: ", "used by web", "lonely: "]),
    ("docker volume ls -f name=lonely", ["lonely: "]),
    ("docker volume inspect kept", ["kept: "]),
    ("docker network ls", ["no container is on empty", "n1 (10.88.0.0/16): ", "by name", "bridge: "]),
    ("docker network inspect n1", ["n1 (10.88.0.0/16): ", "db has 10.88.0.3", "web has 10.88.0.2"]),
    ("docker history mine:1", ["secret in this step: ENV DB_PASSWORD", "steps, ", "Imported"]),
    ("docker history nginx", ["1 step, ", "(100%)"]),
    ("docker system df", ["images: ", "→ docker image prune -a", "containers: 4, 3 running"]),
    (
        "docker events --since 10m --filter container=broken --filter container=web",
        ["container broken: created, started, exited with status 3", "→ why broken", "container web: created"],
    ),
    ("docker events --filter container=db", ["container db: created, started"]),
    ("docker port open", ["open publishes port 80 as host port 18085, on 127.0.0.1 only"]),
    ("docker port web", ["web publishes no port", "→ how web with -p 8080:80"]),
    ("docker port broken", ["broken is not running", "→ why broken"]),
    ("docker diff web", ["web differs from its image in 2 files", "→ docker commit web", "added: /new", "deleted: /bin/vi"]),
    ("docker diff db", ["db has changed no file of its image"]),
    ("docker inspect kept", ["kept: ", "used by web"]),
    ("docker inspect mine:1", ["secret in this step: ENV DB_PASSWORD"]),
    ("docker inspect n1", ["n1 (10.88.0.0/16): "]),
    ("docker logs broken", ["broken exited with status 3", "its log is empty", "→ docker logs"]),
    ("docker stats --no-stream", ["open is running", "db is running", "web is running"]),
    ("docker top web", ["web is running"]),
    ("docker ps -a --filter name=broken", ["broken exited with status 3", "→ why broken"]),
]


@pytest.mark.parametrize(("line", "wanted"), TOLD, ids=[line for line, _ in TOLD])
def test_a_list_in_words(line: str, wanted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The rows, the odd ones first; nothing but what the line showed, and no secret."""
    assert read(syntax.parse(line).calls[0]).findings == ()
    text = "\n".join(told(line, capsys))
    at = [text.find(one) for one in wanted]
    assert -1 not in at, text
    assert at == sorted(at)
    assert "hunter22" not in text


def test_filters_hold(capsys: pytest.CaptureFixture[str]) -> None:
    """What docker left out is not told of."""
    assert "web" not in " ".join(told("docker ps -a --filter name=broken", capsys))
    assert len(told("docker volume ls -f name=lonely", capsys)) == 1
    assert "redis" not in " ".join(told("docker images nginx", capsys))
    assert told("docker images -f dangling=true", capsys) == ["the list is empty"]


def test_a_project_in_words(
    world: PrivateEngine, row: rows.Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Services without a running container come first."""
    rows.install_compose(row, Path(world.env()["DOCKER_CONFIG"]) / "cli-plugins")
    (tmp_path / "compose.yaml").write_text(PROJECT.format(name="told"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for words in (["up", "-d"], ["wait", "db"]):
        subprocess.run(["docker", "compose", *words], env=world.env(), capture_output=True, check=False)
    found = told("docker compose ps", capsys)
    assert found[:2] == ["service db has no running container", "  → why told-db-1"]
    assert [line.split()[0] for line in found[2:]] == ["told-web-1"]
    assert any("told-db-1 exited with status 1" in line for line in told("docker compose ps -a", capsys))
    assert "service db" not in " ".join(told("docker compose ps -a", capsys))
    subprocess.run(["docker", "compose", "rm", "-f", "db"], env=world.env(), capture_output=True, check=False)
    monkeypatch.chdir(tmp_path.parent)
    found = told(f"docker compose -f {tmp_path}/compose.yaml ps", capsys)
    assert found[1] == f"  → docker compose --file={tmp_path}/compose.yaml up -d db"
    monkeypatch.chdir(tmp_path)
    subprocess.run(["docker", "compose", "down"], env=world.env(), capture_output=True, check=False)
