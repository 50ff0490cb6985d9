"""HTTP to the practice engine's socket, as far as docker's API needs it: requests, streams, hijacked connections."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping

from dockersh.practice.standin.failing import Answered, failed
from dockersh.startup.typed import Any

SCHEME = "unix://"
VERSION = "/v1.51"
LINE_END = b"\r\n"
FINE = (200, 201, 204, 304)
PIECE = 65536
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


class Reply:
    """An answer whose body is read as it comes."""

    def __init__(self, connection: socket.socket, status: int, headers: Mapping[str, str], begun: bytes) -> None:
        self.connection, self.status, self.headers = connection, status, headers
        self.begun = begun

    def _more(self) -> bytes:
        data = self.connection.recv(PIECE)
        if not data:
            raise ConnectionResetError
        return data

    def _exactly(self, size: int) -> bytes:
        while len(self.begun) < size:
            self.begun += self._more()
        found, self.begun = self.begun[:size], self.begun[size:]
        return found

    def line(self) -> bytes:
        """The next line of the head, or of the body's chunks."""
        while LINE_END not in self.begun:
            self.begun += self._more()
        found, _, self.begun = self.begun.partition(LINE_END)
        return found

    def pieces(self) -> Iterator[bytes]:
        """The body, as it arrives."""
        if "chunked" not in self.headers.get("transfer-encoding", ""):
            yield self._exactly(int(self.headers.get("content-length", 0)))
            return
        try:
            while size := int(self.line().split(b";")[0], 16):
                yield self._exactly(size)
                self.line()
        except ConnectionResetError:
            return

    def rows(self) -> Iterator[Any]:
        """A value of JSON a line."""
        kept = b""
        for piece in self.pieces():
            *lines, kept = (kept + piece).split(b"\n")
            yield from (json.loads(line) for line in lines if line.strip())

    def whole(self) -> bytes:
        """All of the body; the connection is closed."""
        try:
            return b"".join(self.pieces())
        finally:
            self.connection.close()


class Wire:
    """The engine at the address of DOCKER_HOST."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.address = env.get("DOCKER_HOST", "")

    def open(self, method: str, path: str, query: Mapping[str, Any] | None = None, body: Any = None, **more: str) -> Reply:
        """Send a request; its answer with the body unread. Raises Answered where the engine refuses, Failed where none is."""
        connection = self._connected()
        data = _bytes(body)
        asked = "&".join(f"{key}={escaped(_worded(value), '')}" for key, value in (query or {}).items())
        target = f"{VERSION}{path}{'?' if asked else ''}{asked}"
        kind = {"Content-Type": "application/json"} if body is not None else {}
        headers = {"Host": "docker", **kind, "Content-Length": str(len(data)), **more}
        head = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
        connection.sendall(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + data)
        reply = self._reply(connection)
        if reply.status >= 400:
            raise Answered(_message(reply.whole()) if method != "HEAD" else "", reply.status)
        return reply

    def _connected(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(self.address.removeprefix(SCHEME))
        except OSError:
            connection.close()
            raise failed("no-engine", address=self.address) from None
        return connection

    def _reply(self, connection: socket.socket) -> Reply:
        reply = Reply(connection, 0, {}, b"")
        try:
            reply.status = int(reply.line().split(b" ")[1])
            reply.headers = _headers(reply)
        except OSError:
            raise failed("no-engine", address=self.address) from None
        return reply

    def ask(self, method: str, path: str, query: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        """Send a request; the answer's JSON, None where it is empty."""
        data = self.open(method, path, query, body).whole()
        return json.loads(data) if data.strip() else None

    def joined(self, path: str, query: Mapping[str, Any] | None = None, body: Any = None) -> Reply:
        """A connection that goes both ways from here on."""
        return self.open("POST", path, query, body, Connection="Upgrade", Upgrade="tcp")


def _bytes(body: Any) -> bytes:
    if body is None or isinstance(body, bytes):
        return body or b""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogateescape")


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _headers(reply: Reply) -> dict[str, str]:
    found = {}
    while line := reply.line():
        name, _, value = line.decode("latin-1").partition(":")
        found[name.lower()] = value.strip()
    return found


def _message(data: bytes) -> str:
    found = json.loads(data) if data.strip() else {}
    return str(found.get("message", ""))


def named(name: str) -> str:
    """A name as a part of a path."""
    return escaped(name, "/:@")


def escaped(text: str, safe: str) -> str:
    """A text as a part of an address; `urllib` would take as long to import as Python to start."""
    data = text.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if chr(byte) in PLAIN + safe else f"%{byte:02X}" for byte in data)
