"""The first bytes of a file that is to be started: whether the kernel would start it, and what stands in the way.

execve(2): a file without execute permission is refused; one that begins with `#!` is handed to the program named there, to the
end of the line, a carriage return included; text that does not begin so is no program.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat

from dockersh.engine.programs.launches import Launch, launches, recipe
from dockersh.machine import limits, regular_files
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

# Of other images with alpine in their tag some have bash (postgres), these have none.
WITHOUT_BASH = pattern(
    r"(?:docker\.io/)?(?:library/)?(?:(?:alpine|busybox)(?:[:@].*)?|(?:nginx|node|python|redis|golang):(?:\S*-)?alpine[\d.]*)"
)
# What is wrong with a program, in the order it shows itself.
MODE, BARE, ENDS, READ_ENDS, BASH = "not-executable", "no-shebang", "carriage-returns", "read-carriage-returns", "no-bash"


class ProgramFile(NamedTuple):
    """*kind*: missing, folder, binary, script (it begins with `#!`), text or empty. *interpreter*: the words after `#!`.

    *returns*: a line of its beginning ends in a carriage return; *first*: the first one does.
    """

    kind: str
    executable: bool = False
    returns: bool = False
    first: bool = False
    interpreter: str = ""


class Fault(NamedTuple):
    """A file of a build context that will not start: by which instruction, as it stands there, the file, and what is wrong."""

    instruction: str
    word: str
    file: str
    fault: str


def look(path: str) -> ProgramFile | None:
    """The file as it is now; None where it is no regular file, or cannot be read."""
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            return ProgramFile("folder")
        return judged(regular_files.head(path, limits.PROGRAM_HEAD), executable=bool(found.st_mode & 0o111))
    except (FileNotFoundError, NotADirectoryError):
        return None if os.path.islink(path) else ProgramFile("missing")
    except (OSError, ValueError):
        return None


def judged(head: bytes, *, executable: bool = True) -> ProgramFile:
    """A file by its first bytes."""
    if b"\0" in head or head.startswith(b"\x7fELF"):
        return ProgramFile("binary", executable)
    first = head.split(b"\n", 1)[0]
    without = "text" if head.strip() else "empty"
    kind = "script" if head.startswith(b"#!") else without
    interpreter = first[2:].decode("utf-8", "replace").strip() if kind == "script" else ""
    return ProgramFile(kind, executable, b"\r\n" in head, first.endswith(b"\r"), interpreter)


def fault(held: ProgramFile, how: str, *, mode: bool = False, ends: bool = False) -> str:
    """What keeps a file from being started so, '' for nothing: see `launches.Launch` for *how*.

    *mode* and *ends*: it gets its permission, or its line ends are mended, on the way.
    """
    if held.kind not in ("script", "text", "empty"):
        return MODE if held.kind == "binary" and how != "read" and not (held.executable or mode) else ""
    if how == "read":
        return READ_ENDS if held.returns and not ends else ""
    if not held.executable and not mode:
        return MODE
    if held.kind != "script":
        return BARE if how == "kernel" else ""
    return ENDS if held.first and not ends else ""


def faults(context: str, text: str) -> tuple[Fault, ...]:
    """The files of a context that its Dockerfile starts, and that will not start."""
    made = recipe(text)
    bare = bool(WITHOUT_BASH.fullmatch(made.base)) and not made.bash
    found = (_fault(context, one, bare=bare) for one in launches(made)[-limits.PROGRAMS :])
    return tuple(one for one in found if one)


def _fault(context: str, launch: Launch, *, bare: bool) -> Fault | None:
    for file, mode, ends in _sources(context, launch):
        held = look(os.path.join(context, file))
        wrong = fault(held, launch.how, mode=mode, ends=ends) if held else ""
        if not wrong and bare and held and launch.how != "read" and re.search(r"\bbash\b", held.interpreter):
            wrong = BASH
        return Fault(launch.instruction, launch.word, file, wrong) if wrong else None
    return None


def _sources(context: str, launch: Launch) -> list[tuple[str, bool, bool]]:
    """The file of the context that the last COPY to that path puts there; none where that is unknown."""
    for copy in reversed(launch.copies):
        for path in launch.paths:
            file = _put(context, copy.source, copy.target, path)
            if file is not None:
                return [(file, copy.mode, copy.ends)] if file else []
    return []


def _put(context: str, source: str | None, target: str, path: str) -> str | None:
    """The file that a COPY puts at a path; '' where it may be one that we do not know, None where it puts none there."""
    below = path.startswith(f"{target.rstrip('/')}/")
    if source is None:
        return "" if below or path == target else None
    name = posixpath.normpath(f"/{source}").lstrip("/") or "."
    here = os.path.join(context, name)
    if os.path.isdir(here):
        file = posixpath.normpath(posixpath.join(name, path[len(target.rstrip("/")) + 1 :])) if below else ""
        return file if file and os.path.lexists(os.path.join(context, file)) else None
    placed = f"{target}{posixpath.basename(name)}" if target.endswith("/") else target
    return name if placed == path else None
