"""Secrets are masked wherever they could be shown, character for character in the line."""

from __future__ import annotations

import pytest

from dockersh import explain, syntax
from dockersh.invocation import read
from dockersh.secrets import has_secret

SECRET = [
    "docker run -e DB_PASSWORD=hunter2 x",
    "docker run -eDB_PASSWORD=hunter2 x",
    "docker run --env=DB_PASSWORD=hunter2 x",
    "docker run -e 'DB_PASSWORD=hunter2' x",
    "docker run '--env=DB_PASSWORD=hunter2' x",
    "docker run --env='DB_PASSWORD=hunter2' x",
    'docker run -e"DB_PASSWORD=hunter2" x',
    "docker build --build-arg NPM_TOKEN=hunter2 .",
    "docker login -u me -p hunter2",
    "docker login --password=hunter2",
    "docker swarm join --token hunter2 10.0.0.1:2377",
    "docker exec -e API_KEY=hunter2 xx env",
    "docker service create -e API_KEY=hunter2 x",
    "docker service update --env-add API_KEY=hunter2 xx",
]


@pytest.mark.parametrize("line", SECRET)
def test_a_secret_is_in_no_explanation(line: str) -> None:
    """Not in the line, the pieces, the steps or the findings; the line keeps its length."""
    explanation = explain(line)
    assert "hunter2" not in explanation.to_json()
    assert len(explanation.line) == len(line)
    assert has_secret(read(syntax.parse(line).calls[0]))


@pytest.mark.parametrize("line", ["docker run -e TZ=UTC x", "docker run -e DB_PASSWORD x", "docker login -u me", "docker ps"])
def test_what_is_no_secret_is_shown(line: str) -> None:
    """An ordinary line is kept as it is."""
    assert explain(line).line == line
    assert not has_secret(read(syntax.parse(line).calls[0]))
