"""What cannot be joined to a container's folders.

Observed on 20.10 and 28. Source: moby volume/mounts/linux_parser.go (28.2.2).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.values.mounts import Mount


def wanted(request: Request) -> tuple[tuple[Part, Mount], ...]:
    """The mounts of the line that docker's client accepts and the shell does not decide."""
    parts = (*request.invocation.flags("volume"), *request.invocation.flags("mount"))
    return tuple((part, part.decoded) for part in parts if isinstance(part.decoded, Mount))


def over(mounts: Iterable[Mount], path: str) -> Mount | None:
    """The mount that a path of the container lies in: the innermost."""
    held = [mount for mount in mounts if below(path, mount.target)]
    return max(held, key=lambda mount: len(mount.target), default=None)


def below(path: str, folder: str) -> bool:
    """Whether a path is a folder, or lies in it."""
    return bool(path) and (path == folder or path.startswith(f"{folder.rstrip('/')}/"))


def ask_paths(request: Request) -> tuple[Question, ...]:
    """Are the host paths there, where no other command of the line may make them."""
    binds = [mount.source for _, mount in wanted(request) if mount.type == "bind"]
    paths = tuple(dict.fromkeys(source for source in binds if source and source[0] != "~"))
    return (Question("endpoint"), Question("host"), Question("paths", paths)) if paths and request.alone else ()


def same_folder(request: Request, _state: State) -> Iterator[Finding]:
    """Two mounts on one folder; `-v /data` gives way: it is made where nothing else is put, or once."""
    seen: set[str] = set()
    for part, mount in wanted(request):
        target = mount.target.rstrip("/")
        if part.name == "volume" and mount.source is None:
            continue
        if target in seen:
            yield finding("duplicate-mount-point", "error", part.span, target=target)
        seen.add(target)


def source_missing(request: Request, state: State) -> Iterator[Finding]:
    """`-v` makes a host path that is not there, `--mount` refuses it."""
    for part, mount in wanted(request):
        if is_missing(state, mount) and not makes_source(request, part, mount):
            yield finding("bind-source-missing", "error", part.span, source=mount.source or "", target=mount.target)


def target_relative(request: Request, _state: State) -> Iterator[Finding]:
    """`target=data`: the client hands it on."""
    for part, mount in wanted(request):
        if mount.flag == "mount" and not mount.target.startswith("/"):
            absolute = posixpath.normpath(f"/{mount.target}")
            yield finding("mount-target-relative", "error", part.span, target=mount.target, absolute=absolute)


def on_root(request: Request, _state: State) -> Iterator[Finding]:
    """Nothing is put in the place of all that the container has. (`-v x:/` is an anonymous volume to docker.)"""
    given = (*wanted(request), *((part, part.decoded) for part in request.invocation.flags("tmpfs")))
    for part, mount in given:
        if isinstance(mount, Mount) and mount.target.startswith("/") and posixpath.normpath(mount.target) in ("/", "//"):
            yield finding("mount-on-root", "error", part.span)


def source_relative(request: Request, _state: State) -> Iterator[Finding]:
    """A folder of the host by its whole path, or from `.` on, which the client completes; `~` nobody does."""
    for part, mount in wanted(request):
        source = mount.source or ""
        if mount.flag == "mount" and mount.type == "bind" and not source.startswith(("/", ".")) and ":" not in source:
            code = "mount-source-home" if source.startswith("~") else "mount-source-relative"
            yield finding(code, "error", part.span, source=source, below=source.removeprefix("~").lstrip("/"))


def is_missing(state: State, mount: Mount) -> bool:
    """Whether the host path of a mount is not there."""
    return mount.type == "bind" and state.paths.get(mount.source or "") == "missing"


def makes_source(request: Request, part: Part, mount: Mount) -> bool:
    """Whether a missing host path is made, as an empty folder of root; podman makes none."""
    if request.invocation.call.engine == "podman":
        return False
    return part.name != "mount" or any(option.startswith("bind-create-src") for option in mount.options)
