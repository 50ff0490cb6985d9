"""HTTP on the socket: a thread a connection, kept open as the docker client wants it.

What the real clients send and need stands in the API's documentation (docs.docker.com/reference/api/engine) and was tried
with clients 28.2.2 and 28.5.2: errors as JSON with their content type, `HEAD /_ping`, hijacked connections, chunked answers.
"""

from __future__ import annotations

import http.server
import json
import os
import re
import select
import socket
import socketserver
import sys
import threading
import traceback
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any

VERSION, LEAST = "1.51", "1.24"
RAW, FRAMED = "application/vnd.docker.raw-stream", "application/vnd.docker.multiplexed-stream"
FALSE = ("", "0", "false", "False", "no", "none")
MOST = 64 << 20  # bytes of a body


class Gone(Exception):
    """The client has left."""


class Request:
    """One request: its query, its body, and the ways to answer."""

    def __init__(self, handler: Handler, world: World, path: str, query: dict[str, str]) -> None:
        self.handler, self.world, self.path, self.query = handler, world, path, query
        self.parts: dict[str, str] = {}
        self.answered = False

    def flag(self, name: str) -> bool:
        """Whether a parameter is set to something true."""
        return self.query.get(name, "") not in FALSE

    def filters(self) -> dict[str, list[str]]:
        """`{"name": ["web"]}`, from docker's map of maps, or the older lists."""
        found = json.loads(self.query.get("filters") or "{}")
        return {
            name: list(values) if isinstance(values, list) else [one for one, on in values.items() if on]
            for name, values in found.items()
        }

    def raw(self) -> bytes:
        """The body."""
        return self.handler.body()

    def body(self) -> dict[str, Any]:
        """The body as JSON; empty where there is none."""
        data = self.raw()
        found = json.loads(data) if data.strip() else {}
        return found if isinstance(found, dict) else {}

    def send(self, status: int, content: Any = None, headers: Iterable[tuple[str, str]] = ()) -> None:
        """A whole answer: nothing, bytes, or JSON."""
        self.answered = True
        data, kind = b"", "application/json"
        if isinstance(content, bytes):
            data, kind = content, "text/plain; charset=utf-8"
        elif content is not None:
            data = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"
        self.handler.whole(status, data, kind, headers)

    def stream(self, kind: str = "application/json", headers: Iterable[tuple[str, str]] = ()) -> Stream:
        """An answer that comes piece by piece."""
        self.answered = True
        return Stream(self.handler, kind, headers)

    def hijack(self, kind: str) -> socket.socket:
        """The connection itself, both ways."""
        self.answered = True
        return self.handler.hijacked(kind)

    def left(self) -> bool:
        """Whether the client has closed the connection."""
        return self.handler.left()


class Stream:
    """A chunked answer; its head is sent at once, for the client waits for it."""

    def __init__(self, handler: Handler, kind: str, headers: Iterable[tuple[str, str]]) -> None:
        self.handler = handler
        handler.head(200, [("Content-Type", kind), ("Transfer-Encoding", "chunked"), *headers])
        handler.wfile.flush()

    def send(self, data: bytes) -> None:
        """A piece. Raises Gone."""
        if not data:
            return
        try:
            self.handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.handler.wfile.flush()
        except OSError:
            self.handler.close_connection = True
            raise Gone from None

    def line(self, content: Any) -> None:
        """A line of JSON. Raises Gone."""
        self.send(json.dumps(content, ensure_ascii=False).encode() + b"\r\n")

    def end(self) -> None:
        """All was sent."""
        try:
            self.handler.wfile.write(b"0\r\n\r\n")
            self.handler.wfile.flush()
        except OSError:
            self.handler.close_connection = True


class Handler(http.server.BaseHTTPRequestHandler):
    """The requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Docker/28.5.2 (practice)", ""
    server: Server
    disable_nagle_algorithm = False

    def handle_expect_100(self) -> bool:
        """Go on."""
        return super().handle_expect_100()

    def do_GET(self) -> None:
        """Every method goes one way."""
        self._answer()

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def _answer(self) -> None:
        self._body: bytes | None = None
        request = self._request()
        try:
            self.server.route(self.command, request)
        except Refused as refused:
            self._refuse(request, refused.status, refused.message)
        except Gone:
            self.close_connection = True
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except Exception as fault:  # noqa: BLE001  one answer, and the engine goes on
            traceback.print_exc(file=sys.stderr)
            self._refuse(request, 500, f"practice: {type(fault).__name__}: {fault}")
        if not self.close_connection and self._body is None:
            self.body()  # what nobody read is not the next request

    def _request(self) -> Request:
        found = urlsplit(self.path)
        path = re.sub(r"^/v\d+\.\d+(?=/)", "", unquote(found.path))
        return Request(self, self.server.world, path, dict(parse_qsl(found.query, keep_blank_values=True)))

    def _refuse(self, request: Request, status: int, message: str) -> None:
        if request.answered:
            self.close_connection = True
            return
        request.send(status, {"message": message})

    def body(self) -> bytes:
        """The body, read once."""
        if self._body is None:
            chunked = "chunked" in self.headers.get("Transfer-Encoding", "")
            self._body = self._chunks() if chunked else self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return self._body

    def _chunks(self) -> bytes:
        found = b""
        while size := int(self.rfile.readline().split(b";")[0].strip() or b"0", 16):
            if len(found) + size > MOST:
                raise ValueError("too large for practice")
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def head(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """Status and headers."""
        self.send_response(status)
        self.send_header("Api-Version", VERSION)
        self.send_header("Docker-Experimental", "false")
        self.send_header("Ostype", "linux")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def whole(self, status: int, data: bytes, kind: str, headers: Iterable[tuple[str, str]]) -> None:
        """An answer of known length."""
        empty = status in (204, 304)
        sized = [] if empty else [("Content-Type", kind), ("Content-Length", str(len(data)))]
        self.head(status, [*sized, *headers])
        if self.command != "HEAD" and not empty:
            self.wfile.write(data)
        self.wfile.flush()

    def hijacked(self, kind: str) -> socket.socket:
        """Give the connection away."""
        self.close_connection = True
        if "upgrade" in self.headers.get("Connection", "").lower():
            self.head(101, [("Connection", "Upgrade"), ("Upgrade", "tcp"), ("Content-Type", kind)])
        else:
            self.head(200, [("Content-Type", kind), ("Connection", "close")])
        self.wfile.flush()
        connection: socket.socket = self.connection
        return connection

    def left(self) -> bool:
        """Whether the other side has closed, or half closed, a connection on which nothing more is to come."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class Server(socketserver.ThreadingUnixStreamServer):
    """The listening socket, for its owner alone."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path: str, world: World, route: Any) -> None:
        self.world, self.route = world, route
        self.owners = 0
        self.owned = threading.Condition()
        before = os.umask(0o177)
        try:
            super().__init__(path, Handler)
        finally:
            os.umask(before)

    def get_request(self) -> tuple[socket.socket, Any]:
        """A unix socket's client has no address; the handler wants one."""
        connection, _ = super().get_request()
        return connection, ("practice", 0)

    def handle_error(self, *_: Any) -> None:
        """A client that left is no error."""
