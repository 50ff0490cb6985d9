r"""The history file: `$XDG_STATE_HOME/dockersh/history`, readable by its owner only, in prompt_toolkit's format.

    # 2026-01-31 12:00:00.123456
    +docker run \
    +  nginx
    #= 2026-01-31 12:00:00.123456 [125, 0.4, "/home/me/shop", "default"]

What begins with `#=` came of the line that was typed at that moment: status, seconds, folder, context. It stands somewhere
behind its line, for other shells add theirs meanwhile; prompt_toolkit and versions that do not know it read past it.

Only the end of the file is read: so many entries, and no more than LARGEST bytes. What stands before them is cut off when
there is much of it, under a lock that every shell takes before it adds anything.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from dockersh.execute.script_shell import in_bytes
from dockersh.machine import folders
from dockersh.startup.typed import Any, NamedTuple
from dockersh.ways_in.builtin.history import Ran

LARGEST = 4 * 1024 * 1024  # bytes of the file that are read, and kept when it is cut
SPARE = 8  # it is cut when an eighth of it is too old
TIME, CAME = b"# ", b"#= "
NO_TIME = "-"
LONGEST = 1e9  # seconds; nothing ran longer


class Tail(NamedTuple):
    """The end of the file: its entries as they stand there, the oldest first, where they begin in it, and how long it is."""

    entries: tuple[bytes, ...] = ()
    start: int = 0
    length: int = 0


def moment(when: float) -> str:
    """A time as it stands in the file, by the clock of this place; it is also the name of its entry."""
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(when))}.{int(when % 1 * 1_000_000):06}"


def entry(line: str, key: str) -> bytes:
    """A line as it is kept."""
    lines = "".join(f"+{one}\n" for one in line.split("\n"))
    return in_bytes(f"\n# {key}\n{lines}")


def came(key: str, ran: Ran) -> bytes:
    """What came of the line of that moment, as it is kept: on one line, whatever the folder is called."""
    told = json.dumps([ran.status, round(ran.seconds, 1), ran.folder, ran.context], ensure_ascii=False)
    return in_bytes(f"#= {key} {told}\n")


def add(file: str, data: bytes) -> bool:
    """Put it at the end, all of it or nothing; whether it is there. A file that cannot be written stays as it is."""
    with contextlib.suppress(OSError), _locked(file):
        descriptor = folders.appended(file)
        with os.fdopen(descriptor, "ab", buffering=0) as stream:
            return _append(stream.fileno(), data)
    return False


def add_before(file: str, lines: Sequence[Ran]) -> bool:
    """Put lines at the begin, the oldest first; whether they are there. The file is written whole or not at all."""
    data = b"".join(_kept(number, ran) for number, ran in enumerate(lines))
    with contextlib.suppress(OSError, ValueError), _locked(file):
        folders.write(file, data + _content(file), private=True)
        return True
    return False


def _kept(number: int, ran: Ran) -> bytes:
    """An entry of another shell, which counts in whole seconds; the *number* makes its moment one of its own."""
    if ran.when is None:
        return entry(ran.line, NO_TIME)
    key = moment(ran.when + number % 1_000_000 / 1_000_000)
    return entry(ran.line, key) + (came(key, ran) if ran.seconds else b"")


def _content(file: str) -> bytes:
    with contextlib.suppress(FileNotFoundError), open(file, "rb", opener=folders.quietly) as stream:
        return stream.read()
    return b""


def _append(descriptor: int, data: bytes) -> bool:
    """On a full disk half an entry would spoil the next one."""
    before = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, data) == len(data):
            return True
    except OSError:
        pass
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, before)
    return False


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
        entries = tuple(data[one] for one in _slices(starts, len(data)))
        older = begin > 0 or len(known) > len(starts)
        oldest = begin + (starts[0] if starts else len(data))
        return Tail(entries, oldest if older else 0, length)
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


def cut(file: str, size: int) -> None:
    """Leave the last entries only. A file that cannot be written stays as it is."""
    with contextlib.suppress(OSError, ValueError), _locked(file):
        found = tail(file, size)
        if found.start <= found.length // SPARE:
            return  # another shell was here
        with open(file, "rb") as stream:
            stream.seek(found.start)
            folders.write(file, stream.read(), private=True)


def line_of(kept: bytes) -> str:
    """The line of an entry; '' where it has none."""
    lines = [line[1:] for line in kept.split(b"\n") if line.startswith(b"+")]
    return b"\n".join(lines).decode("utf-8", "surrogateescape")


def runs(file: str, size: int) -> tuple[Ran, ...]:
    """The last *size* lines and what came of them, the oldest first."""
    entries = tail(file, size).entries
    known = dict(_came(entries))
    return tuple(_ran(line, _key(one), known) for one in entries if (line := line_of(one)))


def _key(kept: bytes) -> bytes:
    return kept.partition(b"\n")[0].removeprefix(TIME)


def _came(entries: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Moment → what came of its line."""
    for one in entries:
        if CAME not in one:
            continue
        for line in one.split(b"\n"):
            if line.startswith(CAME):
                key, bracket, told = line.removeprefix(CAME).partition(b" [")
                yield key, bracket.lstrip() + told


def _ran(line: str, key: bytes, known: dict[bytes, bytes]) -> Ran:
    status, seconds, folder, context = _told(known.get(key, b""))
    return Ran(line, _when(key), status, seconds, folder, context)


def _when(key: bytes) -> float | None:
    try:
        return datetime.fromisoformat(key.decode()).timestamp()  # without a zone: the clock of this place
    except (ValueError, OverflowError, OSError):
        return None


def _told(told: bytes) -> tuple[int | None, float, str, str]:
    """The file is the person's own, and may hold anything."""
    try:
        status, seconds, folder, context = json.loads(told.decode("utf-8", "surrogateescape")) if told else (None, 0, "", "")
    except (ValueError, TypeError, RecursionError):
        return None, 0.0, "", ""
    return _status(status), _seconds(seconds), _text(folder), _text(context)


def _status(found: Any) -> int | None:
    return found if isinstance(found, int) and 0 <= found < 256 else None


def _seconds(found: Any) -> float:
    return float(found) if isinstance(found, (int, float)) and 0 <= found < LONGEST else 0.0


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""
