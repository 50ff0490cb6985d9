"""What an engine says over its socket is what it says through the docker client, field by field, in many states."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh.engine import Container, DockerEngine, Listed, Question, State
from dockersh.engine.api import FAMILIES, split
from dockersh.engine.direct import Shares
from dockersh.engine.question import About
from support.private_engine import PrivateEngine

MOVES = 20  # how often the engine may have moved on between one way and the other
DOCKER = str(shutil.which("docker"))
# What stands on the engine while it is asked. `|| true` is for what an engine of one age or the other refuses.
WORLD = """
docker network create --subnet 10.88.0.0/16 --label n=1,2 net10
docker network create --internal net9
docker volume create --label v=1,2 --label w= vol10
docker volume create vol9
docker create --name made ubuntu:14.04 true
docker create --name ports -p 8080:80 -p 127.0.0.1:9000-9003:9000-9003/udp -p 7000:7000 --expose 99 nginx
docker run -d --name web -p 8081:80 -p 8082-8084:8082-8084 -p 127.0.0.1:5353:53/udp --network net10 -v vol10:/a -v /data nginx
docker run -d --name any -P --label a=1,b=2 --label empty= --label 'tab=a\tb' nginx
docker run -d --name db -v /tmp:/host:ro redis
docker run -d --name linked --link db:database --link db:other ubuntu:14.04 sleep 1000
docker run -d --name paused ubuntu:14.04 sleep 1000
docker pause paused
docker run --name failed ubuntu:14.04 sh -c 'exit 3'
docker run --name killed -d ubuntu:14.04 sleep 1000
docker kill killed
docker run -d --name again --restart on-failure:1 ubuntu:14.04 sh -c 'exit 7'
docker run -d --name healthy --health-cmd true --health-interval 1s ubuntu:14.04 sleep 1000
docker run -d --name tty -it --rm --ipc shareable --tmpfs /x ubuntu:14.04
docker run -d --name both --network net10 ubuntu:14.04 sleep 1000
docker network connect net9 both
docker run -d --name hosted --network host ubuntu:14.04 sleep 1000
docker run -d --name sharing --network container:web ubuntu:14.04 sleep 1000
docker create --name byid $(docker image inspect -f '{{.Id}}' nginx) true
docker create --name composed --label com.docker.compose.project=shop --label com.docker.compose.service=web \
  --label com.docker.compose.config-hash=abc --label com.docker.compose.oneoff=False \
  --label com.docker.compose.image=sha256:aa nginx
docker tag nginx local:1
docker tag nginx 127.0.0.1:5000/team/local:2
docker commit -m x failed commit:1
docker commit made
docker rmi redis:latest || true
printf 'FROM ubuntu:14.04\\nLABEL stage=test\\nRUN echo 1 > /a\\nEXPOSE 80 81/udp\\nVOLUME /v\\nUSER 1\\n' \
  | DOCKER_BUILDKIT=0 docker build -q -t built:1 -
