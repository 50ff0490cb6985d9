"""Colours: every docker word of a line has its role, whatever the shell around it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dockersh.reading.invocation import Part
from dockersh.render import roles

TABLE = {
    "docker run -p 80:80 nginx sh -c x": (
        "docker:docker command:run flag:-p  value:80:80 image:nginx inside:sh inside:-c inside:x"
    ),
    "x=$(docker ps -aq) && docker rm web": "docker:docker command:ps flag:-aq docker:docker command:rm container:web",
    "docker container rnu nginx": "docker:docker command:container unknown:rnu image:nginx",
    "docker run --nmae x": "docker:docker command:run unknown:--nmae value:x",
    "docker pull 'nginx'": "docker:docker command:pull image:'nginx'",
    "echo docker": "",
    "docker": "docker:docker",
    "docker -H tcp://x ps": "docker:docker flag:-H  value:tcp://x command:ps",
}


@pytest.mark.parametrize("line", TABLE)
def test_words_have_roles(line: str) -> None:
    """Command, flag, value, image, container, the container's own words, and what docker does not know."""
    shown = " ".join(f"{one.role}:{line[one.start : one.end]}" for one in roles.stretches(line))
    assert shown == TABLE[line]


@pytest.mark.parametrize("line", ["docker run -p 80:80 'a b' $(docker ps", 'docker "ps', "docker rm -f $(docker ps -aq) | x"])
def test_stretches_never_overlap(line: str) -> None:
    """In order, inside the line."""
    found = roles.stretches(line)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(0 <= one.start < one.end <= len(line) for one in found)


def test_the_piece_at_the_cursor() -> None:
    """A flag, the command, nothing."""
    line = "docker run --name web nginx"
    found = roles.part_at(line, 13)
    assert found is not None
    assert isinstance(found[1], Part)
    assert found[1].name == "name"
    assert roles.part_at(line, 9) == (found[0], found[0].command_span)
    assert roles.part_at("ls -l", 3) is None
