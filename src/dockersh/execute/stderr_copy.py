"""Standard error, passed on as it comes, with its last kilobytes kept so that a failure can be explained.

A terminal is stood in for by a terminal (a pty in raw mode: what comes out is what went in), anything else by a pipe, so that
docker draws its progress, or does not, as it would without us.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import subprocess
import termios
import threading
import tty

from dockersh.startup.typed import Self

KEPT = 16_384  # bytes of standard error that are kept
QUIET = 0.02  # seconds without output after the command's end: whoever still holds the other end has nothing to say now

_left: list[subprocess.Popen[bytes]] = []  # copiers of what runs on in the background


class Overheard:
    """Give `child` to the command as its standard error, call `listen` once it runs and `heard` when it has ended."""

    def __init__(self, target: int = 2) -> None:
        self._target = target
        self._kept = bytearray()
        self._ended = False  # whether everybody closed the other end
        self._terminal = os.isatty(target)
        self._ours = self.child = self._stop = self._stopper = -1
        try:
            self._ours, self.child = self._pty() if self._terminal else os.pipe()
            self._stop, self._stopper = os.pipe()
        except OSError:  # none left: the command may still need those we have
            self.__exit__()
            raise
        self._thread = threading.Thread(target=self._copy, daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in (self.child, self._ours, self._stop, self._stopper):
            with contextlib.suppress(OSError):
                os.close(descriptor)  # -1 was never open

    def _pty(self) -> tuple[int, int]:
        ours, child = os.openpty()
        tty.setraw(child)
        self._ours = ours
        self.resize()
        return ours, child

    def resize(self) -> None:
        """Give the stand-in the size of the real window."""
        if self._terminal:
            with contextlib.suppress(OSError):
                size = fcntl.ioctl(self._target, termios.TIOCGWINSZ, b"\0" * 8)
                fcntl.ioctl(self._ours, termios.TIOCSWINSZ, size)

    def listen(self) -> None:
        """Copy from now on; the command has its end of it."""
        self._close_child()
        self._thread.start()

    @property
    def name(self) -> str:
        """The path of a stand-in that is a terminal."""
        return os.ttyname(self.child)

    def listen_by_name(self) -> None:
        """Copy from now on; the command opens it by its name, and our end stays until all is heard."""
        self._thread.start()

    def heard(self) -> str:
        """What was said at the end, as text. What goes on in the background (`docker … &`) still reaches the screen."""
        if self.child >= 0:
            self._close_child()
        os.write(self._stopper, b".")
        self._thread.join()
        if not self._ended:
            self._leave_a_copier()
        return bytes(self._kept).decode("utf-8", "replace")

    def _close_child(self) -> None:
        os.close(self.child)
        self.child = -1

    def _copy(self) -> None:
        stopping = False
        while True:
            watched = [self._ours] if stopping else [self._ours, self._stop]
            ready, _, _ = select.select(watched, [], [], QUIET if stopping else None)
            if self._ours in ready:
                if not self._pass_on():
                    self._ended = True
                    return
            elif stopping:
                return
            stopping = stopping or self._stop in ready

    def _pass_on(self) -> bool:
        """One piece; False at the end, and where nobody reads us any more: then the command must feel it too.

        While others have the terminal nobody tells us that the window has another size.
        """
        self.resize()
        try:
            piece = os.read(self._ours, 65_536)  # EIO: the last one closed the pty
            _write(self._target, piece)
        except OSError:
            piece = b""
        if not piece:
            os.close(self._ours)
            self._ours = -1
            return False
        self._kept += piece
        del self._kept[:-KEPT]
        return True

    def _leave_a_copier(self) -> None:
        _left[:] = [copier for copier in _left if copier.poll() is None]
        with contextlib.suppress(OSError):
            argv = ["cat"]
            copier = subprocess.Popen(  # noqa: S603
                argv, stdin=self._ours, stdout=self._target, stderr=subprocess.DEVNULL, start_new_session=True
            )
            _left.append(copier)


def _write(target: int, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        try:
            left = left[os.write(target, left) :]
        except BlockingIOError:  # somebody made the terminal non-blocking
            select.select([], [target], [])
