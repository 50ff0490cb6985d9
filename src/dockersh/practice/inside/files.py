"""The files that a process sees: the image's layers, the container's own layer, and what is mounted into it."""

from __future__ import annotations

import os
import posixpath
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from dockersh.practice.engine.records import Json, Tree
from dockersh.startup.typed import Any, Protocol

FOLDER: Json = {"kind": "folder", "text": "", "mode": 0o755, "time": 0.0}
DEPTH = 20  # links that lead to links


class Problem(Exception):
    """What a program says that cannot have its file; *reason* in the system's words."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


MISSING, IS_FOLDER, NO_FOLDER, EXISTS = "No such file or directory", "Is a directory", "Not a directory", "File exists"
NOT_EMPTY, READ_ONLY = "Directory not empty", "Read-only file system"


class Store(Protocol):
    """Where files are: paths are absolute and normal."""

    def get(self, path: str) -> Json | None:
        """What is there."""

    def put(self, path: str, entry: Json) -> None:
        """Write it."""

    def drop(self, path: str) -> None:
        """Delete it."""

    def names(self, path: str) -> set[str]:
        """What a folder holds."""


class Layers:
    """Trees on top of each other; only the top one is written."""

    def __init__(self, top: Tree, below: Iterable[Tree] = ()) -> None:
        self.top = top
        self.below = tuple(below)  # the uppermost first

    def get(self, path: str) -> Json | None:
        """What is there, from the uppermost tree that knows the path."""
        if path == "/":
            return self.top.get(path) or FOLDER
        return next((tree[path] for tree in (self.top, *self.below) if path in tree), None)

    def put(self, path: str, entry: Json) -> None:
        """Into the top."""
        self.top[path] = entry

    def drop(self, path: str) -> None:
        """A mark where a lower tree has it, else nothing is left."""
        self.top.pop(path, None)
        if any(tree.get(path) for tree in self.below):
            self.top[path] = None

    def names(self, path: str) -> set[str]:
        """What the folder holds, of all trees."""
        start = path.rstrip("/") + "/"
        every = {one for tree in (self.top, *self.below) for one in tree if one.startswith(start) and one != path}
        direct = {one for one in every if "/" not in one[len(start) :]}
        return {posixpath.basename(one) for one in direct if self.get(one) is not None}


class Bind:
    """A real folder below the practice home."""

    def __init__(self, folder: str) -> None:
        self.folder = os.path.realpath(folder)

    def _real(self, path: str) -> str:
        found = os.path.realpath(self.folder + path)
        if found != self.folder and not found.startswith(self.folder + os.sep):
            raise Problem(path, MISSING)  # a link that leads out of the folder
        return found

    def get(self, path: str) -> Json | None:
        """What the machine has there."""
        real = self._real(path)
        if not os.path.lexists(real):
            return None
        told = os.stat(real)
        folder = os.path.isdir(real)
        return {
            "kind": "folder" if folder else "file",
            "text": "" if folder else _read(real),
            "mode": told.st_mode & 0o777,
            "time": told.st_mtime,
        }

    def put(self, path: str, entry: Json) -> None:
        """Onto the machine."""
        real = self._real(path)
        if entry["kind"] == "folder":
            Path(real).mkdir(exist_ok=True)
        else:
            with open(real, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(entry["text"])

    def drop(self, path: str) -> None:
        """From the machine."""
        real = self._real(path)
        (os.rmdir if os.path.isdir(real) else os.unlink)(real)

    def names(self, path: str) -> set[str]:
        """What the machine's folder holds."""
        real = self._real(path)
        return set(os.listdir(real)) if os.path.isdir(real) else set()


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        return file.read(1_000_000)


