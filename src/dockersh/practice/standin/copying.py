"""`docker cp` and `docker export`. Source: docker/cli cli/command/container/cp.go, and moby/go-archive's rules of copying."""

from __future__ import annotations

import base64
import io
import json
import os
import posixpath
import sys
import tarfile

from dockersh.practice.standin.failing import Answered, failed
from dockersh.practice.standin.job import Job, Json, said
from dockersh.practice.standin.shown import measures
from dockersh.practice.standin.wire import named

FOLDER_BIT = 1 << 31  # of Go's os.FileMode
STAT = "x-docker-container-path-stat"
BLOCK = 512


def copy(job: Job) -> int:
    """`docker cp`."""
    source, destination = job.arguments
    if not source:
        raise failed("no-source")
    if not destination:
        raise failed("no-destination")
    (container, inside), (other, outside) = _sides(source), _sides(destination)
    if container and other:
        raise failed("two-containers")
    if container:
        return _out_of(job, container, inside, destination)
    if other:
        return _into(job, source, other, outside)
    raise failed("no-container-side")


def _sides(text: str) -> tuple[str, str]:
    """The container and the path; '' for a path here."""
    container, colon, path = text.partition(":")
    return (container, path) if colon and not text.startswith((".", "/")) else ("", text)


def _stat(headers: Json) -> Json:
    found: Json = json.loads(base64.b64decode(headers[STAT]))
    return found


def _out_of(job: Job, container: str, path: str, destination: str) -> int:
    query = {"path": _absolute(path)}
    reply = job.wire.open("GET", f"/containers/{named(container)}/archive", query)
    told = _stat(dict(reply.headers))
    data = reply.whole()
    if destination == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    place = os.path.abspath(destination)
    wants_folder = destination.endswith(("/", "/."))
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    rename = "" if os.path.isdir(place) else os.path.basename(place)
    if not os.path.isdir(folder) or (wants_folder and not os.path.isdir(place) and not told["mode"] & FOLDER_BIT):
        raise failed("folder-missing", folder=folder if not os.path.isdir(folder) else place)
    _unpacked(data, folder, rename, contents=path.endswith("/."))
    if _talks(job):
        said("copied", size=_progress(data), place=place + ("/" if wants_folder else ""))
    return 0


def _absolute(path: str) -> str:
    end = "/." if path.endswith("/.") else ""
    return posixpath.normpath("/" + path.lstrip("/")) + end if path.startswith("/") or path else "/"


def _unpacked(data: bytes, folder: str, rename: str, *, contents: bool) -> None:
    """Write the files of a tar; its first part takes another name."""
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            first, slash, rest = member.name.partition("/")
            if rename or contents:
                member.name = "/".join(one for one in (rename, rest) if one) or "."
            else:
                member.name = first + slash + rest
            tar.extract(member, folder, filter="data")


def _talks(job: Job) -> bool:
    """Whether it is said how much was copied: on a terminal, unless --quiet says otherwise."""
    return not job.on("quiet") if job.given("quiet") else os.isatty(2)


def _progress(data: bytes) -> str:
    return measures.size(len(data), 3)


def _into(job: Job, source: str, container: str, path: str) -> int:
    inside = _absolute(path)
    there = _there(job, container, inside)
    is_folder = bool(there) and bool(there["mode"] & FOLDER_BIT)
    if source == "-":
        if not is_folder:
            raise failed("must-be-folder", place=f"{container}:{path}")
        _sent(job, container, inside, sys.stdin.buffer.read())
        return 0
    if not os.path.lexists(source):
        raise failed("stat-missing", path=os.path.abspath(source))
    if path.endswith("/") and not is_folder:
        inside_folder, name = inside, os.path.basename(source.rstrip("/"))
    elif is_folder:
        inside_folder, name = inside, os.path.basename(os.path.abspath(source))
    else:
        inside_folder, name = posixpath.dirname(inside), posixpath.basename(inside)
    if os.path.isdir(source) and there and not is_folder:
        raise failed("cannot-copy-folder")
    data = _packed(source, "." if source.endswith("/.") and is_folder else name)
    _sent(job, container, inside_folder, data)
    if _talks(job):
        said("copied", size=_progress(data), place=f"{container}:{path}")
    return 0


def _there(job: Job, container: str, path: str) -> Json:
    """What stands at a path; nothing where there is none."""
    try:
        return _stat(dict(job.wire.open("HEAD", f"/containers/{named(container)}/archive", {"path": path}).headers))
    except Answered:
        return {}


def _packed(source: str, name: str) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        tar.add(source, name)
    return _without_padding(data.getvalue())


def _without_padding(data: bytes) -> bytes:
    """Go ends a tar with two blocks, Python with up to twenty."""
    bare = data.rstrip(b"\0")
    size = -(-len(bare) // BLOCK) * BLOCK
    return data[:size] + bytes(2 * BLOCK)


def _sent(job: Job, container: str, folder: str, data: bytes) -> None:
    query = {"noOverwriteDirNonDir": "true", "path": folder}
    job.wire.open("PUT", f"/containers/{named(container)}/archive", query, data).whole()


def export(job: Job) -> int:
    """`docker export`."""
    place = job.value("output")
    if not place and os.isatty(1):
        raise failed("terminal-export")
    data = job.wire.open("GET", f"/containers/{named(job.arguments[0])}/export").whole()
    if place:
        with open(place, "wb") as file:
            file.write(data)
        return 0
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0
