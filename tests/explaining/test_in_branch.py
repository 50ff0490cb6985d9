"""A failure that the line puts up with is a tip, and one of a branch that is not run now is none."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh import explain
from support.state import WrittenEngine

THERE: dict[str, Any] = {"containers": {"web": {}}, "networks": {"net": {}}, "images": {"nginx:1": {}}}
TIP, ERROR = "tip", "error"
LINES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("docker network inspect net || docker network create net", THERE, []),
    ("docker network inspect net || docker network create net", {}, [("no-such-network", TIP)]),
    ("docker start web || docker run -d --name web nginx:1", THERE, []),
    ("docker run -d --name web nginx:1 || docker start web", THERE, [("name-in-use-running", TIP)]),
    ('if [ -z "$(docker ps -aqf name=web)" ]; then docker run -d --name web nginx:1; fi', THERE, []),
    ("if ! docker image inspect app:1 >/dev/null; then docker build -t app:1 .; fi", {}, [("no-such-image", TIP)]),
    ("docker stop gone || true", {}, [("no-such-container", TIP)]),
    ("docker stop gone || exit 1", {}, [("no-such-container", ERROR)]),
    ("docker stop gone && docker rm gone", {}, [("no-such-container", ERROR)]),
    ("docker kill $(docker ps -q) || true", {}, [("empty-list", TIP)]),
    ('if [ "$(docker ps -q)" ]; then docker kill $(docker ps -q); fi', {}, []),
    ("docker ps | grep -q web && docker rm web", THERE, []),
    ("until docker exec db true; do sleep 1; done", {}, [("no-such-container", TIP)]),
    ("docker ps || docker run --nosuch x:1", THERE, [("unknown-flag", ERROR)]),
    ("docker rm --nosuch x || true", {}, [("unknown-flag", ERROR)]),
]


@pytest.mark.parametrize(("line", "state", "told"), LINES, ids=[line for line, *_ in LINES])
def test_a_failure_in_a_branch(line: str, state: dict[str, Any], told: list[tuple[str, str]]) -> None:
    """What the words alone decide stays an error, whatever branch it is in."""
    found = explain(line, engine=WrittenEngine(state)).commands
    assert [(one.code, one.severity) for command in found for one in command.findings] == told
