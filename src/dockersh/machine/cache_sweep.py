"""The cache is kept clean: what no installation uses any more goes, and so does what was not renewed for long.

Looked after at most once a day, by a run that has to write something there anyway.
"""

from __future__ import annotations

import contextlib
import os
import time

from dockersh.machine import folders

DAY = 86_400.0  # seconds
OLD = 90 * DAY
LITTER = DAY / 24  # a file half written that is older than this was left by a process that was killed
MOST = 16 * 1024 * 1024  # bytes of all that is kept
STAMP = "swept"


def sweep() -> None:
    """Clean the cache, if nobody did today. Never fails."""
    root = folders.place("cache")
    if root is None or not os.path.isdir(root):
        return
    stamp = os.path.join(root, STAMP)
    with contextlib.suppress(OSError):
        if time.time() - os.stat(stamp).st_mtime < DAY:
            return
    folders.keep(stamp, b"")
    with contextlib.suppress(OSError):
        _clean(root)


def _clean(root: str) -> None:
    kept: list[tuple[float, int, str]] = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            told = os.lstat(path)
            if name == STAMP or not _stale(name, time.time() - told.st_mtime):
                kept.append((told.st_mtime, told.st_size, path))
            else:
                _remove(path)
    room = MOST
    for _, size, path in sorted(kept, reverse=True):  # the newest stay
        room -= size
        if room < 0:
            _remove(path)


def _stale(name: str, age: float) -> bool:
    """Whether a file is old, half written, or the table of an installation that is gone."""
    table = name.startswith("%")
    source, _, writer = name.rpartition(".")
    if writer.isdecimal() and source:
        return age > LITTER
    return age > OLD or (table and not os.path.exists(name.replace("%", os.sep)))


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
