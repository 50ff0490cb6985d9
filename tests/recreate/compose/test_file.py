"""Compose files from lines: every option has its key or is named; docker's whole grammar; several lines, one file."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh import texts
from dockersh.reading import catalogue, syntax
from dockersh.reading.invocation import read
from dockersh.recreate.compose.file import File, file
from dockersh.recreate.compose.service import table
from dockersh.recreate.compose.yaml import dumped, scalar


def made(text: str, volumes: frozenset[str] = frozenset()) -> File:
    """The file of a line."""
    found = file([read(call) for call in syntax.parse(text).calls], volumes)
    assert found is not None
    return found


def service(text: str) -> dict[str, Any]:
    """The first service of it, without what every line has."""
    found = next(iter(made(text).tree["services"].values()))
    return {key: value for key, value in found.items() if (key, value) not in (("image", "i"), ("network_mode", "bridge"))}


def test_every_option_has_a_place() -> None:
    """Each of run and create is mapped, or listed as impossible with what to do instead: once."""
    tables = table()
    kinds = ("texts", "numbers", "switches", "lists", "made")
    placed = [*(name for kind in kinds for name in tables[kind]), *tables["impossible"]["options"]]
    flags = {flag.canonical for name in ("container run", "container create") for flag in _flags(name)}
    assert sorted(placed) == sorted(flags)
    silent = set(tables["impossible"]["options"]) - set(tables["impossible"]["quietly"])
    for lang in texts.complete():
        assert silent <= set(texts.load(lang, "recreate")["instead"])


def _flags(name: str) -> Any:
    command = catalogue.find(name)
    assert command is not None
    return command.flags.values()


BIND = {"type": "bind", "source": "/a", "target": "/b", "read_only": True, "bind": {"create_host_path": False}}
DISKS = {"weight": 10, "device_read_bps": [{"path": "/dev/a", "rate": "1mb"}]}
TERMINAL = {"stdin_open": True, "tty": True}
LINES: list[tuple[str, dict[str, Any]]] = [
    ("docker run -d i", {}),
    ("docker run -eA=1 -e B i", {"environment": ["A=1", "B"]}),
    ("sudo docker run -p8080:80 i | cat", {"ports": ["8080:80"]}),
    ("docker run -it --init=false i sh -c 'a b'", {**TERMINAL, "init": False, "command": ["sh", "-c", "a b"]}),
    ("docker run -e 'A=$5' i", {"environment": ["A=$$5"]}),
    ('docker run -e "A=$X" i', {"environment": ["A=${X}"]}),
    ('docker run -v $PWD:/x -v "$(pwd)/a":/a -v ~/b:/b i', {"volumes": ["${PWD}:/x", "${PWD}/a:/a", "${HOME}/b:/b"]}),
    ("docker run --entrypoint '' i", {"entrypoint": []}),
    ("docker run --net host i", {"network_mode": "host"}),
    ("docker run --net n --ip 10.0.0.2 --net-alias a i", {"networks": {"n": {"ipv4_address": "10.0.0.2", "aliases": ["a"]}}}),
    ("docker run --network n --network name=m,alias=x i", {"networks": {"n": {}, "m": {"aliases": ["x"]}}}),
    ("docker run --mount type=bind,src=/a,dst=/b,readonly i", {"volumes": [BIND]}),
    ("docker run --volumes-from db i", {"volumes_from": ["container:db"]}),
    ("docker run --ulimit nofile=1:2 --ulimit core=0 i", {"ulimits": {"nofile": {"soft": 1, "hard": 2}, "core": 0}}),
    ("docker run --health-cmd x --health-retries 3 i", {"healthcheck": {"test": ["CMD-SHELL", "x"], "retries": 3}}),
    ("docker run --health-start-interval 5s i", {"healthcheck": {"start_interval": "5s", "start_period": "0s"}}),
    ("docker run --no-healthcheck i", {"healthcheck": {"disable": True}}),
    ("docker run --log-driver local --log-opt a=b i", {"logging": {"driver": "local", "options": {"a": "b"}}}),
    ("docker run --env-file .env i", {"env_file": [{"path": ".env", "format": "raw"}]}),
    ("docker run --gpus all i", {"gpus": "all"}),
    ("docker run --gpus '\"device=0,1\"' i", {"gpus": [{"device_ids": ["0", "1"]}]}),
    ("docker run --gpus 2 --gpus 1,capabilities=a i", {"gpus": [{"count": 2}, {"count": 1, "capabilities": ["a"]}]}),
    ("docker run --gpus '\"options=a=b,c=d\"' i", {"gpus": [{"count": 1, "options": {"a": "b", "c": "d"}}]}),
    ("docker run --cpus .5 -m 64m --memory-swap -1 i", {"mem_limit": "64m", "memswap_limit": -1, "cpus": 0.5}),
    ("docker run --blkio-weight 10 --device-read-bps /dev/a:1mb i", {"blkio_config": DISKS}),
    ("docker run --stop-timeout 5 i", {"stop_grace_period": "5s"}),
    ("docker run --link db:d i", {"external_links": ["db:d"]}),
    ("docker run --cap-add A --cap-add A i", {"cap_add": ["A"]}),
    ("docker run --expose 9 --expose 8/udp i", {"expose": ["9/tcp", "8/udp"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LINES, ids=[text for text, _ in LINES])
def test_keys(text: str, wanted: dict[str, Any]) -> None:
    """What docker reads in the line stands in the service."""
    assert service(text) == wanted


NAMED = [
    ("docker run --rm i", ["--rm"]),
    ("docker run --rm=false -d -q i", []),
    ("docker run -P -a stdout --cidfile f i", ["--attach", "--cidfile", "--publish-all"]),
    ("docker run --volumes-from db:ro i", ["--volumes-from"]),
    ("docker run --volumes-from db:z i", ["--volumes-from"]),
    ("docker run --volume-driver nfs i", ["--volume-driver"]),
    ("docker run --stop-timeout -1 i", ["--stop-timeout"]),
    ("docker run --network-alias a i", ["--network-alias"]),
    ("docker run --volume-driver nfs -v /d i", ["--volume-driver"]),
]


@pytest.mark.parametrize(("text", "wanted"), NAMED)
def test_what_compose_lacks_is_named(text: str, wanted: list[str]) -> None:
    """Nothing is dropped in silence."""
    assert [note.args["option"] for note in made(text).notes] == wanted


def test_what_only_the_shell_knows_is_named() -> None:
    """A word that a program makes stands in no file."""
    assert [note.key for note in made("docker run -e A=$(date) i").notes] == ["recreate.shell-decides"]


def test_a_file_of_labels_is_read_otherwise() -> None:
    """By the name of the file."""
    assert [(note.key, note.args) for note in made("docker run --label-file f i").notes] == [
        ("recreate.label-file", {"file": "f"})
    ]


def test_several_lines_are_one_file() -> None:
    """Containers of the same file are services to each other."""
    text = "docker run -d --name db -v data:/d pg; docker run --link db:d --volumes-from db:ro --net container:db pg"
    text += "; docker run pg"
    tree = made(text, frozenset(("data",))).tree
    assert list(tree["services"]) == ["db", "pg", "pg-2"]
    pg = tree["services"]["pg"]
    assert (pg["links"], pg["volumes_from"], pg["network_mode"]) == (["db:d"], ["db:ro"], "service:db")
    assert tree["volumes"] == {"data": {"name": "data", "external": True}}


def test_a_line_without_a_run_makes_no_file() -> None:
    """None, and the way in says so."""
    assert file([read(call) for call in syntax.parse("docker ps").calls]) is None


SCALARS = [
    ("a", "a"),
    ("postgres:16", "postgres:16"),
    ("64m", "64m"),
    ("no", '"no"'),
    ("8080:80", '"8080:80"'),
    ("1", '"1"'),
    ("1e5", '"1e5"'),
    ("", '""'),
    ("a: b", '"a: b"'),
    ("a:", '"a:"'),
    ("- a", '"- a"'),
    ("한글", '"한글"'),
    ("x\ny", '"x\\ny"'),
    (True, "true"),
    (1, "1"),
    ([], "[]"),
    ({}, "{}"),
    (None, "null"),
]


@pytest.mark.parametrize(("value", "wanted"), SCALARS)
def test_scalars(value: Any, wanted: str) -> None:
    """A string that YAML would read as something else stands in quotes."""
    assert scalar(value) == wanted


def test_lists_of_tables() -> None:
    """Block style, two blanks a level."""
    assert dumped({"a": [{"b": 1, "c": [2]}, "x"]}) == "a:\n  - b: 1\n    c:\n      - 2\n  - x\n"
