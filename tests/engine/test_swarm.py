"""A swarm on the real engine: what was foretold of a line, and what docker then did with it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine
from support.private_engine import PrivateEngine


@pytest.fixture
def bare(engine: PrivateEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateEngine]:
    """The engine in no swarm, before and after."""
    for name, value in engine.env().items():
        monkeypatch.setenv(name, value)
    yield engine
    engine.docker("swarm", "leave", "--force", check=False)


def errors(line: str) -> list[str]:
    """What is foretold to go wrong."""
    (command,) = explain(line, engine=DockerEngine("docker", 20)).commands
    return [one.code for one in command.findings if one.severity == "error"]


def works(line: str) -> bool:
    """Whether docker does it."""
    return subprocess.run(line.split(), stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


INIT = "docker swarm init --advertise-addr 127.0.0.1"
# Lines one after the other on one engine, and what is foretold of each.
STORY = [
    ("docker service ls", ["swarm-inactive"]),
    ("docker secret create key /etc/hostname", ["swarm-inactive"]),
    ("docker swarm leave", ["not-in-a-swarm"]),
    (INIT, []),
    (INIT, ["already-in-a-swarm"]),
    ("docker node ls", []),
    ("docker secret create key /etc/hostname", []),
    ("docker secret create key /etc/hostname", ["swarm-name-in-use"]),
    ("docker config create page /etc/hostname", []),
    ("docker secret rm kee", ["not-in-the-swarm-near"]),
    ("docker service update nothing", ["not-in-the-swarm"]),
    ("docker service scale nothing=2", ["not-in-the-swarm"]),
    ("docker secret rm key", []),
    ("docker config rm page", []),
    ("docker swarm leave", ["manager-leaves"]),
    ("docker swarm leave --force", []),
]


def test_what_is_foretold_is_what_docker_does(bare: PrivateEngine) -> None:
    """Each line fails exactly where that was said."""
    del bare
    for line, foretold in STORY:
        assert errors(line) == foretold, line
        assert works(line) is not bool(foretold), line
