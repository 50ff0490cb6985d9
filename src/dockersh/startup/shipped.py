"""Our tables of TOML as a wheel ships them: parsed, all in one file, so that no installation parses any, wherever it can write.

    8 bytes     how long the index is
    index       PATH in the package → size of the TOML, where its table stands behind the index, how long that is
    tables      one behind the other

Index and tables are `marshal`'s fourth format, which every Python that we run on reads. A checkout has no such file, and a TOML
whose size is no longer that of the index is parsed.
"""

from __future__ import annotations

import functools
import marshal
import os

from dockersh.startup.typed import Any

PACKAGE = os.path.dirname(os.path.dirname(__file__))
FILE = os.path.join(os.path.dirname(__file__), "tables.marshal")
FORMAT = 4  # of marshal: since Python 3.4
HEAD = 8  # bytes
BROKEN = (OSError, ValueError, EOFError, TypeError, MemoryError)

Place = tuple[int, int, int]


def table(path: str, size: int) -> dict[str, Any] | None:
    """The table of a TOML file that has *size* bytes; None where it was not shipped, or not from this TOML."""
    if not path.startswith(PACKAGE):
        return None
    begin, index = _index()
    told, at, length = index.get(os.path.normpath(path)[len(PACKAGE) + 1 :], (-1, 0, 0))
    if told != size:
        return None
    try:
        found = marshal.loads(_piece(begin + at, length))  # noqa: S302  a part of the package, as its bytecode is
    except BROKEN:
        return None
    return found if isinstance(found, dict) else None


@functools.cache
def _index() -> tuple[int, dict[str, Place]]:
    """Where the tables begin, and the index; empty where nothing was shipped."""
    try:
        length = int.from_bytes(_piece(0, HEAD), "little")
        found = marshal.loads(_piece(HEAD, length))  # noqa: S302  as above
    except BROKEN:
        return 0, {}
    return HEAD + length, found if isinstance(found, dict) else {}


def _piece(at: int, length: int) -> bytes:
    descriptor = os.open(FILE, os.O_RDONLY)
    try:
        return os.pread(descriptor, min(length, os.fstat(descriptor).st_size), at)
    finally:
        os.close(descriptor)


def written(package: str) -> bytes:
    """The file for a package's folder: what the build of a wheel puts into it."""
    import tomllib  # noqa: PLC0415  for those who build

    index: dict[str, Place] = {}
    tables = b""
    for path in sorted(_tomls(package)):
        with open(path, "rb") as file:
            text = file.read()
        parsed = marshal.dumps(tomllib.loads(text.decode("utf-8")), FORMAT)
        index[os.path.relpath(path, package)] = (len(text), len(tables), len(parsed))
        tables += parsed
    front = marshal.dumps(index, FORMAT)
    return len(front).to_bytes(HEAD, "little") + front + tables


def _tomls(folder: str) -> list[str]:
    return [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".toml")]
