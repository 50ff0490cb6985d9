"""A program, or the file it is told to run, that lies in a folder of this machine, or is hidden behind one.

Observed on 20.10 and 28: what cannot be started is refused at the start (126, 127); a mount hides all that the image has there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.engine.programs.files import fault
from dockersh.finding import Finding, finding
from dockersh.foresight import inside, named
from dockersh.foresight.refusals.engine.mounts import over, wanted
from dockersh.foresight.step import Request
from dockersh.reading.values.mounts import Mount
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

READERS = pattern(r"node|nodemon|deno|bun|ts-node|python[\d.]*|ruby|php|perl|Rscript|lua")
SOURCE = pattern(r"[\w./@+-]+\.(?:js|mjs|cjs|ts|py|rb|php|pl|R|lua|sh|jar)")
# What a program reads of the folder it works in, and the folder that holds what it installed there.
MANIFESTS = {**dict.fromkeys(("npm", "yarn", "pnpm"), "package.json"), "composer": "composer.json", "bundle": "Gemfile"}
INSTALLS = frozenset(("install", "ci", "i", "add", "init", "create", "update", "exec", "x", "-v", "--version", "require"))
MODULES = "node_modules"


class File(NamedTuple):
    """A file that is started or read: its *path* inside, *how* (see `launches.Launch`, or `file`), where it is *here*."""

    path: str
    how: str
    here: str
    mount: Mount


def ask(request: Request, state: State) -> tuple[Question, ...]:
    """What these files look like, where no other command of the line may make them."""
    if not request.alone:
        return ()
    paths = tuple(dict.fromkeys(path for one in files(request, state) for path in (one.here, _modules(one))))
    return (Question("endpoint"), Question("host"), Question("program-files", paths)) if paths else ()


def files(request: Request, state: State) -> list[File]:
    """What the container's first process is, and reads first, where a folder of this machine has it."""
    literal = all(part.literal for part in (*request.invocation.words(), *request.invocation.flags("entrypoint")))
    made = inside.process(request, state) if literal else ()
    found = ((path, how) for word, how in _read(made) if (path := _path(request, state, word)))
    placed = ((path, how, over((mount for _, mount in wanted(request)), path)) for path, how in found)
    binds = ((path, how, mount) for path, how, mount in placed if mount and mount.type == "bind" and mount.source)
    return [File(path, how, _here(mount, path), mount) for path, how, mount in binds if not _is_open(mount.source or "")]


def _is_open(source: str) -> bool:
    return source.startswith("~") or "$" in source


def _here(mount: Mount, path: str) -> str:
    below = posixpath.relpath(path, mount.target)
    return mount.source or "" if below == "." else posixpath.join(mount.source or "", below)


def _read(made: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The files among the words of a process: the program itself, the script of a shell, what an interpreter reads."""
    program, rest = (made[0], [word for word in made[1:] if not word.startswith("-")]) if made else ("", [])
    name = posixpath.basename(program)
    if "/" in program:
        yield program, "kernel"
    if rest and program in inside.words("shells") and not re.search(r"\A-\w*c", made[1]):
        yield rest[0], "read"
    if rest and READERS.fullmatch(name) and made[1] == rest[0] and SOURCE.fullmatch(rest[0]):
        yield rest[0], "file"
    if name == "java" and "-jar" in made[1:-1]:
        yield made[made.index("-jar") + 1], "file"
    if name in MANIFESTS and rest and rest[0] not in INSTALLS:
        yield MANIFESTS[name], "file"


def _path(request: Request, state: State, word: str) -> str:
    """A word as a path of the container; '' where nobody knows the folder it starts from."""
    if word.startswith("/"):
        return posixpath.normpath(word)
    folder = _folder(request, state)
    return posixpath.normpath(posixpath.join(folder, word)) if folder.startswith("/") else ""


def _folder(request: Request, state: State) -> str:
    """The folder that the container's program starts in; '' where nobody knows."""
    if part := request.invocation.last("workdir"):
        return part.text if part.literal else ""
    image = state.images.get(named.image(request) or "")
    return image.folder if image else ""


def _modules(file: File) -> str:
    """Where the modules of a program of Node lie: beside it."""
    return posixpath.join(posixpath.dirname(file.here), MODULES)


def minded(request: Request, state: State) -> Iterator[Finding]:
    """What keeps it from being started, or found."""
    for one in files(request, state):
        held = state.programs.get(one.here)
        span = next((part.span for part, mount in wanted(request) if mount == one.mount), None)
        shown = {"path": one.path, "file": one.here, "target": one.mount.target, "source": one.mount.source or ""}
        if held is not None and held.kind == "missing" and one.path != one.mount.target:
            yield finding("mount-hides-program" if one.how == "kernel" else "mount-hides-file", "warning", span, **shown)
        elif held is not None and one.how != "file" and (wrong := fault(held, one.how)):
            yield finding(f"mounted-{wrong}", "warning", span, **shown)
        elif held is not None and _modules_hidden(request, state, one):
            target = posixpath.join(posixpath.dirname(one.path), MODULES)
            yield finding("mount-hides-modules", "warning", span, **{**shown, "modules": target})


def _modules_hidden(request: Request, state: State, one: File) -> bool:
    """Whether the image installed modules where it works, and the folder that is mounted there has none."""
    image = state.images.get(named.image(request) or "")
    held = state.programs.get(_modules(one))
    folder = posixpath.dirname(one.path)
    if image is None or held is None or held.kind != "missing" or image.folder != folder or not posixpath.basename(one.here):
        return False
    node = posixpath.basename(next(iter(inside.process(request, state)), "")) in ("node", "npm", "yarn", "pnpm", "nodemon")
    covered = over((mount for _, mount in wanted(request)), posixpath.join(folder, MODULES))
    package = one.here.endswith("package.json") or one.how == "file"
    return node and package and covered == one.mount
