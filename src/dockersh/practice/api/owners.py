"""Whose engine this is: it lives while a session holds a connection to it. Not part of docker's API."""

from __future__ import annotations

from dockersh.practice.api.server import Request
from dockersh.practice.engine.ending import remove


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
        for container in list(world.containers.values()):
            remove(world, container, force=True, volumes=True)
        for held in (world.images, world.volumes, world.networks, world.execs):
            held.clear()
        world.events.clear()
        world.predefine()
        world.touch()
    request.send(200, {})
