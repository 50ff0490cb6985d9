"""Which files a container has, by the heads of its archive: the engine looks, starts nothing, and sends no file.

Source: docker's API reference, ContainerArchiveInfo: 200 with X-Docker-Container-Path-Stat, or 404.
"""

from __future__ import annotations

from dockersh.engine.api.ask import Answers, Ask
from dockersh.engine.api.endpoints import Get
from dockersh.engine.question import About
from dockersh.engine.state import State

FOUND = "x-docker-container-path-stat"
MOST = 16  # paths of one question


def _gets(about: About) -> tuple[Get, ...]:
    container, *paths = about
    return tuple(Get("file", container.removeprefix("/"), (("path", path),)) for path in paths[:MOST])


def _read(about: About, answers: Answers, state: State) -> State:
    container, *paths = about
    found = frozenset(path for path, one in zip(paths, answers, strict=False) if one.status == 200 and FOUND in one.headers)
    return state._replace(inside={**state.inside, container: found})


ASKS: dict[str, Ask] = {"inside": Ask(_gets, _read, statuses=(200, 404))}
