"""What `docker build` would read: the context folder less what .dockerignore leaves out, and the Dockerfile's stages.

Read by the client on this machine, whatever engine builds.
"""

from __future__ import annotations

import contextlib
import os
import time

from dockersh.engine import ignorefile
from dockersh.engine.dockerfile import Dockerfile, read
from dockersh.engine.ignorefile import Pattern, is_ignored
from dockersh.engine.programs.files import Fault, faults
from dockersh.machine import limits, regular_files
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

# Hidden files, compose's, notes, and what programs write while they run.
BESIDE = pattern(
    r"(?:^|/)(?:\.|__pycache__|node_modules/|(?:docker-)?compose[^/]*\.ya?ml$|Dockerfile|README)|\.(?:log|pid|sqlite3?|db|md|tmp|swp|sock)$"
)


class BuildContext(NamedTuple):
    """*problem*: no-context or no-dockerfile. *files* and *size* (bytes) are what would be sent; *whole* False: at least.

    *dockerfile* None: it cannot be known; *measured* False: nor can what would be sent.
    *missing* are sources of COPY and ADD that are not there, *hidden* those that .dockerignore leaves out.
    *faults* are files that the image or a step would start, and that will not start.
    *changed*: when the Dockerfile was written last, and the newest file that it copies, in seconds since 1970.
    *closed*: a file or folder that is sent, and that we have no permission to read; '' for none.
    """

    problem: str = ""
    dockerfile: Dockerfile | None = None
    files: int = 0
    size: int = 0
    whole: bool = True
    ignores: bool = False
    missing: tuple[str, ...] = ()
    measured: bool = True
    hidden: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    changed: tuple[tuple[float, str], ...] = ()
    closed: str = ""


def look(context: str, file: str, args: dict[str, str]) -> BuildContext:
    """The context as it is now. *file* '' is `Dockerfile` in the folder; another path is relative to where we are."""
    if not os.path.isdir(context):
        return BuildContext("no-context")
    until = time.monotonic() + limits.CONTEXT
    path = file or os.path.join(context, "Dockerfile")
    try:
        text = regular_files.text(path, limits.DOCKERFILE)
    except (regular_files.NotRegularError, regular_files.TooLargeError):  # docker may well read it
        return BuildContext(measured=False)
    except OSError:
        return BuildContext("no-dockerfile")
    return _read(context, path, text, args, until)


def _read(context: str, path: str, text: str, args: dict[str, str], until: float) -> BuildContext:
    dockerfile = read(text, args)
    sources = dockerfile.sources[: limits.SOURCES]
    missing = tuple(one for one in sources if not os.path.lexists(os.path.join(context, _name(one))))
    patterns = ignorefile.read(context, until)
    if patterns is None:
        return BuildContext("", dockerfile, missing=missing, ignores=True, measured=False)
    found = _Measure(context, patterns, until, tuple(map(_name, sources)))
    hidden = tuple(one for one in sources if one not in missing and _is_hidden(one, patterns))
    shown = (found.files, found.size, found.whole, bool(patterns), missing)
    seen = BuildContext("", dockerfile, *shown, hidden=hidden, faults=faults(context, text), closed=found.closed)
    return seen._replace(changed=(_written(path), found.newest))


def _written(path: str) -> tuple[float, str]:
    try:
        return (os.stat(path).st_mtime, os.path.basename(path))
    except OSError:
        return (0.0, "")


def _name(source: str) -> str:
    """Where it is in the context: `..` does not lead out of it (BuildKit; the old builder refuses it)."""
    return os.path.normpath(f"/{source.lstrip('/')}").lstrip("/") or "."


def _is_hidden(source: str, patterns: tuple[Pattern, ...]) -> bool:
    """Whether nothing of it is left; where a pattern takes something back, part of a folder may be."""
    name = _name(source)
    return not any(one.back for one in patterns) and name != "." and is_ignored(name, patterns)


class _Measure:
    """Counts what would be sent: never opens it, follows no link, and stops at a time and at a number of entries."""

    def __init__(self, context: str, patterns: tuple[Pattern, ...], until: float, copied: tuple[str, ...]) -> None:
        self.patterns, self.until, self.copied = patterns, until, copied
        self.takes_back = any(one.back for one in patterns)
        self.files = self.size = self.entries = 0
        self.whole = True
        self.newest = (0.0, "")
        self.closed = ""
        folders = [(context, "")]
        while folders and self.whole:
            folders += self._folder(*folders.pop())

    def _folder(self, folder: str, prefix: str) -> list[tuple[str, str]]:
        """Count the files of a folder; the folders in it that are to be looked at."""
        found: list[tuple[str, str]] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not self._goes_on():
                        break
                    ignored = is_ignored(prefix + entry.name, self.patterns)
                    if not entry.is_dir(follow_symlinks=False):
                        self._file(entry, prefix + entry.name, ignored=ignored)
                    elif not ignored or self.takes_back:
                        found.append((entry.path, f"{prefix}{entry.name}/"))
        except PermissionError:
            self.closed = self.closed or ("" if self.takes_back else prefix.rstrip("/") or ".")
        except OSError:
            pass
        return found

    def _goes_on(self) -> bool:
        self.entries += 1
        self.whole = self.entries < limits.CONTEXT_ENTRIES and time.monotonic() < self.until
        return self.whole

    def _file(self, entry: os.DirEntry[str], name: str, *, ignored: bool) -> None:
        if ignored:
            return
        self.files += 1
        with contextlib.suppress(OSError):
            held = entry.stat(follow_symlinks=False)
            self.size += held.st_size
            if not held.st_mode & 0o004 and not self.closed and not os.access(entry.path, os.R_OK):
                self.closed = name
            if held.st_mtime > self.newest[0] and self._is_copied(name):
                self.newest = (held.st_mtime, name)

    def _is_copied(self, name: str) -> bool:
        """Whether a COPY takes it, and it is no file that programs write by the way, or that no image needs."""
        if BESIDE.search(name):
            return False
        return any(one in (".", name) or name.startswith(f"{one}/") for one in self.copied)
