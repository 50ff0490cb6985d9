"""HTTP over a unix socket: every shape of answer an engine may give, and every way in which it may not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from dockersh.engine import Question
from dockersh.engine.api import ask, connection
from dockersh.engine.api.connection import BrokenError, Connection, TooMuchError
from dockersh.engine.api.endpoints import Get, target

PING = Get("ping")
Server = Callable[[socket.socket], None]


@contextmanager
def listening(folder: Path, *servers: Server) -> Iterator[str]:
    """A socket at which each server has one caller, in turn."""
    path = str(folder / "engine.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        thread = threading.Thread(target=serve, args=(listener, servers))
        thread.start()
        try:
            yield path
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(20)


def serve(listener: socket.socket, servers: tuple[Server, ...]) -> None:
    """Until one of them hangs up, or nobody calls any more."""
    for server in servers:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        with caller:
            try:
                server(caller)
            except OSError:  # the caller has gone
                continue


def request(caller: socket.socket) -> bytes:
    """One request, to its empty line; b'' when the caller hangs up."""
    found = b""
    while b"\r\n\r\n" not in found:
        piece = caller.recv(1)
        if not piece:
            return b""
        found += piece
    return found


def saying(*answers: bytes) -> Server:
    """An answer to each request, then the end."""

    def server(caller: socket.socket) -> None:
        for answer in answers:
            if not request(caller):
                return
            caller.sendall(answer)

    return server


def dripping(answer: bytes, pause: float) -> Server:
    """An answer byte by byte."""

    def server(caller: socket.socket) -> None:
        request(caller)
        for byte in answer:
            caller.sendall(bytes([byte]))
            time.sleep(pause)

    return server


def silent(caller: socket.socket) -> None:
    """No answer, until the caller hangs up."""
    while caller.recv(4096):
        pass


def soon(seconds: float = 20) -> float:
    """A deadline."""
    return time.monotonic() + seconds


OK = b"HTTP/1.1 200 OK\r\n"
SHAPES = [
    (OK + b"Content-Length: 2\r\n\r\nok", b"ok"),
    (OK + b"Content-Length: 0\r\n\r\n", b""),
    (OK + b"content-LENGTH:2\r\n\r\nok", b"ok"),
    (OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\nA\r\n0123456789\r\n0\r\n\r\n", b"ok0123456789"),
    (OK + b"Transfer-Encoding: chunked\r\n\r\n2;name=value\r\nok\r\n0\r\nTrailer: x\r\n\r\n", b"ok"),
    (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b""),
    (OK + b"\r\nto the end", b"to the end"),
    (b"HTTP/1.0 200 OK\r\n\r\nold", b"old"),
    (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    (OK.replace(b"\r\n", b"\n") + b"Content-Length: 2\n\nok", b"ok"),
]


@pytest.mark.parametrize(("answer", "body"), SHAPES, ids=range(len(SHAPES)))
@pytest.mark.parametrize("pause", [0.0, 0.0001])
def test_an_answer_of_every_shape(tmp_path: Path, answer: bytes, body: bytes, pause: float) -> None:
    """In one piece and byte by byte."""
    server = dripping(answer, pause) if pause else saying(answer)
    with listening(tmp_path, server) as path, closing(Connection(path, soon())) as talk:
        assert talk.get(PING).body == body


def test_one_connection_for_all(tmp_path: Path) -> None:
    """A second caller would wait for ever."""
    answers = [OK + b"Content-Length: 1\r\n\r\n" + bytes([digit]) for digit in b"123"]
    with listening(tmp_path, saying(*answers)) as path, closing(Connection(path, soon())) as talk:
        assert [talk.get(PING).body for _ in answers] == [b"1", b"2", b"3"]


@pytest.mark.parametrize("head", [b"Connection: close\r\n", b""])
def test_a_connection_that_is_closed_is_opened_again(tmp_path: Path, head: bytes) -> None:
    """By the engine's word, and without one: a proxy between may hang up when it likes."""
    answer = OK + head + b"Content-Length: 2\r\n\r\nok"
    with listening(tmp_path, saying(answer), saying(answer)) as path, closing(Connection(path, soon())) as talk:
        assert [talk.get(PING).body for _ in range(2)] == [b"ok", b"ok"]


def test_a_connection_that_broke_while_nobody_looked(tmp_path: Path) -> None:
    """The next request cannot even be sent on it."""
    answer = OK + b"Content-Length: 2\r\n\r\nok"
    with listening(tmp_path, saying(answer), saying(answer)) as path, closing(Connection(path, soon())) as talk:
        talk.get(PING)
        assert talk._socket is not None
        talk._socket.shutdown(socket.SHUT_RDWR)
        assert talk.get(PING).body == b"ok"


