"""Our tables of TOML, parsed once for each installation: what was read is kept in the cache folder, as Python keeps bytecode.

    $XDG_CACHE_HOME/dockersh/CPYTHON/PATH-OF-THE-FILE     (~/.cache/dockersh/…)

A wheel ships them parsed (`shipped`); this is for checkouts, and for a TOML that somebody changed.
A kept table counts for a file of the same size and time of change. Where nothing can be kept, the file is parsed each time.
They are kept where Python is to write no bytecode, too: that is about folders of modules, and this one is the person's own.
`marshal` is quick, part of every Python, and reads data only; what it reads is checked first, byte for byte, for it trusts
its input.
"""

from __future__ import annotations

import _imp  # the hash that Python marks its own bytecode with: at hand, and quick
import contextlib
import marshal
import os
import sys

from dockersh.machine import folders, limits
from dockersh.startup import shipped
from dockersh.startup.typed import Any

MARK = 8  # bytes of the hash in front
KEY = int.from_bytes(b"dockersh", "little")


def load(path: str) -> dict[str, Any]:
    """The table of a TOML file. Raises OSError where there is no such file, ValueError for one that is broken."""
    told = os.stat(path)
    ready = shipped.table(path, told.st_size)
    return _own(path, told) if ready is None else ready


def _own(path: str, told: os.stat_result) -> dict[str, Any]:
    """What we kept of it ourselves, or else the file."""
    mark = (told.st_mtime_ns, told.st_size)
    kept = _kept(path)
    data = folders.cached(kept, limits.OWN_FILE)
    if data and _imp.source_hash(KEY, data[MARK:]) == data[:MARK]:
        with contextlib.suppress(ValueError, EOFError, TypeError, MemoryError):
            known, table = marshal.loads(data[MARK:])  # noqa: S302  written by ourselves, below
            if known == mark and isinstance(table, dict):
                return table
    return _parsed(path, kept, mark)


def _kept(path: str) -> str | None:
    return folders.place("cache", sys.implementation.cache_tag or "python", path.replace(os.sep, "%"))


def _parsed(path: str, kept: str | None, mark: tuple[int, int]) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  4 ms, the first time only

    with open(path, "rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    with contextlib.suppress(ValueError, MemoryError):
        data = marshal.dumps((mark, table))
        folders.keep(kept, _imp.source_hash(KEY, data) + data)
        from dockersh.machine import cache_sweep  # noqa: PLC0415  when something is written only

        cache_sweep.sweep()
    return table
