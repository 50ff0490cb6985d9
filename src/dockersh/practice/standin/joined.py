"""The terminal joined to a process in a container: keys one way, output the other, until it ends or somebody leaves.

Source: docker/cli cli/command/container/hijack.go, tty.go, signals.go, and moby/term's escape proxy (28.5.2).
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import termios
import tty as terminals
from collections.abc import Callable, Iterator

from dockersh.practice.standin.failing import Answered
from dockersh.practice.standin.wire import Reply
from dockersh.startup.typed import Any

PIECE = 65536
HEAD = 8  # bytes in front of a piece without a terminal: the stream, three zeros, the length
LEAVE = b"\x10\x11"  # Ctrl-P Ctrl-Q
CTRL = "ctrl-"
Resize = Callable[[int, int], object]


class Escaped(Exception):
    """Ctrl-P Ctrl-Q: the process goes on without us."""


def keys_of(text: str) -> bytes:
    """`--detach-keys`: `ctrl-p,ctrl-q`, `a`."""
    if not text:
        return LEAVE
    return b"".join(bytes((ord(one[-1].upper()) - 64,)) if one.startswith(CTRL) else one.encode() for one in text.split(","))


class Joined:
    """A hijacked connection and this terminal."""

    def __init__(self, reply: Reply, *, tty: bool, typed: bool, leave: bytes = LEAVE) -> None:
        self.socket, self.begun = reply.connection, reply.begun
        self.tty, self.typed, self.leave = tty, typed, leave
        self.held = b""  # keys that may be the beginning of leaving
        self.raw = tty and typed and os.isatty(0)

    def run(self) -> None:
        """Until the other side closes. Raises Escaped."""
        with self._raw_terminal():
            self._shown(b"")
            inputs: list[Any] = [self.socket, *([0] if self.typed else [])]
            while True:
                ready, _, _ = select.select(inputs, [], [])
                if self.socket in ready:
                    data = self._received()
                    if not data:
                        return
                    self._shown(data)
                elif not self._sent(os.read(0, PIECE)):
                    inputs.remove(0)

    def _received(self) -> bytes:
        try:
            return self.socket.recv(PIECE)
        except OSError:
            return b""

    def _sent(self, data: bytes) -> bool:
        """Hand on what was typed; False at its end. Raises Escaped."""
        if not data:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
            return False
        ready = self._without_keys(data) if self.raw else data
        with contextlib.suppress(OSError):
            self.socket.sendall(ready)
        return True

    def _without_keys(self, data: bytes) -> bytes:
        """What of the keys goes on; the beginning of the way out is held back."""
        found = self.held + data
        self.held = b""
        if self.leave in found:
            before = found.partition(self.leave)[0]
            with contextlib.suppress(OSError):
                self.socket.sendall(before)
            raise Escaped
        for length in range(len(self.leave) - 1, 0, -1):
            if found.endswith(self.leave[:length]):
                self.held = self.leave[:length]
                return found[:-length]
        return found

    def _shown(self, data: bytes) -> None:
        """Write what came to the stream that it is for."""
        self.begun += data
        if self.tty:
            _write(1, self.begun)
            self.begun = b""
            return
        while len(self.begun) >= HEAD:
            stream, size = struct.unpack(">BxxxI", self.begun[:HEAD])
            if len(self.begun) < HEAD + size:
                return
            _write(2 if stream == 2 else 1, self.begun[HEAD : HEAD + size])
            self.begun = self.begun[HEAD + size :]

    @contextlib.contextmanager
    def _raw_terminal(self) -> Iterator[None]:
        """Every key goes to the container, Ctrl-C, too."""
        if not self.raw:
            yield
            return
        before = termios.tcgetattr(0)
        terminals.setraw(0)
        try:
            yield
        finally:
            termios.tcsetattr(0, termios.TCSADRAIN, before)


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def split(pieces: Iterator[bytes], *, tty: bool) -> None:
    """Write a log: raw with a terminal, else by its streams."""
    begun = b""
    for piece in pieces:
        if tty:
            _write(1, piece)
            continue
        begun += piece
        while len(begun) >= HEAD:
            stream, size = struct.unpack(">BxxxI", begun[:HEAD])
            if len(begun) < HEAD + size:
                break
            _write(2 if stream == 2 else 1, begun[HEAD : HEAD + size])
            begun = begun[HEAD + size :]


def follow_window(resize: Resize) -> None:
    """Tell the size of this window now, and whenever it changes."""

    def changed(*_: object) -> None:
        with contextlib.suppress(OSError, Answered):
            columns, rows = os.get_terminal_size(1)
            resize(rows, columns)

    if os.isatty(1):
        signal.signal(signal.SIGWINCH, changed)
        changed()


@contextlib.contextmanager
def signals_go_to(kill: Callable[[str], object]) -> Iterator[None]:
    """Ctrl-C and others reach the process in the container, and not us."""

    def hand_on(number: int, _frame: object) -> None:
        with contextlib.suppress(OSError, Answered):
            kill(signal.Signals(number).name.removeprefix("SIG"))

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
    before = {number: signal.signal(number, hand_on) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
