"""Questions and how their answers are read, with the engine's own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dockersh.client import plugins
from dockersh.engine import DockerEngine, NoEngine, Question, State
from dockersh.engine.api.containers import MANY
from dockersh.engine.api.moments import seconds
from dockersh.engine.questions import command, read
from dockersh.engine.questions.containers import FIELDS
from support.programs import script

IMAGE = {
    "Id": "sha256:" + "5" * 64,
    "RepoTags": ["ubuntu:14.04"],
    "Created": "2021-03-04T05:06:07.123456789Z",
    "Size": 196_000_000,
    "Os": "linux",
    "Architecture": "amd64",
    "Config": {"Cmd": ["/bin/bash"], "Entrypoint": None, "ExposedPorts": {"80/tcp": {}}, "User": "", "Volumes": {"/data": {}}},
}
CONTAINER = {
    "Id": "c0ffee" + "0" * 58,
    "Name": "/web",
    "Created": "2021-03-04T05:06:07Z",
    "Path": "httpd",
    "Args": ["-f"],
    "State": {
        "Status": "exited",
        "ExitCode": 3,
        "StartedAt": "2021-03-04T05:06:08Z",
        "FinishedAt": "0001-01-01T00:00:00Z",
        "OOMKilled": False,
    },
    "Config": {"Image": "nginx", "Tty": True, "OpenStdin": True},
    "HostConfig": {"AutoRemove": True, "RestartPolicy": {"Name": "always"}},
    "Mounts": [{"Type": "volume", "Name": "f" * 64}, {"Type": "volume", "Name": "data"}, {"Type": "bind", "Source": "/x"}],
}
# As `docker container ls --no-trunc --format ROW` prints it (28.2.2).
CELLS = {
    "ID": "c0ffee",
    "Names": "other/db,web",
    "Image": "nginx",
    "State": "running",
    "Status": "Up 2 hours",
    "CreatedAt": "2021-03-04 05:06:07 +0000 UTC",
    "Ports": "0.0.0.0:80-81->80-81/tcp, [::]:80->80/tcp, 443/tcp",
    "Networks": "bridge,shop",
    "Mounts": "data",
}


def row(**cells: str) -> str:
    """A row of the list, its labels last."""
    shown = {**CELLS, **cells}
    return "\t".join([*(shown[field] for field in FIELDS), shown.get("labels", '""')]) + "\n"


def test_an_image() -> None:
    """Size, age, what it runs."""
    image = read(Question("image", ("ubuntu:14.04",)), json.dumps([IMAGE]), State("up")).images["ubuntu:14.04"]
    assert image is not None
    assert (image.size, image.created, image.command, image.exposed) == (
        196_000_000,
        1_614_834_367.1234567,
        ("/bin/bash",),
        ("80/tcp",),
    )


def test_a_container_by_name_and_by_id() -> None:
    """An exact name, the start of an id; no start of a name."""
    state = read(Question("containers", ("web", "c0ff", "we")), json.dumps([CONTAINER]), State("up"))
    assert [state.containers[name] is not None for name in ("web", "c0ff", "we")] == [True, True, False]
    web = state.containers["web"]
    assert web is not None
    assert (web.exit_code, web.finished, web.auto_remove, web.restart, web.command) == (3, 0.0, True, "always", ("httpd", "-f"))
    assert (web.anonymous_volumes, web.named_volumes, web.running) == ((("f" * 64, ""),), ("data",), False)


def test_rows_of_ps() -> None:
    """Published ports are read, each of a range; exposed ones are not."""
    state = read(Question("publishers", ("80/tcp",)), row(), State("up"))
    assert [(bind.host_ip, bind.host_port, bind.protocol) for bind in state.publishers[0].ports] == [
        ("0.0.0.0", 80, "tcp"),
        ("0.0.0.0", 81, "tcp"),
        ("::", 80, "tcp"),
    ]
    assert read(Question("users", ("nginx",)), row(), State("up")).users["nginx"][0].name == "web"


def test_a_row_tells_of_labels_networks_and_the_exit() -> None:
    """A label may hold a tab; what has ended has its status."""
    found = read(Question("list", ("containers",)), row(labels='"a=1,b=\\t2"') + row(Names="old"), State("up")).lists[
        "containers"
    ]
    assert [(one.name, one.networks, one.mounts, dict(one.labels)) for one in found] == [
        ("web", ("bridge", "shop"), ("data",), {"a": "1", "b": "\t2"}),
        ("old", ("bridge", "shop"), ("data",), {}),
    ]


def test_many_names_are_looked_up_in_one_list() -> None:
    """To inspect a thousand takes the client half a second; a list of them a tenth."""
    names = ("web", *(f"gone{number}" for number in range(MANY)))
    question = Question("containers", names)
    assert command(question)[:2] == ("container", "ls")
    state = read(question, row(State="exited", Status="Exited (137) 2 hours ago"), State("up"))
    web = state.containers["web"]
    assert web is not None
    assert (web.status, web.exit_code, state.containers["gone1"]) == ("exited", 137, None)


@pytest.mark.parametrize("output", ["", "nonsense", "[{}]", '[{"Id": 5}]', "{}"])
@pytest.mark.parametrize("kind", ["image", "containers", "publishers", "users"])
def test_an_answer_that_cannot_be_read_adds_nothing(kind: Any, output: str) -> None:
    """A strange engine is no reason to fail."""
    assert isinstance(read(Question(kind, ("x",)), output, State("up")), State)


READS = ["version", "inspect", "ls"]


@pytest.mark.parametrize("kind", ["version", "image", "containers", "publishers", "users"])
def test_every_question_only_reads(kind: Any) -> None:
    """No question is asked with a command that could change anything."""
    words = command(Question(kind, ("x",)))
    assert any(word in READS for word in words[:2])


def test_no_time_is_zero() -> None:
    """The engine's zero time."""
    assert seconds("0001-01-01T00:00:00Z") == 0.0


