"""The real docker client against an engine that says yes to everything and writes down what it was asked to create."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

ID = "c" * 64
ANSWERS: dict[str, Any] = {
    "version": {"Version": "28.2.2", "ApiVersion": "1.50", "MinAPIVersion": "1.24", "Os": "linux", "Arch": "amd64"},
    "info": {"OSType": "linux", "Architecture": "x86_64", "ID": "oracle", "Name": "oracle", "ServerVersion": "28.2.2"},
}
LISTS: dict[str, Any] = {
    "/containers/json": [{"Id": ID, "Names": ["/x1"], "Image": "x:1", "State": "running", "Status": "Up 1 second (healthy)"}],
    "/images/json": [{"Id": f"sha256:{ID}", "RepoTags": ["x:1"], "RepoDigests": [], "Size": 1}],
}


class Verdict(NamedTuple):
    """What the client did with a line: the body and query it sent (None: refused before), and its error text."""

    body: dict[str, Any] | None
    query: dict[str, str]
    error: str
    status: int

    @property
    def accepted(self) -> bool:
        """Whether the client asked the engine to create the container."""
        return self.body is not None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Be quiet."""

    def address_string(self) -> str:
        """Unix sockets have no address."""
        return "client"

    def _answer(self, code: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(code)
        for name, value in (("Api-Version", self.server.api), ("Ostype", "linux"), ("Content-Type", kind)):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self._answer(200, b"OK", "text/plain")

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        listed = next((rows for end, rows in LISTS.items() if path.endswith(end)), None)
        if path.endswith("/_ping"):
            self._answer(200, b"OK", "text/plain")
        elif listed is not None:
            self._answer(200, json.dumps(listed).encode())
        elif path.endswith("/json"):
            self._answer(200, json.dumps({"Id": ID, "Config": {}, "HostConfig": {}, "State": {"Running": True}}).encode())
        else:
            self._answer(200, json.dumps(ANSWERS.get(path.rsplit("/", 1)[-1], {})).encode())

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(size)
        parts = urlsplit(self.path)
        if parts.path.endswith("/containers/create"):
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            self.server.recorded = (json.loads(sent), query)
            self._answer(201, json.dumps({"Id": ID, "Warnings": []}).encode())
        elif parts.path.endswith("/images/create"):
            self._answer(200, b"")
        else:
            self._answer(204, b"")

    def do_DELETE(self) -> None:
        self._answer(204, b"")


class _Server(socketserver.ThreadingUnixStreamServer):
    """Answers in threads; a client that has gone is no matter."""

    daemon_threads = True
    api = "1.50"
    recorded: tuple[dict[str, Any], dict[str, str]] | None = None

    def handle_error(self, *_: Any) -> None:
        """A client that does not wait for the last answer is no matter."""


class Recorder:
    """A server on a socket of its own, and the client that is sent to it: one line at a time."""

    def __init__(self, folder: Path, api: str = "1.50") -> None:
        self.folder = folder
        (folder / "config").mkdir(parents=True)
        (folder / "work").mkdir()
        self.server = _Server(str(folder / "s"), _Handler)
        self.server.api = api
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        home = str(folder)
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": home,
            "DOCKER_CONFIG": f"{home}/config",
            "DOCKER_HOST": f"unix://{home}/s",
        }

    def ask(self, argv: list[str]) -> Verdict:
        """Run the client with these words and tell what came of it."""
        self.server.recorded = None
        done = subprocess.run(
            argv, env=self.env, cwd=self.folder / "work", stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60
        )
        for left in (self.folder / "work").iterdir():  # --cidfile wants a name that is free
            left.unlink()
        error = done.stderr.decode("utf-8", "replace")
        return Verdict(*self._recorded(), error, done.returncode)

    def _recorded(self) -> tuple[dict[str, Any] | None, dict[str, str]]:
        return self.server.recorded or (None, {})

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
