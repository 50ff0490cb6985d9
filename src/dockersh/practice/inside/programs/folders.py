"""Programs for files and folders, as busybox has them."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable

from dockersh.practice.engine.records import Json
from dockersh.practice.inside.files import EXISTS, IS_FOLDER, MISSING, NOT_EMPTY, Problem
from dockersh.practice.inside.job import Job

KINDS = {"folder": "d", "link": "l", "file": "-"}


def pwd(job: Job) -> int:
    """Where it stands."""
    job.write(job.process.folder + "\n")
    return 0


def ls(job: Job) -> int:
    """What folders hold."""
    options, names = job.parted()
    status = 0
    for name in names or ["."]:
        entry = job.files.get(job.path(name))
        if entry is None:
            job.complain(f"ls: {name}: {MISSING}\n")
            status = 1
            continue
        if len(names) > 1 and entry["kind"] == "folder":
            job.write(f"{name}:\n")
        _listed(job, name, entry, options)
    return status


def _listed(job: Job, name: str, entry: Json, options: dict[str, str]) -> None:
    path = job.path(name)
    folder = entry["kind"] == "folder" and "d" not in options
    names = job.files.names(path) if folder else [name]
    shown = [one for one in names if not one.startswith(".") or "a" in options or "A" in options or not folder]
    if "a" in options and folder:
        shown = [".", "..", *shown]
    if "l" not in options:
        job.write("".join(_plain(shown, columns=job.process.tty and "1" not in options)))
        return
    if folder:
        job.write(f"total {4 * len(shown)}\n")
    for one in shown:
        job.write(_long(job, posixpath.join(path, one) if folder else path, one))


def _plain(names: list[str], *, columns: bool) -> list[str]:
    if not columns or not names:
        return [name + "\n" for name in names]
    width = max(map(len, names)) + 2
    across = max(1, 80 // width)
    rows = -(-len(names) // across)
    lines = ["".join(name.ljust(width) for name in names[row::rows]).rstrip() for row in range(rows)]
    return [line + "\n" for line in lines]


def _long(job: Job, path: str, name: str) -> str:
    entry = job.files.plain(path) or {"kind": "folder", "text": "", "mode": 0o755, "time": 0.0}
    bits = "".join(letter if entry["mode"] >> (8 - at) & 1 else "-" for at, letter in enumerate("rwxrwxrwx"))
    size = 4096 if entry["kind"] == "folder" else len(str(entry["text"]).encode("utf-8", "surrogateescape"))
    links = 2 if entry["kind"] == "folder" else 1
    when = time.strftime("%b %e %H:%M", time.gmtime(entry["time"]))
    target = f" -> {entry['text']}" if entry["kind"] == "link" else ""
    return f"{KINDS[entry['kind']]}{bits} {links:>4} root     root     {size:>9} {when} {name}{target}\n"


def each(job: Job, names: list[str], change: Callable[[str], None], said: str) -> int:
    """Do it to each path; *said* is the complaint, with {name} and {reason}."""
    status = 0
    for name in names:
        try:
            change(job.path(name))
        except Problem as problem:
            job.complain(said.format(name=name, reason=problem.reason) + "\n")
            status = 1
    return status


def mkdir(job: Job) -> int:
    """Folders."""
    options, names = job.parted("m")

    def make(path: str) -> None:
        if "p" not in options:
            job.files.make(path)
            return
        parts = path.strip("/").split("/")
        for count in range(1, len(parts) + 1):
            above = "/" + "/".join(parts[:count])
            if not job.files.is_folder(above):
                job.files.make(above)

    return each(job, names, make, "mkdir: can't create directory '{name}': {reason}")


def rmdir(job: Job) -> int:
    """Empty folders."""
    return each(job, job.parted()[1], job.files.remove, "rmdir: '{name}': {reason}")


def rm(job: Job) -> int:
    """Files; with -r folders."""
    options, names = job.parted()
    if "f" in options:
        names = [name for name in names if job.files.plain(job.path(name)) is not None]

    def remove(path: str) -> None:
        if job.files.is_folder(path) and not {"r", "R"} & options.keys():
            raise Problem(path, "is a directory")
        removed(job, path)

    return each(job, names, remove, "rm: can't remove '{name}': {reason}")


def removed(job: Job, path: str) -> None:
    """A path with all that is in it."""
    entry = job.files.plain(path)
    if entry and entry["kind"] == "folder":
        for name in job.files.names(path):
            removed(job, posixpath.join(path, name))
    job.files.remove(path)


def touch(job: Job) -> int:
    """Empty files."""
    return each(job, job.parted()[1], lambda path: job.files.write(path, "", add=True), "touch: {name}: {reason}")


def target(job: Job, source: str, to: str) -> str:
    """Where a copy goes: into a folder, or to that name."""
    path = job.path(to)
    return posixpath.join(path, posixpath.basename(job.path(source))) if job.files.is_folder(path) else path


def copied(job: Job, source: str, to: str) -> None:
    """A file or a folder at another place, too."""
    entry = job.files.get(source)
    assert entry is not None
    if entry["kind"] != "folder":
        job.files.write(to, job.files.read(source))
        return
    if not job.files.is_folder(to):
        job.files.make(to)
    for name in job.files.names(source):
        copied(job, posixpath.join(source, name), posixpath.join(to, name))


def cp(job: Job) -> int:
    """Copies."""
    options, names = job.parted()
    *sources, to = names or [""]
    status = 0
    for source in sources:
        entry = job.files.get(job.path(source))
        if entry is None:
            job.complain(f"cp: can't stat '{source}': {MISSING}\n")
            status = 1
        elif entry["kind"] == "folder" and not {"r", "R", "a"} & options.keys():
            job.complain(f"cp: omitting directory '{source}'\n")
            status = 1
        else:
            copied(job, job.path(source), target(job, source, to))
    return status


def mv(job: Job) -> int:
    """Moves."""
    *sources, to = job.parted()[1] or [""]
    status = 0
    for source in sources:
        path = job.path(source)
        if job.files.get(path) is None:
            job.complain(f"mv: can't rename '{source}': {MISSING}\n")
            status = 1
            continue
        copied(job, path, target(job, source, to))
        removed(job, path)
    return status


def ln(job: Job) -> int:
    """Symbolic links."""
    _, names = job.parted()
    job.files.link(target(job, names[0], names[1]), names[0])
    return 0


def test(job: Job) -> int:
    """`[ … ]`: files, texts and numbers."""
    words = [word for word in job.argv[1:] if word != "]"]
    negated = words[:1] == ["!"]
    words = words[1:] if negated else words
    return int(_holds(job, words) == negated)


def _holds(job: Job, words: list[str]) -> bool:
    if len(words) == 2:
        return _of_one(job, *words)
    if len(words) == 3:
        return _of_two(*words)
    return bool(words and words[0])


def _of_one(job: Job, operator: str, word: str) -> bool:
    if operator in ("-z", "-n"):
        return bool(word) == (operator == "-n")
    entry = job.files.get(job.path(word))
    kinds = {"-f": ("file",), "-d": ("folder",)}
    return entry is not None and entry["kind"] in kinds.get(operator, ("file", "folder"))


def _of_two(left: str, operator: str, right: str) -> bool:
    if operator in ("=", "==", "!="):
        return (left == right) == (operator != "!=")
    order = int(left or 0) - int(right or 0)
    return {"-eq": order == 0, "-ne": order != 0, "-gt": order > 0, "-lt": order < 0, "-ge": order >= 0, "-le": order <= 0}[
        operator
    ]


PROGRAMS = {
    "pwd": pwd,
    "ls": ls,
    "mkdir": mkdir,
    "rmdir": rmdir,
    "rm": rm,
    "touch": touch,
    "cp": cp,
    "mv": mv,
    "ln": ln,
    "test": test,
    "[": test,
    "chmod": lambda _job: 0,
    "chown": lambda _job: 0,
    "sync": lambda _job: 0,
}
__all__ = ["EXISTS", "IS_FOLDER", "NOT_EMPTY", "PROGRAMS"]