def counted(*parts: bytes) -> list[bytes]:
    """Answers of a known size."""
    return [OK + f"Content-Length: {len(part)}\r\n\r\n".encode() + part for part in parts]


NAMES = [Get("image", name) for name in "abc"]


def test_requests_may_go_ahead(tmp_path: Path) -> None:
    """All are on the way before the first is answered, and each gets its own answer."""
    heard: list[bytes] = []

    def server(caller: socket.socket) -> None:
        heard.extend(request(caller).split()[1] for _ in NAMES)
        for answer in counted(b"1", b"2", b"3"):
            caller.sendall(answer)

    with listening(tmp_path, server) as path, closing(Connection(path, soon())) as talk:
        talk.ahead(NAMES)
        assert [talk.get(get).body for get in NAMES] == [b"1", b"2", b"3"]
    assert heard == [b"/images/a/json", b"/images/b/json", b"/images/c/json"]


def echo(caller: socket.socket) -> None:
    """Answers with what was asked for, until the caller hangs up."""
    while words := request(caller):
        caller.sendall(counted(words.split()[1])[0])


@pytest.mark.parametrize(
    "wanted", [NAMES, NAMES[::-1], [*NAMES[:1], PING, *NAMES[1:]]], ids=["in order", "reversed", "another"]
)
def test_an_answer_is_never_taken_for_anothers(tmp_path: Path, wanted: list[Get]) -> None:
    """In whatever order they are wanted, and with one that was not sent ahead."""
    with listening(tmp_path, *[echo] * 5) as path, closing(Connection(path, soon())) as talk:
        talk.ahead(NAMES)
        assert [talk.get(get).body for get in wanted] == [target(get).encode() for get in wanted]


def test_one_that_hangs_up_after_each_answer_is_asked_again(tmp_path: Path) -> None:
    """What went ahead is lost with the connection, and sent once more."""

    def once(caller: socket.socket) -> None:
        caller.sendall(counted(request(caller).split()[1])[0])

    with listening(tmp_path, *[once] * 3) as path, closing(Connection(path, soon())) as talk:
        talk.ahead(NAMES)
        assert [talk.get(get).body for get in NAMES] == [target(get).encode() for get in NAMES]


def test_only_few_go_ahead(tmp_path: Path) -> None:
    """A thousand would fill the way in both directions, and nobody would read."""
    many = [Get("image", f"i{number}") for number in range(1000)]
    with listening(tmp_path, echo) as path, closing(Connection(path, soon())) as talk:
        talk.ahead(many)
        assert len(talk._sent) == connection.AHEAD
        assert [talk.get(get).body for get in many] == [target(get).encode() for get in many]


BROKEN = [
    b"",
    b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    b"HTTP/1.1\r\n\r\n",
    b"HTTP/1.1 abc OK\r\n\r\n",
    OK + b"Content-Length: 5\r\n\r\nok",
    OK + b"Content-Length: -1\r\n\r\n",
    OK + b"Content-Length: 1_0\r\n\r\n0123456789",
    OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nok",
    OK + b"X: " + b"x" * (200 << 10) + b"\r\n\r\n",
    OK + b"X: y\r\n" * 40000 + b"\r\n",
]


@pytest.mark.parametrize("answer", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_answer(tmp_path: Path, answer: bytes) -> None:
    """Something else listens there, or it breaks off: never more than an error of the connection."""
    with listening(tmp_path, saying(answer)) as path, pytest.raises(ConnectionError):
        Connection(path, soon()).get(PING)
    assert issubclass(BrokenError, ConnectionError)


HUGE = [
    OK + b"Content-Length: 99999999999\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n",
    OK
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + b"100\r\n"
    + b"x" * 256
    + b"\r\n"
    + b"3F0\r\n"
    + b"x" * 1008
    + b"\r\n0\r\n\r\n",
    OK + b"\r\n" + b"x" * 4096,
]


@pytest.mark.parametrize("answer", HUGE, ids=range(len(HUGE)))
def test_a_body_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    """Whatever its size is said to be, and where none is said."""
    monkeypatch.setattr(connection, "MOST", 1024)
    with listening(tmp_path, saying(answer)) as path, pytest.raises(TooMuchError):
        Connection(path, soon()).get(PING)


LATE = {
    "silent": silent,
    "drips": dripping(OK + b"Content-Length: 100000\r\n\r\n" + b"x" * 100000, 0.01),
    "drips its head": dripping(b"HTTP/1.1 200 " + b"x" * 60000, 0.01),
    "no end": dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 10000, 0.005),
}


@pytest.mark.parametrize("server", LATE.values(), ids=LATE)
def test_nothing_is_waited_for_beyond_the_deadline(tmp_path: Path, server: Server) -> None:
    """Each byte may come in time, and the answer never."""
    with listening(tmp_path, server) as path:
        before = time.monotonic()
        with pytest.raises(TimeoutError):
            Connection(path, soon(0.3)).get(PING)
        assert time.monotonic() - before < 2


