"""The real docker on PATH: never ourselves, under whatever name we were installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

OWN_MARK = b"dockersh"


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
    try:
        with open(path, "rb") as file:
            head = file.read(1024)
    except OSError:
        return False
    return head.startswith(b"#!") and OWN_MARK in head
