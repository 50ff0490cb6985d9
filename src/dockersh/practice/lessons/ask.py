"""Questions to an engine's socket: what a goal needs to know; and what prepares a level and clears up."""

from __future__ import annotations

import http.client
import json
import socket
import time

from dockersh.startup.typed import Any

PATIENCE, LONG = 5.0, 60.0  # seconds for an answer; for something to be done
OK, REFUSED = 200, 400


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

    def events(self, since: float, until: float | None = None) -> list[dict[str, Any]]:
        """What the engine has told since a moment, up to another, or to now."""
        data = self.raw(f"/events?since={since:.6f}&until={until or time.time():.6f}") or b""
        return [json.loads(line) for line in data.split(b"\n") if line.strip()]

    def order(self, method: str, request: str) -> bool:
        """A request that changes something: of a lesson's own things, or of the practice engine's; whether it was done."""
        connection = _Connection(self.path, LONG)
        try:
            connection.request(method, request, headers={"Host": "docker"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return answer.status < REFUSED

    def empty(self) -> None:
        """Begin with nothing; only a practice engine does this."""
        self.order("POST", "/practice/reset")


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        super().__init__("docker", timeout=patience)
        self.path, self.patience = path, patience

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.patience)
        self.sock.connect(self.path)