REFUSALS = [
    ("Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?", "down", "unix:///x.sock"),
    ("failed to connect to the docker API at unix:///y.sock; check if the path is correct", "down", "unix:///y.sock"),
    (
        'error during connect: Get "http://h:2375/v1.50/info": dial tcp: lookup h: no such host',
        "down",
        "http://h:2375/v1.50/info",
    ),
    (
        "permission denied while trying to connect to the Docker daemon socket at unix:///z.sock: Get …",
        "denied",
        "unix:///z.sock",
    ),
    ('Failed to initialize: unable to resolve docker endpoint: context "x": context not found', "down", ""),
]


@pytest.mark.parametrize(("text", "status", "endpoint"), REFUSALS)
def test_the_ways_an_engine_does_not_answer(tmp_path: Path, text: str, status: str, endpoint: str) -> None:
    """Down and denied are told apart, with the address."""
    (tmp_path / "text").write_text(text, encoding="utf-8")
    docker = script(tmp_path / "docker", f"cat {tmp_path}/text >&2; exit 1")
    state = DockerEngine(str(docker), time_box=20).ask((Question("version"),))
    assert (state.status, state.endpoint, state.absent_context) == (status, endpoint, "x" if "context" in text else "")


PLUGINS = [  # what docker says of a plugin it does not have: 28.2.2, and 20.10
    ("docker: unknown command: docker compose\n\nRun 'docker --help' for more information", {"compose"}),
    ("docker: 'compose' is not a docker command.\nSee 'docker --help'", {"compose"}),
    ("Error: something else", set()),
]


@pytest.mark.parametrize(("text", "absent"), PLUGINS)
def test_a_plugin_that_docker_does_not_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, absent: set[str]
) -> None:
    """The client itself is asked where the file is in none of the usual folders."""
    monkeypatch.setattr(plugins, "SYSTEM", ())
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    (tmp_path / "text").write_text(text, encoding="utf-8")
    engine = DockerEngine(str(script(tmp_path / "docker", f"cat {tmp_path}/text >&2; exit 1")), time_box=20)
    assert engine.ask((Question("plugin", ("compose",)),)).absent_plugins == absent


