"""Our tables of TOML, parsed once for each installation: what was read is kept in the cache folder, as Python keeps bytecode.

    $XDG_CACHE_HOME/dockersh/CPYTHON/PATH-OF-THE-FILE     (~/.cache/dockersh/…)

A kept table counts for a file of the same size and time of change. Where nothing can be kept, the file is parsed each time.
`marshal` is quick, part of every Python, and reads data only.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys

from dockersh.typed import Any


def load(path: str) -> dict[str, Any]:
    """The table of a TOML file. Raises OSError where there is no such file, ValueError for one that is broken."""
    told = os.stat(path)
    mark = (told.st_mtime_ns, told.st_size)
    kept = _kept(path)
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        with open(kept, "rb") as file:
            known, table = marshal.loads(file.read())  # noqa: S302  written by ourselves, below
        if known == mark and isinstance(table, dict):
            return table
    return _parsed(path, kept, mark)


def _kept(path: str) -> str:
    base = os.environ.get("XDG_CACHE_HOME", "")
    base = base if base.startswith("/") else os.path.join(os.environ.get("HOME", ""), ".cache")
    tag = sys.implementation.cache_tag or "python"
    return os.path.join(base, "dockersh", tag, path.replace(os.sep, "%"))


def _parsed(path: str, kept: str, mark: tuple[int, int]) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  4 ms, the first time only

    with open(path, "rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    if sys.dont_write_bytecode:  # nothing is to be kept, then
        return table
    with contextlib.suppress(OSError, ValueError):
        os.makedirs(os.path.dirname(kept), mode=0o700, exist_ok=True)
        fresh = f"{kept}.{os.getpid()}"
        with open(fresh, "wb") as file:
            file.write(marshal.dumps((mark, table)))
        os.replace(fresh, kept)
    return table
