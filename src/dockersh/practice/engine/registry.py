"""The images that can be pulled, from `images.toml`."""

from __future__ import annotations

import functools
import os
import time
import tomllib

from dockersh.practice.engine.ids import id_of
from dockersh.practice.engine.records import Image, Json, Layer, Tree
from dockersh.startup.typed import Any

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
FOLDERS = (
    "bin",
    "dev",
    "etc",
    "home",
    "opt",
    "proc",
    "root",
    "run",
    "srv",
    "sys",
    "tmp",
    "usr",
    "usr/local",
    "usr/share",
    "var",
    "var/lib",
    "var/log",
)
BORN = 1_733_000_000.0  # when the images were made: the end of November 2024
ENTRYPOINTS = ("docker-entrypoint.sh",)


@functools.cache
def table() -> dict[str, Any]:
    """`images.toml`."""
    with open(os.path.join(os.path.dirname(__file__), "images.toml"), "rb") as file:
        return tomllib.load(file)


def names() -> list[str]:
    """All images of the registry, `name:tag`."""
    return sorted(table()["images"])


def has_repository(path: str) -> bool:
    """Whether there is an image of that name, with whatever tag."""
    return any(name.rpartition(":")[0] == path for name in names())


def row_of(name: str) -> Json | None:
    """The row of `name:tag`; None where the registry has none."""
    row: Json | None = table()["images"].get(name)
    return row_of(row["same_as"]) if row and "same_as" in row else row


def pulled(name: str) -> Image:
    """The image as the engine holds it once it is pulled."""
    row = row_of(name)
    assert row is not None
    key = table()["images"][name].get("same_as", name)
    layers = [
        Layer(f"sha256:{id_of(f'{key} layer {number}')}", size, _step(row, number), created=BORN)
        for number, size in enumerate(row["size"])
    ]
    layers[0].files = _files(row)
    digest = f"{name.rpartition(':')[0]}@sha256:{id_of(f'{key} manifest')}"
    return Image(f"sha256:{id_of(key)}", [name], BORN, layers, config(row), digests=[digest], tagged=time.time())


def _step(row: Json, number: int) -> str:
    """What `docker history` shows of a layer."""
    if number == 0:
        return "/bin/sh -c #(nop) ADD file:practice in / "
    return f"/bin/sh -c #(nop)  CMD {row.get('cmd')}".replace("'", '"') if number == len(row["size"]) - 1 else "RUN practice"


def config(row: Json) -> Json:
    """The configuration of an image, as the API names it."""
    found: Json = {
        "Cmd": row.get("cmd"),
        "Entrypoint": row.get("entrypoint"),
        "Env": [PATH, *row.get("env", [])],
        "ExposedPorts": {port: {} for port in row.get("ports", [])} or None,
        "Labels": row.get("labels"),
        "OnBuild": None,
        "User": row.get("user", ""),
        "Volumes": {volume: {} for volume in row.get("volumes", [])} or None,
        "WorkingDir": row.get("workdir", ""),
    }
    if "signal" in row:
        found["StopSignal"] = row["signal"]
    return found


def _files(row: Json) -> Tree:
    """The root of an image: its folders, the table of users, a file for each program."""
    tree: Tree = {}
    for name in FOLDERS:
        _folder(tree, f"/{name}")
    if row["programs"]:
        _file(tree, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n")
        _file(tree, "/dev/null", "", 0o666)
        _file(tree, "/etc/group", "root:x:0:\nnogroup:x:65534:\n")
        _file(tree, "/etc/os-release", f'PRETTY_NAME="{row["release"]}"\nNAME="{row["release"].split(" ")[0]}"\n')
    for program in (name for kind in row["programs"] for name in table()["programs"][kind]):
        _file(tree, f"/bin/{program}", "", 0o755)
    _starters(tree, row)
    for path, text in row.get("files", {}).items():
        _file(tree, path, text)
    return tree


def _starters(tree: Tree, row: Json) -> None:
    """The files that a container of the image starts with."""
    for word in row.get("entrypoint", []):
        path = word if word.startswith("/") else f"/usr/local/bin/{word}"
        _file(tree, path, '#!/bin/sh\nexec "$@"\n', 0o755)
    if "prints" in row:
        _file(tree, row["cmd"][0], f"#!prints\n{row['prints']}", 0o755)


def _folder(tree: Tree, path: str) -> None:
    parts = path.strip("/").split("/")
    for count in range(1, len(parts) + 1):
        tree.setdefault("/" + "/".join(parts[:count]), {"kind": "folder", "text": "", "mode": 0o755, "time": BORN})


def _file(tree: Tree, path: str, text: str, mode: int = 0o644) -> None:
    _folder(tree, os.path.dirname(path))
    tree[path] = {"kind": "file", "text": text, "mode": mode, "time": BORN}
