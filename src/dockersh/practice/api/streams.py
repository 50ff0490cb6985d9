"""Attach, logs, wait: what a container says while it runs.

Frames without a terminal: stream number, three zeros, four bytes of length, the data.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

from dockersh.practice.api.moments import seconds_of, stamp
from dockersh.practice.api.server import FRAMED, RAW, Gone, Request
from dockersh.practice.engine.records import Container
from dockersh.practice.inside.streams import STDERR, STDOUT, Input, Output, Piece
from dockersh.practice.inside.terminal import Terminal


def frame(stream: int, data: bytes) -> bytes:
    """A piece of output with its head."""
    return struct.pack(">BxxxI", stream, len(data)) + data


def encoded(text: str) -> bytes:
    """The bytes that a process wrote."""
    return text.encode("utf-8", "surrogateescape")


def output_of(request: Request, container: Container) -> Output:
    """The output of a container, whether it ran already or not."""
    found: Output = request.world.outputs.setdefault(container.id, Output(container.log))
    return found


def attach(request: Request) -> None:
    """Both ways until the process ends or the client leaves."""
    world = request.world
    with world.lock:
        container = world.container(request.parts["name"])
        output = output_of(request, container)
        start = 0 if request.flag("logs") else len(output.pieces)
        if container.state.status == "created" or not container.state.running:
            output.open()  # what starts next is waited for
    tty = bool(container.config.get("Tty"))
    world.emit_of(container, "attach")
    connection = request.hijack(RAW if tty else FRAMED)

    def waiting() -> Input | None:
        running = world.running.get(container.id)
        return running.process.input if running else None

    gone = threading.Event()
    if request.flag("stdin") and container.config.get("OpenStdin"):
        once = bool(container.config.get("StdinOnce")) and not tty
        _typed(connection, waiting, lambda: container.id in world.containers, gone, once=once)
    _shown(connection, output, start, gone, tty=tty, wanted=_streams(request))


def _streams(request: Request) -> frozenset[int]:
    return frozenset(number for number, name in ((STDOUT, "stdout"), (STDERR, "stderr")) if request.flag(name))


def _typed(
    connection: socket.socket,
    waiting: Callable[[], Input | None],
    alive: Callable[[], bool],
    gone: threading.Event,
    *,
    once: bool,
) -> None:
    """What the client sends reaches the process, in a thread; what comes before it started waits."""

    def copy() -> None:
        while not gone.is_set():
            try:
                data = connection.recv(65536)
            except OSError:
                data = b""
            target = _started(waiting, alive, gone)
            if target is not None and data:
                target.feed(data)
            if not data:
                if target is not None and once:
                    target.end()
                return

    threading.Thread(target=copy, daemon=True).start()


def _started(waiting: Callable[[], Input | None], alive: Callable[[], bool], gone: threading.Event) -> Input | None:
    while not gone.is_set() and alive():
        found = waiting()
        if found is not None:
            return found
        time.sleep(0.01)
    return None


def _shown(
    connection: socket.socket, output: Output, start: int, gone: threading.Event, *, tty: bool, wanted: frozenset[int]
) -> None:
    """What the process writes reaches the client; closes the connection at the end."""
    try:
        for _, stream, text in output.follow(start):
            if tty or stream in wanted:
                connection.sendall(encoded(text) if tty else frame(stream, encoded(text)))
    except OSError:
        pass
    gone.set()
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        connection.close()


def resize(request: Request) -> None:
    """The window has another size: a shell paints its prompt again."""
    with request.world.lock:
        container = request.world.container(request.parts["name"])
        running = request.world.running.get(container.id)
    if running is not None:
        redrawn(running.process.input)
    request.send(200)


def redrawn(typed: Input) -> None:
    """Paint the prompt of a terminal again, where one waits."""
    if isinstance(typed, Terminal) and typed.prompt:
        typed.redraw()


def wait(request: Request) -> None:
    """The head at once, the status when the condition is met."""
    world = request.world
    condition = request.query.get("condition") or "not-running"
    with world.lock:
        container = world.container(request.parts["name"])
        before = container.state.exits
    answer = request.stream()

    def met() -> bool:
        if condition == "removed":
            return container.id not in world.containers
        if condition == "next-exit":
            return container.state.exits > before or container.id not in world.containers
        return not container.state.running

    while True:
        with world.lock:
            if world.changed.wait_for(met, 1.0):
                break
        if request.left():
            raise Gone
    answer.line({"StatusCode": container.state.code})
    answer.end()


def logs(request: Request) -> None:
    """What a container has said, and with follow what it says."""
    with request.world.lock:
        container = request.world.container(request.parts["name"])
        output = output_of(request, container)
    tty = bool(container.config.get("Tty"))
    answer = request.stream(RAW if tty else FRAMED)
    wanted = _streams(request)
    with contextlib.suppress(Gone):
        for when, stream, text in _lines(request, container, output):
            if stream in wanted:
                shown = f"{stamp(when)} {text}" if request.flag("timestamps") else text
                answer.send(encoded(shown) if tty else frame(stream, encoded(shown)))
        answer.end()


def _lines(request: Request, container: Container, output: Output) -> Iterator[Piece]:
    held = whole(output.pieces)
    now = time.time()
    since, until = (seconds_of(request.query.get(name, ""), now) for name in ("since", "until"))
    held = [one for one in held if (since is None or one[0] >= since) and (until is None or one[0] < until)]
    tail = request.query.get("tail", "all")
    if tail.isdecimal():
        held = held[len(held) - min(len(held), int(tail)) :]
    start = len(output.pieces)
    yield from held
    if request.flag("follow") and container.state.running:
        yield from output.follow(start, lambda: not request.left())


def whole(pieces: list[Piece]) -> list[Piece]:
    """Pieces as lines: what a process writes in parts is one line of the log."""
    found: list[Piece] = []
    begun: dict[int, Piece] = {}
    for when, stream, text in list(pieces):
        *lines, rest = (begun.pop(stream, (when, stream, ""))[2] + text).split("\n")
        found += [(when, stream, line + "\n") for line in lines]
        if rest:
            begun[stream] = (when, stream, rest)
    return found + list(begun.values())
