"""Practice where no docker client is on PATH: every way in works, and every level is solved by its solution."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.client.real_docker import is_stand_in, real_docker
from dockersh.practice import session
from dockersh.practice.lessons.course import Course
from dockersh.practice.lessons.levels import Level, every_level, levels
from support.programs import DOCKERSH
from support.solving import carried_out
from support.twins import somebody, without_docker

PATIENCE = 60


@pytest.fixture(scope="module", name="bare")
def fixture_bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH without docker."""
    return without_docker(tmp_path_factory.mktemp("bare") / "bin")


@pytest.fixture(name="env")
def fixture_env(tmp_path: Path, bare: str) -> dict[str, str]:
    """Somebody who never practised."""
    return somebody(tmp_path, bare)


def ours(env: dict[str, str], *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run dockersh in practice."""
    argv = [*DOCKERSH, "--practice", *words]
    return subprocess.run(argv, env=env, input=text, capture_output=True, text=True, check=False, timeout=PATIENCE)


def test_there_is_none(bare: str) -> None:
    """The PATH of these tests has no docker."""
    assert real_docker(path=bare) is None


def test_the_readme_begins_without_docker(env: dict[str, str]) -> None:
    """The first line of its practice section, and the list of levels."""
    made = ours(env, "-c", "docker run -d --name web -p 18120:80 nginx")
    assert made.returncode == 0, made.stderr
    assert len(made.stdout) == 65
    assert "Status: Downloaded newer image for nginx:latest" in made.stderr
    assert "no docker command" not in made.stderr
    listed = subprocess.run([*DOCKERSH, "learn", "--list"], env=env, capture_output=True, text=True, check=False)
    assert sum(line[:3].strip().isdecimal() for line in listed.stdout.split("\n")) == len(every_level(real=False))


WAYS = (
    "docker ps -a --format '{{.Names}}'",
    "docker ps -aq | xargs docker inspect --format '{{.Name}}' | tr -d /",
    "sudo docker ps -a --format '{{.Names}}'",
    "sh -c 'docker ps -a --format \"{{.Names}}\"'",
    "echo $(docker ps -a --format '{{.Names}}')",
    "for one in $(docker ps -aq); do docker inspect -f '{{.Name}}' $one | tr -d /; done",
)


@pytest.mark.parametrize("line", WAYS)
def test_docker_is_there_wherever_it_is_called_from(env: dict[str, str], line: str) -> None:
    """By name, by xargs, with sudo, in other shells."""
    ours(env, "-q", "-c", "docker create --name web nginx")
    assert ours(env, "-q", "-c", line).stdout == "web\n"


def test_every_way_in(env: dict[str, str]) -> None:
    """A line, words, a script; explaining asks the practice engine."""
    ours(env, "-q", "-c", "docker create --name web nginx")
    assert ours(env, "-q", "docker", "ps", "-a", "--format", "{{.Names}}").stdout == "web\n"
    assert ours(env, "-q", text="docker ps -a --format '{{.Names}}'\necho done\n").stdout == "web\ndone\n"
    found = json.loads(ours(env, "--json", "-c", "docker run --name web nginx").stdout)
    codes = [one["code"] for command in found["commands"] for one in command["findings"]]
    assert "name-in-use" in codes
    assert "docker-missing" not in codes
    told = ours(env, "-n", "-c", "docker rm web")
    assert "web" in told.stdout


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("docker run --rm busybox sh -c 'exit 7'", 7),
        ("docker run --rm busybox nosuch", 127),
        ("docker run --rm busybox /etc", 126),
        ("docker run --nosuch busybox", 125),
        ("docker run", 1),
        ("docker rm nosuch", 1),
        ("docker ps", 0),
        ("docker ps x", 1),
    ],
)
def test_the_status_is_docker_s(env: dict[str, str], line: str, status: int) -> None:
    """Of the container, of docker, of a line that cannot be read."""
    assert ours(env, "-q", "-c", line).returncode == status


@pytest.mark.parametrize(
    "line", ["docker -H tcp://127.0.0.1:1 ps", "docker compose up", "docker cp /etc/passwd x:/", "podman ps"]
)
def test_what_leads_away_is_refused(env: dict[str, str], line: str) -> None:
    """One line, status 1."""
    for way in (("-c", line), ("-q", "-c", f"sh -c {shlex.quote(line)}")):
        result = ours(env, *way)
        assert result.returncode == 1
        assert "practice" in result.stderr
        assert result.stdout == ""


def test_a_client_that_is_there_is_taken(env: dict[str, str], tmp_path: Path) -> None:
    """Ours is the last resort: a docker on PATH is what runs."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "docker").write_text("#!/bin/sh\necho theirs\n", encoding="utf-8")
    (theirs / "docker").chmod(0o700)
    assert ours({**env, "PATH": f"{theirs}{os.pathsep}{env['PATH']}"}, "-q", "-c", "docker ps").stdout == "theirs\n"


def test_the_stand_in_is_known_as_one(env: dict[str, str]) -> None:
    """It counts as a docker in its session, and nowhere else is there one."""
    begun = session.begin(env)
    inside = dict(env)
    begun.environment(inside)
    found = real_docker(path=inside["PATH"])
    assert found is not None
    assert is_stand_in(found)
    assert not is_stand_in(os.path.join(begun.folder, "bin", "docker"))
    begun.owned.close()


Practice = tuple[dict[str, str], session.Session]


@pytest.fixture(scope="module", name="practice")
def fixture_practice(tmp_path_factory: pytest.TempPathFactory, bare: str) -> Iterator[Practice]:
    """A practice session without a client."""
    env = somebody(tmp_path_factory.mktemp("lessons"), bare)
    begun = session.begin(env)
    begun.environment(env)
    yield env, begun
    begun.owned.close()


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.name)
def test_a_level_is_solved(practice: Practice, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its own solution, with the stand-in."""
    env, begun = practice
    monkeypatch.chdir(begun.home)
    course = Course("ko", env, begun.folder)
    course.done.clear()
    course.begin(level)
    said = ""
    for step in level.solution:
        carried_out(step, env, begun.home)
        said = course.after(step.line)
    assert level.name in course.done, said