@pytest.mark.parametrize("folder", ["cli-plugins", "extra"])
def test_a_plugin_that_lies_where_docker_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """Nobody is asked; `cliPluginsExtraDirs` of config.json counts, too."""
    monkeypatch.setattr(plugins, "SYSTEM", ())
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    (tmp_path / "config.json").write_text(f'{{"cliPluginsExtraDirs": ["{tmp_path}/extra"]}}', encoding="utf-8")
    (tmp_path / folder).mkdir()
    script(tmp_path / folder / "docker-compose", "exit 1")
    engine = DockerEngine(str(script(tmp_path / "docker", "echo 'unknown command: docker compose' >&2; exit 1")), time_box=20)
    assert engine.ask((Question("plugin", ("compose",)),)).absent_plugins == set()


def test_an_engine_that_keeps_silent_is_left(tmp_path: Path) -> None:
    """The first answers count, the silent one does not hold them up, and its process is gone."""
    docker = script(tmp_path / "docker", f'[ "$1" = version ] && echo 28.2.2 && exit; echo $$ > {tmp_path}/pid; exec sleep 60')
    state = DockerEngine(str(docker), time_box=1.0).ask((Question("version"), Question("image", ("x",))))
    assert (state.status, state.version, state.images) == ("silent", "28.2.2", {})
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_nothing_of_the_line_but_its_context_reaches_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question goes to the engine that the line will go to, in the environment of the person."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///own.sock")
    docker = script(tmp_path / "docker", 'echo "$1 $2 $DOCKER_HOST $LD_PRELOAD $FOO"')
    set_by_line = {"LD_PRELOAD": "/evil.so", "FOO": "x"}
    state = DockerEngine(str(docker), time_box=20).ask((Question("version"),), ("--context=far",), set_by_line)
    assert state.version == "--context=far version unix:///own.sock"


def test_an_error_that_is_no_answer_leaves_us_not_knowing(tmp_path: Path) -> None:
    """An unknown failure of the question is not taken for `no such image`."""
    docker = script(tmp_path / "docker", "echo strange >&2; exit 1")
    assert DockerEngine(str(docker), time_box=20).ask((Question("image", ("x",)),)).image("x") is False


def test_nobody_to_ask(tmp_path: Path) -> None:
    """No client, a client that vanished, no question, no engine."""
    question = (Question("version"),)
    assert DockerEngine(None).ask(question).status == "absent"
    assert DockerEngine(str(tmp_path / "gone")).ask(question).status == "absent"
    assert DockerEngine("docker").ask(()).status == "off"
    assert NoEngine().ask(question).status == "off"


# As the client 28.2.2 prints `docker system df -v --format '{{json .BuildCache}}'`; an asterisk marks what is shared.
CACHE = [
    {"ID": "zzz*", "CacheType": "internal", "Description": "[internal] load", "InUse": "true", "Shared": "true", "Size": "5B"},
    {"ID": "shared*", "CacheType": "regular", "Description": "pulled", "InUse": "false", "Shared": "true", "Size": "90MB"},
    {"ID": "abc", "CacheType": "regular", "Description": "exec make", "InUse": "false", "Shared": "false", "Size": "123.4MB"},
]


def test_the_build_cache() -> None:
    """What no build uses; what only a prune of all takes is marked."""
    rows = [{**row, "CreatedAt": "2026-11-01 00:00:00 +0000 UTC"} for row in CACHE]
    held = read(Question("list", ("build-cache",)), json.dumps(rows), State("up")).lists["build-cache"]
    assert [(one.id, one.name, one.size, one.anonymous) for one in held] == [
        ("shared", "pulled", 90_000_000, True),
        ("abc", "exec make", 123_400_000, False),
    ]


def test_images_with_a_label_are_a_list_of_their_own() -> None:
    """Asked for with the engine's own filter."""
    question = Question("list", ("labelled", "stage=test"))
    assert command(question)[-1] == "--filter=label=stage=test"
    assert read(question, "", State("up")).lists == {"labelled stage=test": ()}