PONG = OK + b"Api-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\nContent-Length: 0\r\n\r\n"
IMAGE = Question("image", ("x",))
STATES = [
    ("down", ()),
    ("silent", (silent,)),
    ("silent", (saying(PONG), silent)),
    ("down", (saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),)),
    ("up", (saying(PONG, b"HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}"),)),
    ("up", (saying(PONG, b"HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\n404 page not found"),)),
    ("up", (saying(PONG, OK + b"Content-Length: 5\r\n\r\n[[[[["),)),
    ("up", (saying(PONG, OK + b"Content-Length: 200000\r\n\r\n" + b"[" * 200000),)),
    ("up", (saying(PONG, OK + b'Content-Length: 9\r\n\r\n{"Id": 1}'),)),
    ("up", (saying(PONG, OK + b"Content-Length: 4\r\n\r\nnull"),)),
]


@pytest.mark.parametrize(("status", "servers"), STATES, ids=range(len(STATES)))
def test_a_strange_engine_is_no_reason_to_fail(tmp_path: Path, status: str, servers: tuple[Server, ...]) -> None:
    """What cannot be read adds nothing: not even that an image is missing."""
    with listening(tmp_path, *servers) as path:
        state = ask(path if servers else f"{path}.gone", (Question("version"), IMAGE), soon(0.5 if status == "silent" else 20))
    assert (state.status, state.image("x")) == (status, False)


def test_an_address_that_cannot_be_one() -> None:
    """Too long for a socket, a folder, a file, a NUL."""
    for path in (f"/{'x' * 300}", "/", "/etc/passwd", "/etc/passwd/x"):
        assert ask(path, (IMAGE,), soon()).status == "down"
    assert ask("/a\0b", (IMAGE,), soon()).status == "down"


def test_a_socket_that_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel says that we may not."""

    def refuse(_: Connection) -> None:
        raise PermissionError

    monkeypatch.setattr(Connection, "_connected", refuse)
    state = ask(str(tmp_path / "x"), (IMAGE,), soon())
    assert (state.status, state.endpoint) == ("denied", f"unix://{tmp_path}/x")


def test_what_is_nice_to_know_makes_nobody_silent(tmp_path: Path) -> None:
    """The sizes of volumes take an engine seconds: what came before them counts."""
    with listening(tmp_path, saying(PONG), silent) as path:
        state = ask(path, (Question("volume-sizes"), Question("version")), soon(0.3))
    assert (state.status, state.version, state.sizes) == ("up", "20.10.24", {})


@pytest.mark.parametrize(
    ("theirs", "spoken"),
    [
        ("1.41", b"/v1.41/"),
        ("1.24", b"/v1.24/"),
        ("1.99", b"/v1.51/"),
        ("2.0", b"/v1.51/"),
        ("", b"/images"),
        ("x.y", b"/images"),
    ],
)
def test_what_both_sides_know_is_spoken(tmp_path: Path, theirs: str, spoken: bytes) -> None:
    """The older of the two versions of the API; none where the engine names none."""
    heard: list[bytes] = []

    def server(caller: socket.socket) -> None:
        pong = OK + (f"Api-Version: {theirs}\r\n".encode() if theirs else b"") + b"Content-Length: 0\r\n\r\n"
        for answer in (pong, b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"):
            heard.append(request(caller))
            caller.sendall(answer)

    with listening(tmp_path, server) as path:
        ask(path, (IMAGE,), soon())
    assert heard[0].startswith(b"GET /_ping HTTP/1.1\r\n")
    assert heard[1].startswith(b"GET " + spoken)


def test_a_file_in_a_container_is_asked_for_by_its_head(tmp_path: Path) -> None:
    """What its size would be is no body: the next answer begins right behind. Never with GET, which would send the file."""
    heard: list[bytes] = []

    def server(caller: socket.socket) -> None:
        found = OK + b"X-Docker-Container-Path-Stat: e30=\r\nContent-Length: 512\r\n\r\n"
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 61\r\n\r\n"
        for answer in (PONG, found, missing, found):
            heard.append(request(caller))
            caller.sendall(answer)

    with listening(tmp_path, server) as path:
        state = ask(path, (Question("inside", ("web", "/bin/sh", "/bin/bash", "/bin/ash")),), soon())
    assert state.inside == {"web": frozenset({"/bin/sh", "/bin/ash"})}
    assert [one.split(b" ")[0] for one in heard] == [b"GET", b"HEAD", b"HEAD", b"HEAD"]
    assert b"/containers/web/archive?path=%2Fbin%2Fsh " in heard[1]