docker tag nginx moved:1
docker tag redis:latest untagged:1 || true
"""
NAMES = (
    "made",
    "ports",
    "web",
    "any",
    "db",
    "linked",
    "paused",
    "failed",
    "killed",
    "healthy",
    "tty",
    "both",
    "hosted",
    "byid",
)
IMAGES = (
    "nginx",
    "nginx:latest",
    "docker.io/library/nginx",
    "redis",
    "local:1",
    "127.0.0.1:5000/team/local:2",
    "built:1",
    "commit:1",
    "nosuch",
    "BAD",
    "x y",
)
QUESTIONS: list[tuple[Any, About]] = [
    ("version", ()),
    ("endpoint", ()),
    ("host", ()),
    ("features", ()),
    ("swarm", ()),
    *(("image", (name,)) for name in IMAGES),
    *(
        ("containers", (name,))
        for name in (*NAMES, "sharing", "composed", "nosuch", "/web", "we", "linked/database", "..", "b?d", "")
    ),
    ("containers", (*NAMES, "nosuch")),
    ("containers", (*NAMES, *(f"nosuch{number}" for number in range(60)))),
    *(("publishers", ports) for ports in (("8081/tcp",), ("8081/tcp", "53/udp"), ("8083/tcp",), ("1/tcp",), ("5353/udp",))),
    *(("users", (name,)) for name in ("nginx", "ubuntu:14.04", "nosuch", "commit:1")),
    *(("volumes", names) for names in (("vol10",), ("vol9", "nosuch", "vol10"))),
    *(("volume-users", (name,)) for name in ("vol10", "vol9", "nosuch")),
    *(("networks", names) for names in (("net10",), ("bridge", "host", "none"), ("net9", "nosuch"), ("net",))),
    *(("network-users", (name,)) for name in ("net10", "net9", "bridge", "host", "nosuch")),
    *(("list", (kind,)) for kind in ("containers", "images", "dangling-images", "build-cache", "volumes", "networks")),
    *(("list", (kind,)) for kind in ("services", "secrets", "configs", "nodes")),
    ("list", ("labelled", "stage=test")),
    ("list", ("newer", "ubuntu:14.04")),
    *(("names", (kind,)) for kind in ("containers", "images", "volumes", "networks", "plugins")),
    *(("names", (kind,)) for kind in ("nodes", "swarm-services", "stacks", "secrets", "configs")),
    ("compose-members", ()),
    ("volume-sizes", ()),
    *(("raw", about) for about in (("container", "again"), ("image", "nginx"), ("volume", "vol10"), ("network", "net10"))),
    *(("raw", (kind, "nosuch")) for kind in ("container", "image", "volume", "network")),
    *(("log", (name,)) for name in ("web", "again", "nosuch")),
]
LISTS = (
    "ps -aq",
    "ps -q",
    "ps --all --quiet --no-trunc",
    "ps -aqf status=exited",
    "ps -aq -f name=web --filter label=a",
    "ps -q -f ancestor=nginx -f ancestor=redis",
    "ps -lq",
    "ps -qn 2",
    "ps -n=2 -q",
    "container ls -aq",
    "container ps --format {{.Names}}",
    "ps -a --format {{.Names}}",
    "ps -q -f nosuch=1",
    "images -q",
    "images -aq",
    "image ls -q --no-trunc",
    "images -q -f dangling=true",
    "images -qf reference=nginx",
    "volume ls -q",
    "volume ls -qf dangling=true",
    "network ls -q",
    "network ls -q --no-trunc -f driver=bridge",
    "network ls --format {{.Name}}",
    "network ls --filter type=custom -q",
)


class Clients(DockerEngine):
    """Everything through the docker client."""

    def _shares(self, asked: Iterable[Question], *_: object) -> Shares:
        return Shares(State("up"), tuple(asked))


def world(engine: PrivateEngine) -> None:
    """Bring the engine into the state, and wait until what is restarted has ended."""
    ended = """while [ "$(docker inspect -f '{{.RestartCount}} {{.State.Status}}' again)" != '1 exited' ]; do sleep 0.1; done"""
    subprocess.run(["sh", "-c", WORLD + ended], env=engine.env(), capture_output=True, check=True, timeout=300)


@pytest.fixture(scope="module", name="full")
def fixture_full(real_engine: PrivateEngine) -> Iterator[PrivateEngine]:
    """An engine with a container of every status, and much else."""
    real_engine.reset()
    world(real_engine)
    yield real_engine
    real_engine.reset()


def ask(way: Callable[..., DockerEngine], engine: PrivateEngine, *questions: Question, **more: str) -> State:
    """The answers by one of the ways."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in engine.env().items():
            patch.setenv(name, value)
        return way(DOCKER, 20).ask(questions, (), more)


# Where the ways differ, the API is the truer one. The client's lists cut sizes to three digits and do not quote commas; images
# made in the same second have no order, neither on the engine nor in the client.
def plain(value: Any) -> Any:
    """What both ways can say."""
    if isinstance(value, Listed | Container):
        value = value._replace(labels=_cut_labels(value.labels))
    if isinstance(value, Listed):
        return value._replace(size=_cut(value.size))
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(map(plain, value))
    return {key: plain(one) for key, one in value.items()} if isinstance(value, dict) else value


def _cut(size: int) -> int:
    return int(float(f"{size:.3g}"))


def _cut_labels(labels: Any) -> dict[str, str]:
    """Labels as they come back from `a=1,b=2`, where the comma may be a value's own."""
    pairs = (pair.partition("=") for name, value in sorted(labels.items()) for pair in f"{name}={value}".split(","))
    return {name: value for name, _, value in pairs if name}


def unordered(question: Question, value: Any) -> Any:
    """Images as a set of rows."""
    if isinstance(value, dict) and question.kind in ("list", "names", "output"):
        images = any(word in " ".join(question.about) for word in ("image", "labelled", "newer"))
        return {key: sorted(rows) if images else rows for key, rows in value.items()}
    sizes = isinstance(value, dict) and question.kind == "volume-sizes"
    return {name: _cut(size) for name, size in value.items()} if sizes else value


