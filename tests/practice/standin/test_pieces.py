"""Small things of the stand-in: keys that leave, moments, names of images, the table of commands."""

from __future__ import annotations

import socket
import time

import pytest

from dockersh.practice.standin import images, joined, moments, wire
from dockersh.practice.standin.client import commands, main
from dockersh.practice.standin.failing import Failed
from dockersh.practice.standin.joined import Escaped, Joined
from dockersh.practice.standin.wire import Reply
from dockersh.reading import catalogue


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", b"\x10\x11"),
        ("ctrl-p,ctrl-q", b"\x10\x11"),
        ("ctrl-a", b"\x01"),
        ("a", b"a"),
        ("ctrl-x,x", b"\x18x"),
        ("ctrl-[", b"\x1b"),
    ],
)
def test_detach_keys(text: str, keys: bytes) -> None:
    """Letters, and letters with Ctrl."""
    assert joined.keys_of(text) == keys


def typed(*pieces: bytes) -> tuple[bytes, bool]:
    """What arrives of keys that come in pieces, and whether they left."""
    here, there = socket.socketpair()
    with here, there:
        both = Joined(Reply(here, 101, {}, b""), tty=True, typed=True)
        both.raw = True
        left = False
        try:
            for piece in pieces:
                both._sent(piece)
        except Escaped:
            left = True
        here.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: there.recv(100), b"")), left


@pytest.mark.parametrize(
    ("pieces", "arrives", "leaves"),
    [
        ((b"ls\r",), b"ls\r", False),
        ((b"\x10\x11",), b"", True),
        ((b"\x10", b"\x11"), b"", True),
        ((b"ls\x10\x11more",), b"ls", True),
        ((b"\x10", b"x"), b"\x10x", False),
        ((b"\x10\x10\x11",), b"\x10", True),
        ((b"\x10", b"\x10", b"\x11"), b"\x10", True),
        ((b"\x11\x10",), b"\x11", False),
        ((b"\x03",), b"\x03", False),
    ],
)
def test_leaving(pieces: tuple[bytes, ...], arrives: bytes, leaves: bool) -> None:
    """Ctrl-P Ctrl-Q leaves, however it arrives; Ctrl-P and something else is typed."""
    assert typed(*pieces) == (arrives, leaves)


@pytest.mark.parametrize(
    ("name", "whole", "familiar"),
    [
        ("ubuntu", "docker.io/library/ubuntu", "ubuntu"),
        ("ubuntu:14.04", "docker.io/library/ubuntu:14.04", "ubuntu:14.04"),
        ("library/ubuntu", "docker.io/library/ubuntu", "ubuntu"),
        ("docker.io/library/ubuntu", "docker.io/library/ubuntu", "ubuntu"),
        ("team/tool", "docker.io/team/tool", "team/tool"),
        ("example.com/tool", "example.com/tool", "example.com/tool"),
        ("localhost/tool:1", "localhost/tool:1", "localhost/tool:1"),
        ("localhost:5000/tool:1", "localhost:5000/tool:1", "localhost:5000/tool:1"),
        ("example.com:5000/team/tool:1.2", "example.com:5000/team/tool:1.2", "example.com:5000/team/tool:1.2"),
        ("a_b/c-d.e:x_1", "docker.io/a_b/c-d.e:x_1", "a_b/c-d.e:x_1"),
    ],
)
def test_names_of_images(name: str, whole: str, familiar: str) -> None:
    """In full, and as people write them."""
    found = images.reference(name)
    assert (found.whole, found.familiar) == (whole, familiar)


@pytest.mark.parametrize("name", ["", ":", "a:", "a b", "-a", "a//b", "a:b:c", "A", "a/B", "a:-x", "a_", "example.com/"])
def test_what_is_no_name(name: str) -> None:
    """Docker says so, and so do we."""
    with pytest.raises(Failed, match="invalid reference format"):
        images.reference(name)


@pytest.mark.parametrize(
    ("text", "seconds"), [("10s", 10), ("1m", 60), ("1h30m", 5400), ("500ms", 0.5), ("0s", 0), ("1.5h", 5400)]
)
def test_a_time_before_now(text: str, seconds: float) -> None:
    """As seconds of the epoch."""
    assert abs(time.time() - seconds - float(moments.unix(text))) < 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1700000000", "1700000000"),
        ("1700000000.5", "1700000000.5"),
        ("2024-01-02T03:04:05+00:00", "1704164645.000000000"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_moment(text: str, found: str) -> None:
    """A number, a date, or what the engine has to judge."""
    assert moments.unix(text) == found


@pytest.mark.parametrize(
    ("text", "safe", "found"),
    [
        ("web", "", "web"),
        ("a b&c=d", "", "a%20b%26c%3Dd"),
        ("a/b:c@d", "/:@", "a/b:c@d"),
        ("a/b", "", "a%2Fb"),
        ("한", "", "%ED%95%9C"),
        ("\udcff", "", "%FF"),
    ],
)
def test_addresses(text: str, safe: str, found: str) -> None:
    """Bytes that are no letters are written by their numbers."""
    assert wire.escaped(text, safe) == found


def answer(data: bytes) -> Reply:
    """A reply whose body comes on a connection."""
    here, there = socket.socketpair()
    there.sendall(data)
    there.close()
    return Reply(here, 200, {"transfer-encoding": "chunked"}, b"")


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"0\r\n\r\n", []),
        (b'8\r\n{"a":1}\n\r\n0\r\n\r\n', [{"a": 1}]),
        (b'4\r\n{"a"\r\n4\r\n:1}\n\r\n0\r\n\r\n', [{"a": 1}]),
        (b'10\r\n{"a":1}\n{"b":2}\n\r\n0\r\n\r\n', [{"a": 1}, {"b": 2}]),
        (b'8\r\n{"a":1}\n\r\n', [{"a": 1}]),
    ],
)
def test_rows_of_a_stream(data: bytes, rows: list[dict[str, int]]) -> None:
    """A value a line, wherever the chunks are cut; a connection that breaks off is the end."""
    reply = answer(data)
    assert list(reply.rows()) == rows
    reply.connection.close()


def test_every_command_is_known() -> None:
    """Each of the table is docker's, and somebody carries it out."""
    for command, (room, function) in commands().items():
        assert catalogue.find(command) is not None, command
        module = __import__(f"dockersh.practice.standin.{room}", fromlist=[function])
        assert callable(getattr(module, function))


def test_without_an_engine(capsys: pytest.CaptureFixture[str]) -> None:
    """Docker's words."""
    assert main(["ps"], {"DOCKER_HOST": "unix:///nosuch"}) == 1
    assert capsys.readouterr().err == "Cannot connect to the Docker daemon at unix:///nosuch. Is the docker daemon running?\n"


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("words", [["run", "--help"], ["--help"], ["container", "--help"], ["ps", "-h"], []])
def test_help(words: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Our own words, in the reader's language."""
    assert main(words, {"DOCKERSH_LANG": lang}) == 0
    told = capsys.readouterr().out
    assert told.startswith("Usage:  docker")
    assert len(told.split("\n")) > 5
    assert any("가" <= char <= "힣" for char in told) == (lang == "ko")


def test_what_is_not_simulated(capsys: pytest.CaptureFixture[str]) -> None:
    """Said, and never guessed."""
    assert main(["swarm", "init"], {}) == 1
    assert "docker swarm init" in capsys.readouterr().err
