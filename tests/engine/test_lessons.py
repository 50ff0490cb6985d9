"""`learn --real`: every level is solved on a real engine, and afterwards the engine is as it was."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dockersh.practice.lessons.course import Course
from dockersh.practice.lessons.levels import Level, every_level
from dockersh.practice.lessons.real import RealGround
from support import lesson_images, rows
from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal
from support.solving import carried_out

PATIENCE = 60
LEVELS = every_level(real=True)
# What a person has already: things that are called as the lessons call theirs, or begin as theirs do.
PERSONS = (
    "docker run -d --name web -p 8081:80 nginx",
    "docker create --name learn-box busybox",
    "docker create --name old busybox",
    "docker volume create data",
    "docker network create shop",
    "docker tag busybox mypage",
    "docker run --name unnamed-volume -d redis",
)
HELD = (
    "docker ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.State}} {{.Ports}}' | sort",
    "docker images --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}' | sort",
    "docker volume ls --format '{{.Name}}' | sort",
    "docker network ls --no-trunc --format '{{.ID}} {{.Name}}' | sort",
)


class Person(NamedTuple):
    """Somebody with an engine of their own, in which there is something."""

    env: dict[str, str]
    place: Path

    def held(self) -> list[str]:
        """Everything that the engine has."""
        return [self.run(line) for line in HELD]

    def run(self, line: str) -> str:
        """What a line prints."""
        result = subprocess.run(["/bin/sh", "-c", line], env=self.env, capture_output=True, text=True, check=False, timeout=60)
        return result.stdout

    def ground(self) -> RealGround:
        """Lessons on that engine."""
        return RealGround(self.env["DOCKER_HOST"].removeprefix("unix://"), self.env, str(self.place))


@pytest.fixture(scope="module", name="person")
def fixture_person(real_engine: PrivateEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Their things are those of PERSONS."""
    real_engine.reset(pulled=())
    rows.install_compose(real_engine.row, Path(real_engine.env()["DOCKER_CONFIG"]) / "cli-plugins")
    lesson_images.import_all(real_engine.env())
    person = Person(real_engine.env(), tmp_path_factory.mktemp("practice"))
    for line in PERSONS:
        person.run(line)
    yield person
    real_engine.reset(pulled=())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many of the levels as `--levels` says, chosen by `--seed`."""
    if "level" in metafunc.fixturenames:
        most, seed = (int(metafunc.config.getoption(name)) for name in ("--levels", "--seed"))
        chosen = random.Random(seed).sample(LEVELS, min(most, len(LEVELS)))
        metafunc.parametrize("level", chosen, ids=lambda level: level.name)


def test_a_level_is_solved_on_a_real_engine(person: Person, level: Level) -> None:
    """By its own solution, not before; and nothing of the person's is touched, nothing of the lesson's stays."""
    held = person.held()
    ground = person.ground()
    course = Course("en", person.env, str(person.place), ground)
    course.done.clear()
    told = course.begin(level)
    assert course.level is not None
    assert course.after("docker start nosuch-container").startswith("Not yet"), told
    said = ""
    for step in course.level.solution:
        carried_out(step, person.env, str(ground.home))
        said = course.after(step.line)
    assert said.startswith("Done"), said
    ground.leave()
    assert person.held() == held


def test_names_and_ports_are_free_ones(person: Person) -> None:
    """`learn-` is somebody's, and 8081 is in use: others are taken, in the lines and in the texts."""
    ground = person.ground()
    course = Course("en", person.env, str(person.place), ground)
    (level,) = (one for one in LEVELS if one.name == "second-port")
    told = course.begin(level)
    ground.leave()
    assert "learn2-web2 on host port 8082" in told
    assert course.solution() == "  docker run -d --name learn2-web2 -p 8082:80 nginx\n"


def test_a_killed_session_is_cleared_up_by_the_next(person: Person) -> None:
    """Where nobody left, the note says what was made."""
    held = person.held()
    killed = person.ground()
    (level,) = (one for one in LEVELS if one.name == "repair")
    Course("en", person.env, str(person.place), killed).begin(level)
    assert person.held() != held
    following = person.ground()
    assert following.prefix == killed.prefix
    assert "learn2-db" in following.leave()
    assert person.held() == held


def test_an_image_that_a_level_brought_goes_again(person: Person) -> None:
    """One that was here stays, and so does one that somebody uses by then."""
    person.run("docker tag busybox lessons-own:latest")
    ground = person.ground()
    ground.pulled = {"lessons-own:latest", "redis:latest"}  # as if both had been pulled by a level
    assert ground.leave() == ["lessons-own:latest"]
    assert "redis:latest" in person.run(HELD[1])


def test_it_asks_before_and_clears_up_behind(person: Person, tmp_path: Path) -> None:
    """In a terminal: no means that nothing is made; a line is told of; leaving removes what was made."""
    held = person.held()
    env = {**person.env, "XDG_STATE_HOME": str(tmp_path / "state"), "DOCKERSH_LANG": "en"}
    with Terminal([*DOCKERSH, "learn", "--real", "publish"], env, tmp_path) as terminal:
        terminal.expect(r"\[y/N\]", PATIENCE)
        terminal.line("n")
        assert terminal.wait(PATIENCE) == 1
    assert person.held() == held
    with Terminal([*DOCKERSH, "learn", "--real", "publish"], env, tmp_path) as terminal:
        terminal.expect(r"\[y/N\]", PATIENCE)
        terminal.line("y")
        terminal.expect("Level 17 of 38", PATIENCE)
        terminal.expect("dockersh>", PATIENCE)
        terminal.line("docker run -d --name learn2-web nginx")
        terminal.expect(r"Add -p\s+8080:80", PATIENCE)
        terminal.expect("dockersh>", PATIENCE)
        assert person.held() != held
        terminal.line("exit")
        terminal.expect("Removed: learn2-web", PATIENCE)
        assert terminal.wait(PATIENCE) == 0
    assert person.held() == held


def test_it_needs_somebody_to_ask(person: Person, tmp_path: Path) -> None:
    """Without a terminal, and in practice, it says so and does nothing."""
    held = person.held()
    env = {**person.env, "XDG_STATE_HOME": str(tmp_path / "state"), "DOCKERSH_LANG": "en"}
    for more, told in (({}, "needs a terminal"), ({"DOCKERSH_PRACTICE": "/home"}, "You are practising")):
        result = subprocess.run(
            [*DOCKERSH, "learn", "--real"], env={**env, **more}, capture_output=True, text=True, check=False, input="y\n"
        )
        assert (result.returncode, told in result.stderr) == (2, True)
    assert person.held() == held
