"""HTTP/1.1 over a unix socket, as far as questions need it: GET, and HEAD for some, one connection, answers of a known size
or in chunks.

`http.client` takes longer to import than Python to start; this takes as long as its C part, `_socket`, which is loaded anyway
where `socket` is. Every wait ends at the deadline, also where an answer comes byte by byte; what is read has a limit.
"""

from __future__ import annotations

import _socket
import time
from collections.abc import Iterable, Mapping

from dockersh.engine.api.endpoints import HEADS, Get, target
from dockersh.startup.typed import Any, NamedTuple

MOST = 16 << 20  # bytes of all answers of a connection; ten thousand containers are two thirds of it
HEAD = 64 << 10  # bytes of its first lines
PIECE = 64 << 10
AHEAD = 8  # requests that may be on the way at once
NO_BODY = (204, 304)


class BrokenError(ConnectionError):
    """Not HTTP, or cut short."""


class TooMuchError(ValueError):
    """More than we read."""


class Answer(NamedTuple):
    """What came back: the status, the headers by their names in small letters, the body."""

    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""

    def json(self) -> Any:
        """The body. Raises ValueError where it is not JSON."""
        from dockersh.engine.api.body import parsed  # noqa: PLC0415  a ping has none

        return parsed(self.body)


class Connection:
    """To the engine that listens at a path; every wait ends at *deadline*, a `time.monotonic()`."""

    def __init__(self, path: str, deadline: float) -> None:
        self.path = path
        self.deadline = deadline
        self._room = MOST
        self._socket: _socket.socket | None = None
        self._held = bytearray()  # received, and not read yet
        self._sent: list[Get] = []  # asked, and not answered yet

    def ahead(self, gets: Iterable[Get], version: str = "") -> None:
        """Send requests whose answers will be wanted in this order: the engine works on them while we read the first.

        Few, so that there is always room for them on the way. What goes wrong shows when the answers are wanted.
        """
        found = list(gets)[:AHEAD]
        if not found:
            return
        try:
            words = [_words(get, version) for get in found]
            if sum(map(len, words)) <= PIECE:
                self._connected().sendall(b"".join(words))
                self._sent += found
        except (OSError, ValueError):
            self.close()

    @property
    def awaited(self) -> tuple[Get, ...]:
        """What was asked for, and not answered yet."""
        return tuple(self._sent)

    def get(self, get: Get, version: str = "") -> Answer:
        """The answer. Raises OSError (nobody there, not allowed, too late), TooMuchError, and what `target` does."""
        used = self._socket is not None
        try:
            return self._ask(get, version)
        except ConnectionError:  # one end may close a connection that has been used
            if not used:
                raise
        return self._ask(get, version)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        self._held.clear()
        self._sent.clear()

    def _ask(self, get: Get, version: str) -> Answer:
        if self._sent and self._sent[0] != get:
            self.close()  # what comes next is no answer to this
        try:
            if not self._sent:
                self._connected().sendall(_words(get, version))
                self._sent.append(get)
            del self._sent[0]
            return self._answer(bodiless=get.endpoint in HEADS)
        except (OSError, ValueError):
            self.close()  # what is left of this answer is not the start of the next
            raise

    def _connected(self) -> _socket.socket:
        if self._socket is None:
            self._socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
            self._patiently().connect(self.path)
        return self._patiently()

    def _patiently(self) -> _socket.socket:
        """The socket, which waits no longer than we do."""
        left = self.deadline - time.monotonic()
        if self._socket is None or left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._socket

    def _answer(self, *, bodiless: bool) -> Answer:
        status, headers = self._head()
        while status // 100 == 1:
            status, headers = self._head()
        body = b"" if bodiless or status in NO_BODY else self._body(headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body)

    def _head(self) -> tuple[int, dict[str, str]]:
        first = self._line().split(" ", 2)
        if len(first) < 2 or not first[0].startswith("HTTP/1.") or not first[1].isdecimal():
            raise BrokenError("not HTTP")
        headers: dict[str, str] = {"connection": "close"} if first[0] == "HTTP/1.0" else {}
        room = HEAD
        while line := self._line():
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
            room -= len(line)
            if room < 0:
                raise BrokenError("a head without an end")
        return int(first[1]), headers

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks()
        size = headers.get("content-length")
        if size is not None:
            return self._exactly(_number(size, 10))
        headers["connection"] = "close"
        return self._rest()

    def _chunks(self) -> bytes:
        found: list[bytes] = []
        while size := _number(self._line().partition(";")[0].strip(), 16):
            found.append(self._exactly(size))
            self._line()
        while self._line():  # trailers
            pass
        return b"".join(found)

    def _rest(self) -> bytes:
        try:
            while len(self._held) <= self._room:
                self._receive()
        except BrokenError:
            return self._exactly(len(self._held))
        raise TooMuchError

    def _line(self) -> str:
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > HEAD:
                raise BrokenError("a line without an end")
            self._receive()
        line = self._held[:end].decode("latin-1")
        del self._held[: end + 1]
        return line.removesuffix("\r")

    def _exactly(self, size: int) -> bytes:
        if size > self._room:
            raise TooMuchError
        self._room -= size
        while len(self._held) < size:
            self._receive()
        found = bytes(self._held[:size])
        del self._held[:size]
        return found

    def _receive(self) -> None:
        piece = self._patiently().recv(PIECE)
        if not piece:
            raise BrokenError("cut short")
        self._held += piece


def _words(get: Get, version: str) -> bytes:
    method = "HEAD " if get.endpoint in HEADS else "GET "
    return f"{method}{target(get, version)} HTTP/1.1\r\nHost: docker\r\nUser-Agent: dockersh\r\nAccept: */*\r\n\r\n".encode()


def _number(text: str, base: int) -> int:
    """A size. Python's own `int` would also read signs and underscores."""
    if not text.isalnum() or not text.isascii() or len(text) > 16:
        raise BrokenError("no size")
    try:
        return int(text, base)
    except ValueError as problem:
        raise BrokenError("no size") from problem
