"""What a process reads and writes: output that several may follow, input that somebody types."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

STDOUT, STDERR = 1, 2
KEPT = 20_000  # pieces of output; docker keeps all of it, on a disk
Piece = tuple[float, int, str]


class Output:
    """The output of a process, kept as docker's log is; whoever follows gets what comes, until it is closed."""

    def __init__(self, pieces: list[Piece] | None = None) -> None:
        self.pieces: list[Piece] = [] if pieces is None else pieces
        self.grown = threading.Condition()
        self.closed = True

    def open(self) -> None:
        """A process begins to write."""
        self.closed = False

    def write(self, stream: int, text: str, when: float | None = None) -> None:
        """A piece of output of a stream."""
        with self.grown:
            self.pieces.append((time.time() if when is None else when, stream, text))
            del self.pieces[:-KEPT]
            self.grown.notify_all()

    def close(self) -> None:
        """The process has ended: who follows is done."""
        with self.grown:
            self.closed = True
            self.grown.notify_all()

    def wake(self) -> None:
        """Those who follow look whether they still want to."""
        with self.grown:
            self.grown.notify_all()

    def follow(self, start: int, wanted: Callable[[], bool] = lambda: True) -> Iterator[Piece]:
        """The pieces from number *start* on, as they come; ends with the process, or when no longer *wanted*."""
        while True:
            with self.grown:
                while start >= len(self.pieces) and not self.closed and wanted():
                    self.grown.wait(0.5)
                fresh = self.pieces[start:]
                done = self.closed or not wanted()
            yield from fresh
            start += len(fresh)
            if done and start >= len(self.pieces):
                return


class Input:
    """What somebody sends to a process; bytes without a terminal."""

    def __init__(self, changed: threading.Condition) -> None:
        self.changed = changed
        self.text = ""
        self.ended = False

    def feed(self, data: bytes) -> None:
        """More of it."""
        with self.changed:
            self.text += data.decode("utf-8", "surrogateescape")
            self.changed.notify_all()

    def end(self) -> None:
        """Nothing more will come."""
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def line(self) -> str | None:
        """The next line with its newline, '' at the end of the input, None where one must wait. Called with `changed` held."""
        head, newline, rest = self.text.partition("\n")
        if newline:
            self.text = rest
            return head + newline
        if not self.ended:
            return None
        self.text = ""
        return head
