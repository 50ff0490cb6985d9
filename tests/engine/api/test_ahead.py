"""A list for Tab is asked for before its reader is imported: the same names, of an engine whose answers we know."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.client.list_ahead import likely
from dockersh.engine.api import ahead
from dockersh.ways_in.complete.protocol import main
from support.private_engine import PrivateEngine

NAMES = ("web", "web.1", "webx1", "cafe1", "db")


class Fake(threading.Thread):
    """An engine of a version of the API, with containers of these names; *asked*: the paths of the requests, in order."""

    def __init__(self, path: Path, version: str) -> None:
        super().__init__(daemon=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        self.version = version
        self.asked: list[str] = []

    def run(self) -> None:
        """One caller after the other, until the listener is closed."""
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as lines:
                for line in lines:
                    if line.startswith(b"GET "):
                        self.asked.append(line.split()[1].decode())
                        self.answer(caller)

    def answer(self, caller: socket.socket) -> None:
        """A ping, or the list, which this engine does not narrow."""
        rows = [{"Id": name[0] * 64, "Names": [f"/{name}"], "Image": "nginx", "State": "running"} for name in NAMES]
        body = b"OK" if "_ping" in self.asked[-1] else json.dumps(rows).encode()
        caller.sendall(f"HTTP/1.1 200 OK\r\nApi-Version: {self.version}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


@pytest.fixture(name="fake", params=["1.41"])
def fixture_fake(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """A stand-in at a socket, which the environment names."""
    path = tmp_path / "engine.sock"
    engine = Fake(path, request.param)
    engine.start()
    monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
    monkeypatch.setenv("DOCKERSH_TIMEOUT", "20")
    yield engine
    engine.listener.shutdown(socket.SHUT_RDWR)
    engine.listener.close()
    engine.join(20)


def offered(line: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The names that Tab offers behind a line, with the list that was begun."""
    kind, typed = likely(line)
    begun = ahead.begin(kind or "", typed, os.environ["DOCKER_HOST"].removeprefix("unix://"), "")
    assert begun is not None
    assert main(["fish", line, str(len(line))], begun) == 0
    return [row.split("\t")[0] for row in capsys.readouterr().out.split("\n")[:-1]]


def test_the_list_is_asked_for_once(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the version is known, and so without one."""
    assert offered("docker logs ", capsys) == list(NAMES)
    assert fake.asked == ["/_ping", "/containers/json?all=1"]


@pytest.mark.parametrize("fake", ["1.99"], indirect=True)
def test_a_newer_engine_is_asked_in_words_that_we_know(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    """What it said in its newest is not read."""
    assert offered("docker logs ", capsys) == list(NAMES)
    assert fake.asked[-1] == "/v1.51/containers/json?all=1"


@pytest.mark.parametrize(
    ("typed", "narrowed"),
    [
        ("", ""),
        ("we", "we"),
        ("web.", "web."),
        ("b", "b"),
        ("ca", "ca"),
        ("caf", ""),
        ("0a1", ""),
        ("cafx", "cafx"),
        ("A", "A"),
    ],
)
def test_what_may_be_an_id_narrows_nothing(typed: str, narrowed: str) -> None:
    """Tab offers an id to whoever began one."""
    assert ahead.narrowing("containers", typed) == narrowed


@pytest.mark.parametrize("typed", ["web:/", "'we", '"we', "$we", "w*", "we\\", "é", "a/b", "{a,we", ">we"])
def test_nor_does_what_a_shell_would_read_otherwise(typed: str) -> None:
    """Nor what no name has."""
    assert ahead.narrowing("containers", typed) == ""
    assert ahead.narrowing("images", "web") == ""


@pytest.mark.parametrize("begun", ["w", "web.", "webx", "d", "x"])
def test_the_filter_lets_through_what_begins_so(begun: str) -> None:
    """As the engine applies it: a regular expression that is searched for in the name, slash or no slash."""
    (_, found) = dict(ahead.listed("containers", begun).query).popitem()
    ((pattern, _),) = json.loads(found)["name"].items()
    for slash in ("", "/"):
        assert [name for name in NAMES if re.search(pattern, slash + name)] == [one for one in NAMES if one.startswith(begun)]


@pytest.mark.parametrize("line", ["docker rm ", "docker rm we", "docker rm web.", "docker rm db", "docker rm x"])
def test_a_real_engine_offers_the_same(
    engine: PrivateEngine, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the list begun and without."""
    for name in NAMES:
        engine.docker("create", "--name", name, "ubuntu:14.04", "true", check=False)
    for name, value in engine.env().items():
        monkeypatch.setenv(name, value)
    ours = offered(line, capsys)
    assert main(["fish", line, str(len(line))]) == 0
    assert ours == [row.split("\t")[0] for row in capsys.readouterr().out.split("\n")[:-1]]
    assert set(ours) == {name for name in NAMES if name.startswith(line.removeprefix("docker rm "))}
