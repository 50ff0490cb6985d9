"""Files of the client's machine that a line names: those it reads must be there, those it writes need their folder.

Source: docker/cli 28.2.2, each command's file; what it prints then was asked of it, before engines of 20.10 and 28.5.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import CREATES
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

# The options and arguments whose file the client opens before anything else.
FLAGS: Mapping[str, tuple[str, ...]] = {
    "container run": ("env-file", "label-file", "security-opt"),
    "container create": ("env-file", "label-file", "security-opt"),
    "container exec": ("env-file",),
    "compose run": ("env-from-file",),
    "service create": ("env-file",),
    "image load": ("input",),
    "swarm ca": ("ca-cert", "ca-key"),
}
ARGUMENTS: Mapping[str, str] = {
    "image import": "file|URL|-",
    "config create": "file|-",
    "secret create": "file|-",
    "context import": "FILE|-",
    "trust key load": "KEYFILE",
}
# Those that it writes, a build when it is done.
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "container run": ("cidfile",),
    "container create": ("cidfile",),
    "container export": ("output",),
    "image save": ("output",),
    "image build": ("iidfile", "metadata-file"),
    "builder build": ("iidfile", "metadata-file"),
    "buildx build": ("iidfile", "metadata-file"),
    "buildx bake": ("metadata-file",),
    "buildx imagetools create": ("metadata-file",),
}
READS = tuple(sorted({"container cp", *FLAGS, *ARGUMENTS} - CREATES))
WRITES = tuple(sorted({"container cp", "context export", *WRITTEN} - CREATES))
NEW = frozenset(("cidfile", "FILE|-"))  # only into a file that is not there yet
EMPTIED = frozenset(("iidfile",))  # removed before the build, an empty folder, too
SOURCE, TARGET = "CONTAINER:SRC_PATH", "DEST_PATH|-"  # of `docker cp`
ELSEWHERE = ("http://", "https://")


WILDCARD = pattern(r"[*?]")


class Path(NamedTuple):
    """A path that a part of the line names; *folder* is the one that must be there where the client writes, else empty."""

    part: Part
    path: str
    folder: str = ""


def ask_read(request: Request) -> tuple[Question, ...]:
    """What is there of the files that the line names for docker to read."""
    return _asked(_read(request))


def ask_written(request: Request) -> tuple[Question, ...]:
    """What is there of those that docker writes, and of their folders."""
    return _asked(_written(request))


def _asked(named: list[Path]) -> tuple[Question, ...]:
    paths = tuple(dict.fromkeys(path for one in named for path in (one.path, one.folder) if path))
    return (Question("files", paths),) if paths else ()


def is_local(word: str) -> bool:
    """Whether a side of `docker cp` is a path of this machine: `web:/x` is not, `./web:x`, `/x` and `-` are."""
    return word.startswith(("/", ".")) or ":" not in word


def unreadable(request: Request, state: State) -> Iterator[Finding]:
    """A file to read that is not there, or is a folder."""
    for part, path, _ in _read(request):
        there = state.files.get(path)
        if there == "missing" and path.startswith("~/"):  # a home folder that no shell filled in
            yield finding("home-in-quotes", "error", part.span, fixed=f'"$HOME{path[1:]}"')
        elif there == "missing":
            shown = {"flag": f"--{part.name}", "file": path}
            yield finding("file-missing" if part.flag else "input-missing", "error", part.span, **shown)
        elif there == "folder" and part.name != SOURCE:
            yield finding("file-is-folder", "error", part.span, file=path)


def unwritable(request: Request, state: State) -> Iterator[Finding]:
    """A file to write whose place is taken, or whose folder is not there."""
    for part, path, folder in _written(request):
        there = state.files.get(path, "missing")
        if there != "missing" and part.name in NEW:
            code = "cidfile-exists" if part.flag else "file-exists"
            yield finding(code, "error", part.span, file=path)
        elif there == "folder" and part.name not in EMPTIED | {TARGET}:
            yield finding("file-is-folder", "error", part.span, file=path)
        elif there == state.files.get(folder) == "missing":
            yield finding("folder-missing", "error", part.span, file=path, folder=folder)


def wildcards(request: Request, _state: State) -> Iterator[Finding]:
    """`docker cp web:/var/log/*.gz .`: docker cp knows none, and this machine's shell finds nothing of that name."""
    for part in request.invocation.arguments(SOURCE):
        name, _, path = part.text.strip("'\"").partition(":")
        found = WILDCARD.search(path) if path.startswith("/") and "$" not in part.text else None
        if found:
            folder = path[: found.start()].rpartition("/")[0] or "/"
            line = f"docker exec {name} sh -c 'tar -cf - {path}' | tar -xf -"
            yield finding("copy-with-wildcard", "error", part.span, word=path, folder=f"{name}:{folder}", line=line)


def _here(request: Request, parts: Iterator[Part]) -> Iterator[Part]:
    """Those of the parts that name a file we can look for; what stands behind `cd` may be elsewhere."""
    return iter(()) if request.moves else (part for part in parts if part.literal and part.value)


def _read(request: Request) -> list[Path]:
    invocation = request.invocation
    flags = [part for name in FLAGS.get(invocation.name, ()) for part in invocation.flags(name)]
    name = ARGUMENTS.get(invocation.name)
    named = [part for part in invocation.arguments(name) if name and not (part.value or "-").startswith(("-", *ELSEWHERE))]
    copied = [part for part in invocation.arguments(SOURCE) if part.value != "-" and is_local(part.text)]
    found = ((part, _path(part)) for part in _here(request, iter((*flags, *named, *copied))))
    return [Path(part, path) for part, path in found if path]


def _path(part: Part) -> str:
    """The file that a value names: all of it, or that of a seccomp profile."""
    if part.name != "security-opt":
        return part.text
    option = part.decoded
    return option.profile if option else ""


def _written(request: Request) -> list[Path]:
    invocation = request.invocation
    flags = [part for name in WRITTEN.get(invocation.name, ()) for part in invocation.flags(name)[-1:]]
    exported = invocation.arguments("FILE|-") if invocation.name == "context export" else ()
    named = [part for part in (*exported, *_copied(request)) if part.value != "-"]
    return [Path(part, part.text, _folder(part)) for part in _here(request, iter((*flags, *named)))]


def _copied(request: Request) -> list[Part]:
    """The target of `docker cp`, where it is a path of this machine."""
    return [part for part in request.invocation.arguments(TARGET) if is_local(part.text)]


def _folder(part: Part) -> str:
    """Of `a/b` it is a; of `a/` a itself, which a copy makes if it copies a folder."""
    path = part.text
    return os.path.dirname(path.rstrip("/") if part.name == TARGET else path) or "."
