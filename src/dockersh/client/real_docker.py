"""The real docker on PATH: never ourselves, under whatever name we were installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from dockersh.machine import regular_files

OWN_MARK = b"dockersh"
STAND_IN = b"dockersh.practice.standin"  # in a practice session without a client, ours counts as one


def real_docker(name: str = "docker", path: str | None = None) -> str | None:
    """The first `docker` on `path` (default: $PATH) that is not dockersh; None when there is none.

    A `docker` that is a link to us, a copy of our start script, or the file this process was started from, is passed over.
    """
    ours = os.path.realpath(sys.argv[0]) if sys.argv and sys.argv[0] else ""
    for candidate in _candidates(name, path if path is not None else os.environ.get("PATH", os.defpath)):
        if os.path.realpath(candidate) != ours and not _is_dockersh(candidate):
            return candidate
    return None


def _candidates(name: str, path: str) -> Iterator[str]:
    folders = [""] if os.sep in name else [folder or "." for folder in path.split(os.pathsep)]
    for folder in folders:
        candidate = os.path.join(folder, name)
        if os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            yield candidate


def _is_dockersh(path: str) -> bool:
    """A start script that imports us: `#!…python` and our name in its first lines."""
    return OWN_MARK in _script(path) and not is_stand_in(path)


def is_stand_in(path: str) -> bool:
    """Whether this `docker` is the client that practice brings along."""
    return STAND_IN in _script(path)


def _script(path: str) -> bytes:
    """The first lines of a script; nothing of any other file."""
    try:
        head = regular_files.head(path, 1024)
    except OSError:
        return b""
    return head if head.startswith(b"#!") else b""