def differences(engine: PrivateEngine, question: Question, **more: str) -> dict[str, Any]:
    """The fields of the two answers that are not the same."""
    ours, theirs = ask(DockerEngine, engine, question, **more), ask(Clients, engine, question, **more)
    for _ in range(MOVES):  # a swarm makes its networks while we look
        before, theirs = theirs, ask(Clients, engine, question, **more) if ours != theirs else theirs
        if before == theirs:
            break
        ours = ask(DockerEngine, engine, question, **more)
    pairs = zip(ours._fields, ours, theirs, strict=True)
    both = {name: [unordered(question, plain(one)) for one in pair] for name, *pair in pairs}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def compared(engine: PrivateEngine, question: Question) -> None:
    """Both ways say the same."""
    assert differences(engine, question) == {}


@pytest.mark.parametrize(
    "question", [Question(*one) for one in QUESTIONS], ids=lambda one: f"{one.kind} {' '.join(one.about)[:40]}"
)
def test_both_ways_say_the_same(full: PrivateEngine, question: Question) -> None:
    """Every kind of question, about what is there and what is not."""
    assert split((question,)) == ((question,), ())
    compared(full, question)


@pytest.mark.parametrize("words", LISTS)
def test_lists_inside_a_line_print_the_same(full: PrivateEngine, words: str) -> None:
    """What the client prints, word for word."""
    question = Question("output", tuple(words.split()))
    assert split((question,)) == ((question,), ())
    compared(full, question)


def test_what_happened_is_told_the_same(full: PrivateEngine) -> None:
    """Events between two moments."""
    before = time.time()
    full.docker("run", "--rm", "ubuntu:14.04", "true")
    full.docker("volume", "create", "brief")
    full.docker("volume", "rm", "brief")
    span = (f"{before:.6f}", f"{time.time():.6f}")
    compared(full, Question("events", span))
    actions = [one.action for one in ask(DockerEngine, full, Question("events", span)).events]
    assert actions.count("create") == 2
    assert "destroy" in actions


def test_parents_are_told_the_same(full: PrivateEngine) -> None:
    """Of images by their ids, one of which is gone."""
    ids = tuple(dict.fromkeys(full.docker("images", "-aq", "--no-trunc").split()))
    compared(full, Question("parents", tuple(one.removeprefix("sha256:") for one in ids)))
    compared(full, Question("parents", ("0" * 64, ids[0])))


def test_a_version_that_is_insisted_on_is_used(full: PrivateEngine) -> None:
    """The engine refuses one that it does not speak: nothing is known then, and nothing is wrong with the engine."""
    for version in ("1.40", "1.99"):
        for question in (Question("list", ("networks",)), Question("image", ("nginx",))):
            assert differences(full, question, DOCKER_API_VERSION=version) == {}


def test_a_swarm_is_told_the_same(full: PrivateEngine) -> None:
    """A manager with a service, a secret, a config and a stack's service."""
    address = "--advertise-addr=127.0.0.1"
    full.docker("swarm", "init", address)
    try:
        full.docker(
            "service", "create", "-d", "--name", "svc10", "--replicas", "0", "nginx:latest@sha256:" + "0" * 64, check=False
        )
        full.docker("service", "create", "-d", "--name", "svc9", "--replicas", "0", "ubuntu:14.04")
        full.docker(
            "service", "create", "-d", "--name", "s_a", "--label", "com.docker.stack.namespace=s", "--replicas", "0", "nginx"
        )
        for kind in ("secret", "config"):
            script = f"echo x | docker {kind} create {kind}10 -; echo y | docker {kind} create {kind}9 -"
            subprocess.run(["sh", "-c", script], env=full.env(), check=True, capture_output=True)
        for question in (Question(*one) for one in QUESTIONS):
            if question.kind in ("swarm", "names", "list"):
                compared(full, question)
        assert len(ask(DockerEngine, full, Question("names", ("secrets",))).names["secrets",]) == 2
    finally:
        full.docker("swarm", "leave", "--force")


def test_every_kind_is_compared() -> None:
    """A new one must show that it is."""
    own = {"events", "parents", "output", "inside"}
    assert {kind for kind, _ in QUESTIONS} | own == set(FAMILIES) | {"endpoint"}


def test_a_full_engine_is_what_it_seems(full: PrivateEngine) -> None:
    """The comparison is of something: the statuses are all there."""
    held = ask(DockerEngine, full, Question("list", ("containers",))).lists["containers"]
    assert {one.status for one in held} >= {"created", "running", "paused", "exited"}
    assert Path(full.host.removeprefix("unix://")).is_socket()
