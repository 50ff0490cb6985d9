"""`docker cp` and `docker export`: a part of a container's files as a tar."""

from __future__ import annotations

import base64
import io
import json
import posixpath
import tarfile
import time

from dockersh.practice.api.moments import stamp
from dockersh.practice.api.server import Request
from dockersh.practice.engine.records import Container, Json
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.inside.files import Files
from dockersh.practice.inside.place import files_of
from dockersh.startup.typed import Any

FOLDER_BIT, LINK_BIT = 1 << 31, 1 << 27  # of Go's os.FileMode


def _asked(request: Request) -> tuple[Container, Files, str]:
    container = request.world.container(request.parts["name"])
    running = request.world.running.get(container.id)
    files = running.files if running else files_of(request.world, container)
    return container, files, posixpath.normpath("/" + request.query.get("path", "").lstrip("/"))


def _entry(request: Request) -> tuple[Files, str, Json]:
    container, files, path = _asked(request)
    entry = files.plain(path) if path != "/" else files.get("/")
    if entry is None:
        raise Refused("path-missing", path=request.query.get("path", ""), name=request.parts["name"] or container.name)
    return files, path, entry


def _header(path: str, entry: Json) -> tuple[str, str]:
    bits = {"folder": FOLDER_BIT, "link": LINK_BIT}.get(entry["kind"], 0)
    told = {
        "name": posixpath.basename(path) or "/",
        "size": len(entry["text"]) if entry["kind"] == "file" else 4096,
        "mode": entry["mode"] | bits,
        "mtime": stamp(entry["time"] or time.time()),
        "linkTarget": entry["text"] if entry["kind"] == "link" else "",
    }
    return "X-Docker-Container-Path-Stat", base64.b64encode(json.dumps(told).encode()).decode()


def told(request: Request) -> None:
    """What stands at a path."""
    with request.world.lock:
        _, path, entry = _entry(request)
    request.send(200, b"", [_header(path, entry)])


def read(request: Request) -> None:
    """Files out of a container."""
    with request.world.lock:
        files, path, entry = _entry(request)
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as tar:
            _pack(tar, files, path, posixpath.basename(path) or ".", entry)
        request.world.emit_of(_asked(request)[0], "archive-path")
    answer = request.stream("application/x-tar", [_header(path, entry)])
    answer.send(out.getvalue())
    answer.end()


def export(request: Request) -> None:
    """All of a container's files."""
    with request.world.lock:
        container, files, _ = _asked(request)
        request.world.emit_of(container, "export")
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as tar:
            for name in files.names("/"):
                entry = files.plain(f"/{name}")
                if entry is not None:
                    _pack(tar, files, f"/{name}", name, entry)
    answer = request.stream("application/x-tar")
    answer.send(out.getvalue())
    answer.end()


def _pack(tar: tarfile.TarFile, files: Files, path: str, name: str, entry: Json) -> None:
    member = tarfile.TarInfo(name)
    member.mode, member.mtime = entry["mode"], int(entry["time"])
    data = str(entry["text"]).encode("utf-8", "surrogateescape")
    if entry["kind"] == "folder":
        member.type = tarfile.DIRTYPE
    elif entry["kind"] == "link":
        member.type, member.linkname = tarfile.SYMTYPE, str(entry["text"])
    else:
        member.size = len(data)
    tar.addfile(member, io.BytesIO(data) if entry["kind"] == "file" else None)
    if entry["kind"] == "folder":
        for inner in files.names(path):
            below = files.plain(f"{path}/{inner}")
            if below is not None:
                _pack(tar, files, f"{path}/{inner}", f"{name}/{inner}", below)


def write(request: Request) -> None:
    """Files into a container."""
    data = request.raw()
    with request.world.lock:
        container, files, path = _asked(request)
        if not files.is_folder(path):
            raise Refused("path-missing", path=request.query.get("path", ""), name=container.name)
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as tar:
            for member in tar:
                _unpack(tar, files, path, member)
        request.world.emit_of(container, "extract-to-dir")
    request.send(200)


def _unpack(tar: tarfile.TarFile, files: Any, folder: str, member: tarfile.TarInfo) -> None:
    path = posixpath.normpath(posixpath.join(folder, member.name))
    if member.isdir():
        if not files.is_folder(path):
            files.make(path)
    elif member.issym():
        files.link(path, member.linkname)
    elif member.isfile():
        held = tar.extractfile(member)
        files.write(path, held.read().decode("utf-8", "surrogateescape") if held else "")
        entry = files.get(path)
        if entry is not None:
            entry["mode"] = member.mode