class Files:
    """The whole of it: *mounts* are `(where, store, writable)`, the deepest wins."""

    def __init__(self, root: Store, mounts: Iterable[tuple[str, Store, bool]] = (), *, read_only: bool = False) -> None:
        self.mounts = sorted([("/", root, not read_only), *mounts], key=lambda mount: -len(mount[0]))

    def _at(self, path: str) -> tuple[Store, str, bool]:
        for where, store, writable in self.mounts:
            if path == where or path.startswith(where.rstrip("/") + "/"):
                return store, "/" + path[len(where.rstrip("/")) :].lstrip("/"), writable
        raise Problem(path, MISSING)

    def get(self, path: str) -> Json | None:
        """What stands at a path, links followed."""
        store, inner, _ = self._at(self.resolved(path))
        return store.get(inner)

    def resolved(self, path: str) -> str:
        """The path behind links."""
        path = posixpath.normpath("/" + path.lstrip("/"))
        for _ in range(DEPTH):
            head, tail = "", path.strip("/").split("/") if path != "/" else []
            for count, name in enumerate(tail):
                entry = self._plain(f"{head}/{name}")
                if entry and entry["kind"] == "link":
                    rest = "/".join(tail[count + 1 :])
                    path = posixpath.normpath(posixpath.join(head or "/", str(entry["text"]), rest))
                    break
                head = f"{head}/{name}"
            else:
                return path
        raise Problem(path, "Too many levels of symbolic links")

    def _plain(self, path: str) -> Json | None:
        store, inner, _ = self._at(path)
        return store.get(inner)

    def plain(self, path: str) -> Json | None:
        """What stands at a path; a link is itself."""
        above = self.resolved(posixpath.dirname(path) or "/")
        return self._plain(posixpath.normpath(posixpath.join(above, posixpath.basename(path))))

    def read(self, path: str) -> str:
        """A file's contents. Raises Problem."""
        entry = self.get(path)
        if entry is None:
            raise Problem(path, MISSING)
        if entry["kind"] == "folder":
            raise Problem(path, IS_FOLDER)
        return str(entry["text"])

    def write(self, path: str, text: str, *, add: bool = False) -> None:
        """Put a file in place, or add to it. Raises Problem."""
        old = self.get(path)
        if old and old["kind"] == "folder":
            raise Problem(path, IS_FOLDER)
        if add and old:
            text = str(old["text"]) + text
        self._put(path, {"kind": "file", "text": text, "mode": old["mode"] if old else 0o644, "time": time.time()})

    def make(self, path: str) -> None:
        """A folder. Raises Problem."""
        if self.get(path) is not None:
            raise Problem(path, EXISTS)
        self._put(path, {**FOLDER, "time": time.time()})

    def link(self, path: str, target: str) -> None:
        """A symbolic link. Raises Problem."""
        if self.plain(path) is not None:
            raise Problem(path, EXISTS)
        self._put(path, {"kind": "link", "text": target, "mode": 0o777, "time": time.time()})

    def _put(self, path: str, entry: Json) -> None:
        above = self.get(posixpath.dirname(path.rstrip("/")) or "/")
        if above is None or above["kind"] != "folder":
            raise Problem(path, MISSING if above is None else NO_FOLDER)
        self.writable(path, lambda store, inner: store.put(inner, entry))

    def writable(self, path: str, change: Callable[[Store, str], Any]) -> None:
        """Change something where that is allowed. Raises Problem."""
        store, inner, writable = self._at(self.resolved(path))
        if not writable:
            raise Problem(path, READ_ONLY)
        change(store, inner)

    def remove(self, path: str) -> None:
        """Delete a file, a link, or an empty folder. Raises Problem."""
        entry = self.plain(path)
        if entry is None:
            raise Problem(path, MISSING)
        if entry["kind"] == "folder" and self.names(path):
            raise Problem(path, NOT_EMPTY)
        above = self.resolved(posixpath.dirname(path) or "/")
        store, inner, writable = self._at(posixpath.normpath(posixpath.join(above, posixpath.basename(path))))
        if not writable:
            raise Problem(path, READ_ONLY)
        store.drop(inner)

    def names(self, path: str) -> list[str]:
        """What a folder holds, and what is mounted in it; sorted as `ls` does."""
        path = self.resolved(path)
        store, inner, _ = self._at(path)
        inside = path.rstrip("/") + "/"
        mounted = {where[len(inside) :] for where, _, _ in self.mounts if where.startswith(inside) and where != "/"}
        return sorted(store.names(inner) | {name for name in mounted if name and "/" not in name})

    def is_folder(self, path: str) -> bool:
        """Whether a folder stands there."""
        entry = self.get(path)
        return entry is not None and entry["kind"] == "folder"
