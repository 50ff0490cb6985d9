"""What no program answers to, and docker's own first words."""

from __future__ import annotations

import pytest

from dockersh.ways_in.repl.meant import implied, meant

SHELLS = frozenset(("ls", "echo", "cd", "docker", "run-parts", "top", "kill", "wait", "history"))

MEANT = [
    ("images", "docker images"),
    ("run -it ubuntu", "docker run -it ubuntu"),
    ("dokcer ps", "docker ps"),
    ("dcoker ps -a", "docker ps -a"),
    ("Docker ps", "docker ps"),
    ("DOCKER images", "docker images"),
    ("imagse", "docker images"),
    ("dockercompose up", "docker-compose up"),
    ("$ docker ps", "docker ps"),
    ("# docker run x", "docker run x"),
    ("docker ps", None),
    ("ls -l", None),
    ("top", None),
    ("kill 3", None),
    ("wait", None),
    ("x=images", None),
    ("vim notes", None),
    ("git status", None),
    ("(images)", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "expected"), MEANT)
def test_the_line_that_was_meant(line: str, expected: str | None) -> None:
    """Only where the shell knows no such word."""
    assert meant(line, SHELLS.__contains__) == expected


@pytest.mark.parametrize(
    ("line", "expected"), [("images", "docker images"), (" rmi x", "docker rmi x"), ("ls", "ls"), ("nosuch", "nosuch")]
)
def test_docker_can_be_left_out(line: str, expected: str) -> None:
    """With `set implicit on`: before a command of docker's that is no program."""
    assert implied(line) == expected
