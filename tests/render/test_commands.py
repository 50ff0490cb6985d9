"""A command in a sentence is never broken over two lines."""

from __future__ import annotations

import pytest

from dockersh.render.cells import width, wrap
from dockersh.render.commands import units

# A sentence, and the commands that must stay whole in it.
SENTENCES = [
    ("docker logs -f web shows its output · docker stop web ends it", ["docker logs -f web", "docker stop web"]),
    ("docker save -o image.tar day-img keeps a copy", ["docker save -o image.tar day-img"]),
    ("stop it first: docker stop web && docker rm web", ["docker stop web && docker rm web"]),
    (
        "docker compose up -d --build makes it again (docker compose ps lists it)",
        ["docker compose up -d --build", "docker compose ps"],
    ),
    ("docker container inspect web 명령으로 자세히 볼 수 있습니다", ["docker container inspect web"]),
    ("docker run --rm -v data:/d alpine:3 ls /d lists what is in it", ["docker run --rm -v data:/d alpine:3 ls /d"]),
    ("sudo docker ps -aq --filter label=x counts", ["sudo docker ps -aq --filter label=x"]),
    ("a sentence about docker that has no command in it, however long it is", []),
]


@pytest.mark.parametrize(("sentence", "commands"), SENTENCES)
@pytest.mark.parametrize("columns", [36, 40, 50, 60, 76])
def test_a_command_stays_on_one_line(sentence: str, commands: list[str], columns: int) -> None:
    """As far as it fits; nothing is lost, and no line is too long."""
    lines = wrap(sentence, columns)
    assert " ".join(lines) == sentence
    assert max(map(width, lines)) <= columns
    broken = [command for command in commands if len(command) <= columns - 8 and not any(command in line for line in lines)]
    assert broken == []


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in SENTENCES])
def test_every_word_is_kept(sentence: str) -> None:
    """Units are the sentence, in pieces."""
    assert " ".join(units(sentence)) == sentence


def test_a_command_longer_than_the_line_is_broken_between_its_words() -> None:
    """There is no other way; a word is not cut for it."""
    command = "docker run --name a-rather-long-name --network front nginx:1.27"
    lines = wrap(command, 24)
    assert [word for line in lines for word in line.split(" ")] == command.split(" ")
    assert max(map(len, lines)) <= 24
