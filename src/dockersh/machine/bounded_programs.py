"""Programs that we ask something: side by side, each in a session of its own, ended with all their children in time.

Whatever a program does, nobody waits for it beyond its moment, reads more of it than its share, or shares an input with it:
it hangs, has children that keep its pipes, prints without end, stops itself, or does not want to end.
`subprocess` would take longer to import than many a question to be answered.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import time
from collections.abc import Mapping, Sequence

from dockersh.machine import limits

KILL = 9  # SIGKILL, whose module costs a millisecond
PIPE, FILE_SIZE = 13, 25  # SIGPIPE and SIGXFSZ, which Python ignores, and our children shall not
PIECE = 65_536  # bytes read at a time
NO_ROOM = frozenset((errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM))
TICK = 0.01  # seconds between two looks at a program, where the kernel cannot tell that it ended
_unburied: list[int] = []


class Child:
    """A program that runs until *until* (on the monotonic clock) at the latest.

    *output* and *errors* are what it printed; *status* is its exit status, negative for a signal; None where it did not end
    by itself in time, or printed more than its share.
    """

    def __init__(self, pid: int, pipes: Sequence[int], until: float) -> None:
        self.pid = pid
        self.until = until
        self.output, self.errors = bytearray(), bytearray()
        self.status: int | None = None
        self.ended = not pipes
        shares = ((self.output, limits.ANSWER), (self.errors, limits.ERRORS))
        self.pipes = dict(zip(pipes, shares, strict=False))
        self.watch = _watch(pid) if pipes else None

    def descriptors(self) -> list[int]:
        """What becomes readable when there is something to do."""
        return [*self.pipes, *([] if self.watch is None else [self.watch])]

    def attend(self, ready: set[int]) -> None:
        """Read what is there, and see whether the program has ended: then its answer is whole, whoever keeps its pipe."""
        over = (self.watch in ready) if self.watch is not None else self._reaped()
        for pipe in [one for one in self.pipes if over or one in ready]:
            self._drain(pipe, whole=over)
        if over and not self.ended:
            self.end(by_itself=True)

    def _drain(self, pipe: int, *, whole: bool) -> None:
        kept, most = self.pipes.get(pipe, (self.output, 0))
        while not self.ended:
            try:
                piece = os.read(pipe, PIECE)
            except BlockingIOError:
                return
            if not piece:
                os.close(pipe)
                del self.pipes[pipe]
                return
            kept += piece
            if len(kept) > most:
                self.end()
            if not whole:
                return

    def _reaped(self) -> bool:
        if self.status is None:
            pid, status = _waited(self.pid)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status is not None

    def kill(self) -> None:
        """Kill it and all its children; it is not waited for."""
        with contextlib.suppress(OSError):  # it is gone, or another user's
            os.killpg(self.pid, KILL)

    def end(self, *, by_itself: bool = False) -> None:
        """Leave nothing of it; nothing happens where that was done."""
        if self.ended:
            return
        self.ended = True
        self.kill()
        if self.status is None:
            status = _buried(self.pid, self.until + limits.BURIAL)
            self.status = status if by_itself else None
        for descriptor in self.descriptors():
            os.close(descriptor)
        self.pipes, self.watch = {}, None


def start(argv: Sequence[str], env: Mapping[str, str], until: float) -> Child | None:
    """Start a program, by its path or a name on PATH, with nothing on its input.

    None where there is none, or a word that no program can get. Where the machine has no room for it, it ends unheard.
    """
    pipes: list[int] = []
    try:
        pipes += os.pipe()
        pipes += os.pipe()
        pid = _spawned(argv, env, pipes[1], pipes[3])
    except (OSError, ValueError) as error:
        for descriptor in pipes:
            os.close(descriptor)
        return Child(0, (), until) if getattr(error, "errno", None) in NO_ROOM else None
    for descriptor in (pipes[1], pipes[3]):
        os.close(descriptor)
    for descriptor in (pipes[0], pipes[2]):
        os.set_blocking(descriptor, False)
    return Child(pid, (pipes[0], pipes[2]), until)


def _spawned(argv: Sequence[str], env: Mapping[str, str], output: int, errors: int) -> int:
    actions = [
        *((os.POSIX_SPAWN_CLOSE, one) for one in _inherited()),
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, output, 1),
        (os.POSIX_SPAWN_DUP2, errors, 2),
    ]
    words, defaults = list(argv), (PIPE, FILE_SIZE)
    try:  # a session: no terminal to stop at, and a Ctrl-C is for the person's command
        return os.posix_spawnp(argv[0], words, env, file_actions=actions, setsid=True, setsigmask=(), setsigdef=defaults)
    except NotImplementedError:
        return os.posix_spawnp(argv[0], words, env, file_actions=actions, setpgroup=0, setsigmask=(), setsigdef=defaults)


def _inherited() -> list[int]:
    """Descriptors that somebody left open for the person's command: not for our questions."""
    try:
        held = [int(name) for name in os.listdir("/dev/fd")]
    except (OSError, ValueError):
        return []
    return [one for one in held if one > 2 and _is_inheritable(one)]


def _is_inheritable(descriptor: int) -> bool:
    try:
        return os.get_inheritable(descriptor)
    except OSError:  # the one that the list itself was read through
        return False


def finish(children: Sequence[Child]) -> None:
    """Wait until each has ended or its moment has come; nothing of theirs runs on."""
    left = list(children)
    try:
        while left := [one for one in left if not one.ended]:
            ready = _ready(left)
            for child in left:
                child.attend(ready)
            late = [child for child in left if time.monotonic() >= child.until]
            for child in late:
                child.kill()
            for child in late:
                child.end()
    finally:
        for child in children:
            child.end()


def _ready(children: Sequence[Child]) -> set[int]:
    """What is readable; waits no longer than until the first moment comes."""
    poll = select.poll()
    for child in children:
        for descriptor in child.descriptors():
            poll.register(descriptor, select.POLLIN)
    patience = max(0.0, min(child.until for child in children) - time.monotonic())
    if any(child.watch is None for child in children):
        patience = min(patience, TICK)
    return {descriptor for descriptor, _ in poll.poll(patience * 1000)}


def _watch(pid: int) -> int | None:
    """A descriptor that becomes readable when a process ends; None where the kernel has none (macOS, before Linux 5.3)."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _waited(pid: int) -> tuple[int, int]:
    try:
        return os.waitpid(pid, os.WNOHANG)
    except OSError:  # somebody else waited for it
        return pid, 0


def _buried(pid: int, until: float) -> int | None:
    """The exit status of a process that ends now; None for one that the kernel does not let go by then."""
    _unburied[:] = [one for one in _unburied if not _waited(one)[0]]
    while True:
        found, status = _waited(pid)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            _unburied.append(pid)
            return None
        time.sleep(0.0005)
