"""The names of a real engine, asked through the real client."""

from __future__ import annotations

import pytest

from dockersh.client.real_docker import real_docker
from dockersh.engine import DockerEngine
from dockersh.ways_in.complete import suggest
from support.private_engine import PrivateEngine


def values(engine: PrivateEngine, line: str) -> list[str]:
    """What is offered at the end of the line; the line itself says which engine, the person's own."""
    found = suggest(f"DOCKER_HOST={engine.host} {line}", engine=DockerEngine(real_docker(), 20))
    return [item.value for item in found.items]


def test_names_are_the_engines_own(engine: PrivateEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers by what they can do, images, volumes, networks, and the ports of an image."""
    monkeypatch.setenv("DOCKER_HOST", engine.host)
    engine.docker("run", "-d", "--name", "runs", "redis")
    engine.docker("create", "--name", "waits", "busybox")
    engine.docker("volume", "create", "kept")
    assert values(engine, "docker stop ") == ["runs"]
    assert values(engine, "docker start ") == ["waits"]
    assert sorted(values(engine, "docker logs ")) == ["runs", "waits"]
    assert values(engine, "docker run ngi") == ["nginx:latest"]
    assert values(engine, "docker volume rm k") == ["kept"]
    assert values(engine, "docker run --network b") == ["bridge"]
    assert "kept:" in values(engine, "docker run -v ")
    assert values(engine, "docker --context d") == ["default"]
