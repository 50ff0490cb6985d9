"""An engine that is silent costs one time box, however often a line, a Tab or a failure would ask it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine, Question, State
from dockersh.engine.patience import Patient
from dockersh.ways_in.complete import suggest
from support.programs import script

BOX = 0.3
LINES = [
    "docker run -d -p 80:80 --name web nginx",
    "docker rm $(docker ps -aq)",
    "docker rm $(docker ps -aq); docker rmi $(docker images -q); docker volume rm $(docker volume ls -q)",
    "docker start web; docker stop web; docker rm web",
    "docker system prune; docker compose up -d",
]
TABS = [
    "docker run -p ",
    "docker run -v ",
    "docker rm ",
    "docker inspect ",
    "docker run --network ",
    "docker zap de",
    "docker buildx zap ",
    "docker cp ",
    "docker run --user ",
    "docker tag ",
]


@pytest.fixture(name="docker")
def fixture_docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DockerEngine:
    """A client that hangs."""
    monkeypatch.chdir(tmp_path)
    return DockerEngine(str(script(tmp_path / "docker", "sleep 25")), BOX)


@pytest.mark.parametrize("line", LINES)
def test_a_line_costs_one_box(docker: DockerEngine, line: str) -> None:
    """Lists in it, several commands, a second round; what compose answers from its files has its own time."""
    explain(line)  # imports
    begun = time.monotonic()
    found = explain(line, engine=docker)
    assert time.monotonic() - begun < BOX + 0.2 + (0.7 if "compose" in line else 0)
    assert "engine-silent" in [one.code for command in found.commands for one in command.findings]


@pytest.mark.parametrize("line", TABS)
def test_a_tab_costs_one_box(docker: DockerEngine, line: str) -> None:
    """However many lists it would like to have."""
    suggest(line, len(line))  # imports
    begun = time.monotonic()
    suggest(line, len(line), engine=docker)
    assert time.monotonic() - begun < BOX + 0.2


def test_an_engine_that_answers_is_asked_again() -> None:
    """And one that is away, too: that is told at once."""
    for status in ("up", "down", "denied", "off"):
        asked: list[tuple[Question, ...]] = []

        class Told:
            """Answers with the status."""

            def ask(self, questions: tuple[Question, ...], *_: object) -> State:
                """Keep what was asked."""
                asked.append(questions)  # noqa: B023  used within the turn of the loop
                return State(status)  # noqa: B023

        patient = Patient(Told())
        assert [patient.ask((Question("version"),)).status for _ in range(2)] == [status, status]
        assert len(asked) == 2
