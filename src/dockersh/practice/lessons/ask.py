"""Questions to an engine's socket: what a goal needs to know; and the one request that a level begins with."""

from __future__ import annotations

import http.client
import json
import socket
import time

from dockersh.startup.typed import Any

PATIENCE = 5.0  # seconds for an answer
OK = 200


class Engine:
    """The engine at the path of a socket. An engine that does not answer has nothing."""

    def __init__(self, path: str) -> None:
        self.path = path

    def raw(self, request: str) -> bytes | None:
        """The bytes of an answer; None where there is none, or no such thing."""
        connection = _Connection(self.path)
        try:
            connection.request("GET", request, headers={"Host": "docker"})
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return data if answer.status == OK else None

    def get(self, request: str) -> Any:
        """An answer of JSON; None as above."""
        data = self.raw(request)
        return None if data is None else json.loads(data)

    def events(self, since: float) -> list[dict[str, Any]]:
        """What the engine has told since a moment."""
        data = self.raw(f"/events?since={since:.6f}&until={time.time():.6f}") or b""
        return [json.loads(line) for line in data.split(b"\n") if line.strip()]

    def empty(self) -> None:
        """Begin with nothing; only a practice engine does this."""
        connection = _Connection(self.path)
        try:
            connection.request("POST", "/practice/reset")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("docker", timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)
