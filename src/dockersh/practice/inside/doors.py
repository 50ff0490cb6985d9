"""Published ports, really open: on 127.0.0.1, whatever address was asked for, with the pages of the container behind."""

from __future__ import annotations

import errno
import http.server
import socketserver
import threading

from dockersh.practice.engine import networks
from dockersh.practice.engine.ids import fresh_id
from dockersh.practice.engine.records import Container, Json
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any

HOST = "127.0.0.1"


class Door(socketserver.ThreadingTCPServer):
    """A listening port of the host; *port* is the container's behind it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, number: int, world: World, container: Container, port: int) -> None:
        self.world, self.container, self.port = world, container, port
        super().__init__((HOST, number), Visit)

    @property
    def number(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class Visit(http.server.BaseHTTPRequestHandler):
    """A request of somebody on this machine."""

    def do_GET(self) -> None:
        """The container's page; the connection is dropped where nothing listens in it."""
        door: Any = self.server
        running = door.world.running.get(door.container.id)
        paused = door.container.state.status == "paused"
        text = running.place.serve(door.port, self.path, []) if running and not paused else None
        if text is None:
            self.close_connection = True
            return
        data = text.encode()
        self.send_response(404 if "404 Not Found" in text else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    do_HEAD = do_GET

    def log_message(self, *_: Any) -> None:
        """The container's log has it."""


def open_all(world: World, container: Container, ports: dict[str, list[Json]]) -> list[Door]:
    """Listen on every published TCP port. Raises Refused where a program of this machine has one."""
    found: list[Door] = []
    for port, bindings in ports.items():
        number, protocol = port.split("/")
        if protocol != "tcp":
            continue
        for host in dict.fromkeys(int(binding["HostPort"]) for binding in bindings):
            try:
                found.append(_open(world, container, host, int(number)))
            except OSError:
                close_all(found)
                told = {"address": bindings[0]["HostIp"], "inner": f"{networks.next_address(world, container)}:{number}"}
                raise Refused("port-taken-by-program", name=container.name, endpoint=fresh_id(), port=host, **told) from None
    return found


def _open(world: World, container: Container, host: int, port: int) -> Door:
    """At that port; at a free one where this person may not open it."""
    try:
        door = Door(host, world, container, port)
    except OSError as error:
        if error.errno != errno.EACCES:
            raise
        door = Door(0, world, container, port)
    threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
    return door


def close_all(doors: list[Door]) -> None:
    """Nobody listens any more."""
    for door in doors:
        door.shutdown()
        door.server_close()
