"""The practice engine as a program: `python -m dockersh.practice.serve SOCKET STATE HOME`. It ends when nobody owns it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading

from dockersh.practice.api.routes import route
from dockersh.practice.api.server import Server
from dockersh.practice.engine import keeping
from dockersh.practice.engine.world import World

PATIENCE = 10.0  # seconds that it waits for its first owner


def main(socket: str, state: str, home: str) -> None:
    """Serve until the last owner has gone, then keep the state."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the line, not for the engine
    world = World(home)
    keeping.read(world, state)
    keeping.resume(world)
    server = Server(socket, world, route)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    keeping.keep(world, state)
    with server.owned:
        if server.owned.wait_for(lambda: server.owners > 0, PATIENCE):
            server.owned.wait_for(lambda: server.owners == 0)
    keeping.write(world, state)
    with contextlib.suppress(OSError):
        os.unlink(socket)
        os.rmdir(os.path.dirname(socket))
    os._exit(0)  # containers are threads, and wait for nothing


if __name__ == "__main__":
    main(*sys.argv[1:4])
