"""`step` with a docker that writes down what it gets: the words are the line's, the screen has no secret, problems are said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, script

ID = "0123456789ab" * 5 + "0123"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """`docker create` says an id; every docker appends its words to a file, a NUL behind each and a newline at the end."""
    script(
        tmp_path / "docker", f'printf "%s\\0" "$@" >> {tmp_path}/told; echo >> {tmp_path}/told; [ "$1" != create ] || echo {ID}'
    )
    return environment(tmp_path, V="v  w")


def step(env: dict[str, str], *argv: str, stdin: str = "") -> tuple[int, str]:
    """Status and standard error."""
    done = subprocess.run([*DOCKERSH, "--no-engine", *argv], env=env, input=stdin, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def told(folder: Path) -> list[list[str]]:
    """The words of each docker that ran."""
    file = folder / "told"
    lines = file.read_text(encoding="utf-8").split("\0\n") if file.exists() else []
    return [line.split("\0") for line in lines if line]


START = ["start", "--attach", ID]
# How it is asked for, the words of create, those of start.
STEPPED = [
    (["-c", "step docker run -e DB_PASSWORD=hunter2 x 'a  b'"], ["create", "-e", "DB_PASSWORD=hunter2", "x", "a  b"], START),
    (["-c", "step run -e DB_PASSWORD=hunter2 x"], ["create", "-e", "DB_PASSWORD=hunter2", "x"], START),
    (
        ["--step", "docker", "run", "-e", "DB_PASSWORD=hunter2", "x", "$V\n"],
        ["create", "-e", "DB_PASSWORD=hunter2", "x", "$V\n"],
        START,
    ),
    (
        ["--step", "-c", 'docker run -e "DB_PASSWORD=hunter2 $V" $V'],
        ["create", "-e", "DB_PASSWORD=hunter2 v  w", "v", "w"],
        START,
    ),
    (["--step", "-c", 'docker run "$1" "$2"', "name", "x", "CONTAINER"], ["create", "x", "CONTAINER"], START),
    (
        ["--step", "-c", "A=hunter2 docker run -d --name CONTAINER x"],
        ["create", "--name", "CONTAINER", "x"],
        ["start", "CONTAINER"],
    ),
    (["--step", "-c", "docker run -d --rm -v /data x"], ["create", "--rm", "-v", "/data", "x"], ["start", ID]),
    (["--step", "-c", "docker run --name=/web x"], ["create", "--name=/web", "x"], ["start", "--attach", "web"]),
]


@pytest.mark.parametrize(("argv", "create", "start"), STEPPED)
def test_docker_gets_the_words(
    env: dict[str, str], tmp_path: Path, argv: list[str], create: list[str], start: list[str]
) -> None:
    """Create and start; a name that docker makes up comes as its id."""
    status, said = step(env, *argv)
    assert status == 0
    assert told(tmp_path) == [create, start]
    assert "hunter2" not in said


def test_the_lines_own_environment(env: dict[str, str], tmp_path: Path) -> None:
    """It counts for each stage, and for nothing else."""
    script(tmp_path / "docker", f'echo "$1 $FOR_IT" >> {tmp_path}/told; [ "$1" != create ] || echo {ID}')
    assert step(env, "--step", "-c", "FOR_IT='a b' docker run x")[0] == 0
    assert (tmp_path / "told").read_text() == "create a b\nstart a b\n"


CANNOT = [
    ("docker run --env-file <(echo A=b) x", "lasts for one command"),
    ("docker run x < f", "step takes one docker command"),
    ("sudo docker run x", "step takes one docker command"),
    ("docker ps", "this command is a single step"),
    ("docker create", "this command would fail"),
    ("docker run ${NOT_SET:?is missing} x", "is missing"),
]


@pytest.mark.parametrize(("line", "said"), CANNOT)
def test_what_cannot_be_stepped_through(env: dict[str, str], tmp_path: Path, line: str, said: str) -> None:
    """It says so, and docker never ran."""
    status, error = step(env, "--step", "-c", line)
    assert status
    assert said in error
    assert told(tmp_path) == []


def test_a_docker_that_cannot_be_started(env: dict[str, str], tmp_path: Path) -> None:
    """Said in one line, as for the plain line."""
    (tmp_path / "docker").write_text("#!/no/such/program\n", encoding="utf-8")
    status, said = step(env, "--step", "-c", "docker run x")
    assert status == 127
    assert f"dockersh: {tmp_path}/docker could not be started: No such file or directory\n" in said


def test_too_many_bytes_for_the_system(env: dict[str, str]) -> None:
    """The shell expands what the system then takes for too long."""
    line = "docker run x \"$(head -c 200000 /dev/zero | tr '\\0' x)\""
    status, said = step(env, "--step", "-c", line)
    assert status == 126
    assert "rgument list too long" in said
