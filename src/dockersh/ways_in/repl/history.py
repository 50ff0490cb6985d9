r"""The history file: `$XDG_STATE_HOME/dockersh/history`, readable by its owner only, in prompt_toolkit's format.

    # 2026-01-31 12:00:00
    +docker run \
    +  nginx

Only its end is read: as many entries as the setting `history-size` says, and no more than LARGEST bytes. What stands before
them is cut off when there is much of it, under a lock that every shell takes before it adds a line.
Lines with a secret and lines with a leading space stay out.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator

from prompt_toolkit.history import History

from dockersh.execute.script_shell import in_bytes
from dockersh.explaining.secrets import has_secret
from dockersh.machine import folders
from dockersh.startup.typed import NamedTuple

LARGEST = 4 * 1024 * 1024  # bytes of the file that are read, and kept when it is cut
PAUSE = 0.01  # seconds between two looks whether it has been read
SPARE = 8  # it is cut when an eighth of it is too old


class Tail(NamedTuple):
    """The end of the file: its entries, the newest first, where they begin in it, and how long it is."""

    entries: tuple[str, ...] = ()
    start: int = 0
    length: int = 0


class PrivateHistory(History):
    """Entries in a file. *size*: how many are kept; *private*: whether a line stays out.

    A file that cannot be written costs the history, not the session.
    """

    def __init__(self, size: Callable[[], int], private: Callable[[str], bool] = has_secret) -> None:
        super().__init__()
        self.file = folders.place("state", "history")
        self.size = size
        self.private = private
        self._found: list[str] = []
        self._reader = threading.Thread(target=self._read, name="dockersh-history", daemon=True)

    def begin(self) -> None:
        """Read the file from now on, in a thread: the first prompt does not wait for a slow disk."""
        self._reader.start()

    def _read(self) -> None:
        self._found = list(self.load_history_strings())

    async def load(self) -> AsyncGenerator[str, None]:
        """The newest first, as soon as they are read."""
        if not self._loaded:
            if self._reader.ident is None:
                self._read()
            while self._reader.is_alive():  # noqa: ASYNC110  a thread sets no event of the loop's; it is read at once as a rule
                await asyncio.sleep(PAUSE)
            self._loaded_strings = [*self._loaded_strings, *self._found]
            self._loaded = True
        for item in self._loaded_strings:
            yield item

    def load_history_strings(self) -> Iterable[str]:
        """The newest first. What is too old is cut off on the way."""
        if self.file is None:
            return ()
        found = tail(self.file, self.size())
        if found.start > found.length // SPARE:
            cut(self.file, self.size())
        return found.entries

    def store_string(self, string: str) -> None:
        """Add a line to the file, unless it is private."""
        if not self.file or not self.size() or string.startswith(" ") or self.private(string):
            return
        lines = "".join(f"+{line}\n" for line in string.split("\n"))
        entry = in_bytes(f"\n# {time.strftime('%Y-%m-%d %H:%M:%S')}\n{lines}")
        with contextlib.suppress(OSError), _locked(self.file):
            descriptor = folders.appended(self.file)
            with os.fdopen(descriptor, "ab", buffering=0) as file:
                _append(file.fileno(), entry)


def _append(descriptor: int, entry: bytes) -> None:
    """All of it or nothing: on a full disk half an entry would spoil the next one."""
    before = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, entry) == len(entry):
            return
    except OSError:
        pass
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, before)


@contextlib.contextmanager
def _locked(file: str) -> Iterator[None]:
    """While nobody else adds to the file or cuts it."""
    with os.fdopen(folders.appended(f"{file}.lock"), "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def tail(file: str, size: int) -> Tail:
    """The last *size* entries of a file; nothing of one that is not there or no file."""
    with contextlib.suppress(OSError, ValueError), open(file, "rb", opener=folders.quietly) as stream:
        length = os.fstat(stream.fileno()).st_size
        begin = max(0, length - LARGEST)
        stream.seek(begin)
        data = stream.read(LARGEST)
        known = _starts(data, whole=begin == 0)
        starts = known[-size:] if size else []
        entries = tuple(filter(None, (_entry(data[one]) for one in _slices(starts, len(data)))))
        older = begin > 0 or len(known) > len(starts)
        oldest = begin + (starts[0] if starts else len(data))
        return Tail(entries[::-1], oldest if older else 0, length)
    return Tail()


def _starts(data: bytes, *, whole: bool) -> list[int]:
    """Where entries begin: at the remark with their time behind an empty line; the first of a part may be cut through."""
    found: list[int] = [0] if whole and data.startswith((b"#", b"+")) else []
    at = data.find(b"\n# ")
    while at >= 0:
        found.append(at + 1)
        at = data.find(b"\n# ", at + 1)
    return found


def _slices(starts: list[int], end: int) -> Iterator[slice]:
    yield from (slice(one, following) for one, following in zip(starts, [*starts[1:], end], strict=True))


def _entry(data: bytes) -> str:
    lines = [line[1:] for line in data.split(b"\n") if line.startswith(b"+")]
    return b"\n".join(lines).decode("utf-8", "surrogateescape")


def cut(file: str, size: int) -> None:
    """Leave the last entries only. A file that cannot be written stays as it is."""
    with contextlib.suppress(OSError, ValueError), _locked(file):
        found = tail(file, size)
        if found.start <= found.length // SPARE:
            return  # another shell was here
        with open(file, "rb") as stream:
            stream.seek(found.start)
            folders.write(file, stream.read(), private=True)
