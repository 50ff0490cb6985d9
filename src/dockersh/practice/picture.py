"""A picture of what an engine holds, in text: each container with its ports, volumes and networks, then what stands alone.

    [web] running          nginx
      host 8080 --> 80/tcp
      data --> /data
      shop: 172.18.0.2

It is drawn of an engine's answers, so that it is the same for every engine.
"""

from __future__ import annotations

from dockersh.practice.lessons.ask import Engine
from dockersh.render.cells import width
from dockersh.startup.typed import Any

Row = dict[str, Any]
INDENT = "   "


def picture(engine: Engine, words: dict[str, str], columns: int, *, plain: bool) -> str:
    """All of it, no line wider than *columns*. *words* are the headings in the reader's language; *plain*: ASCII only."""
    marks = ("-->", "*", "o", "-") if plain else ("→", "●", "○", "─")
    containers = engine.get("/containers/json?all=1") or []
    lines = _head(words["containers"], marks[3]) + [line for one in containers for line in _container(one, marks)]
    lines += _head(words["images"], marks[3]) + _images(engine)
    lines += _head(words["volumes"], marks[3]) + _volumes(engine, containers, words)
    lines += _head(words["networks"], marks[3]) + _networks(engine)
    return "".join(_cut(line, columns) + "\n" for line in lines)


def _head(word: str, line: str) -> list[str]:
    return [f"{line * 2} {word} {line * 2}"]


def _container(row: Row, marks: tuple[str, ...]) -> list[str]:
    arrow, runs, rests, _ = marks
    name = row["Names"][0].lstrip("/")
    mark = runs if row["State"] == "running" else rests
    lines = [f"{mark} {name}  {row['State']}  {row['Image']}"]
    ports = {(one.get("PublicPort"), one["PrivatePort"], one["Type"]) for one in row["Ports"]}
    lines += [f"{INDENT}{host} {arrow} {inside}/{kind}" for host, inside, kind in sorted(ports, key=str) if host]
    lines += [f"{INDENT}{one.get('Name') or one['Source']} {arrow} {one['Destination']}" for one in row["Mounts"]]
    networks = row["NetworkSettings"]["Networks"].items()
    return lines + [f"{INDENT}{name}: {one['IPAddress']}" for name, one in networks if one["IPAddress"]]


def _images(engine: Engine) -> list[str]:
    return [f"  {tag}" for one in engine.get("/images/json") or [] for tag in one["RepoTags"] or ["<none>"]]


def _volumes(engine: Engine, containers: list[Row], words: dict[str, str]) -> list[str]:
    used = {one.get("Name") for row in containers for one in row["Mounts"]}
    unused = f"  ({words['unused']})"
    held = (engine.get("/volumes") or {}).get("Volumes") or []
    return [f"  {one['Name']}{'' if one['Name'] in used else unused}" for one in held]


def _networks(engine: Engine) -> list[str]:
    found = []
    for one in engine.get("/networks") or []:
        config = (one["IPAM"]["Config"] or [{}])[0]
        found.append(f"  {one['Name']}  {config.get('Subnet', '')}".rstrip())
    return sorted(found)


def _cut(line: str, columns: int) -> str:
    while width(line) > columns:
        line = line[:-1]
    return line
