"""Whose engine this is: it lives while a session holds a connection to it. Not part of docker's API."""

from __future__ import annotations

import json

from dockersh.practice.api.server import Request
from dockersh.practice.engine import keeping
from dockersh.practice.engine.ending import remove
from dockersh.practice.engine.world import World

MARKS = 50  # states that one can go back to


def own(request: Request) -> None:
    """Answer, and keep the connection until the session closes it."""
    server = request.handler.server
    connection = request.hijack("text/plain")
    with server.owned:
        server.owners += 1
        server.owned.notify_all()
    try:
        while connection.recv(1024):
            pass
    except OSError:
        pass
    with server.owned:
        server.owners -= 1
        server.owned.notify_all()


def reset(request: Request) -> None:
    """Everything as at the first start."""
    world = request.world
    with world.lock:
        _emptied(world)
        world.marks.clear()
        world.predefine()
        world.touch()
    request.send(200, {})


def mark(request: Request) -> None:
    """A state to go back to."""
    world = request.world
    with world.lock:
        world.marks.append(json.dumps(keeping.dumped(world)))
        del world.marks[:-MARKS]
    request.send(200, {})


def back(request: Request) -> None:
    """The state that was marked last; 409 where none is. What ran then runs again."""
    world = request.world
    with world.lock:
        if not world.marks:
            request.send(409, {})
            return
        kept = world.marks.pop()
        _emptied(world)
        keeping.restore(world, json.loads(kept))
        told = list(world.events)
        keeping.resume(world)
        world.events[:] = told  # they ran all the time
        world.touch()
    request.send(200, {})


def _emptied(world: World) -> None:
    """Nothing is left. Called with the lock held."""
    for container in list(world.containers.values()):
        remove(world, container, force=True, volumes=True)
    for held in (world.images, world.volumes, world.networks, world.execs):
        held.clear()
    world.events.clear()
