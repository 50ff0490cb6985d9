"""Whether a goal holds: asked of the engine over its API, so that it is the same on every engine.

container = NAME with state, image, tty, input, ran, port, asks, network, volume, bind, variable, restart
no-container, no-image, no-network, image, network = NAME
event = ACTION of = CONTAINER;  log = TEXT of = CONTAINER
file = PATH of = CONTAINER has = TEXT;  volume-file = NAME of = VOLUME
read = COMMAND, typed = WORDS, flag = NAME, of = CONTAINER: a line that only reads was run; how one types it
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Mapping
from urllib.parse import quote

from dockersh.finding import Say, say
from dockersh.practice.lessons.ask import Engine
from dockersh.practice.lessons.slips import refused
from dockersh.reading.invocation import Invocation
from dockersh.startup.typed import Any

Goal = Mapping[str, Any]
Row = dict[str, Any]
Check = Callable[[Row, Any], bool]


def _published(row: Row, wanted: str) -> bool:
    host, inside = wanted.split(":")
    bindings = (row["NetworkSettings"]["Ports"] or {}).get(f"{inside}/tcp") or []
    return any(one["HostPort"] == host for one in bindings)


def _asked(row: Row, wanted: str) -> bool:
    host, inside = wanted.split(":")
    bindings = (row["HostConfig"]["PortBindings"] or {}).get(f"{inside}/tcp") or []
    return any(one["HostPort"] == host for one in bindings)


def _named_image(row: Row, wanted: str) -> bool:
    name = row["Config"]["Image"]
    return wanted in (name, f"{name}:latest")


# What a container can be asked for.
OF_CONTAINERS: dict[str, Check] = {
    "state": lambda row, wanted: row["State"]["Status"] == wanted,
    "image": _named_image,
    "tty": lambda row, wanted: row["Config"]["Tty"] == wanted,
    "input": lambda row, wanted: row["Config"]["OpenStdin"] == wanted,
    "ran": lambda row, _wanted: not row["State"]["StartedAt"].startswith("0001"),
    "port": _published,
    "asks": _asked,
    "network": lambda row, wanted: wanted in row["NetworkSettings"]["Networks"],
    "volume": lambda row, wanted: any(one.get("Name") == wanted for one in row["Mounts"]),
    "bind": lambda row, wanted: any(one["Type"] == "bind" and one["Destination"] == wanted for one in row["Mounts"]),
    "variable": lambda row, wanted: any(one.startswith(f"{wanted}=") for one in row["Config"]["Env"] or []),
    "restart": lambda row, wanted: row["HostConfig"]["RestartPolicy"]["Name"] == wanted,
}


def missing(goals: tuple[Goal, ...], engine: Engine, read: tuple[Invocation, ...], since: float) -> Say | None:
    """The first thing that does not hold yet, in words; None where everything does.

    *read* are the docker calls of the lines so far, *since* is when the level began.
    """
    for goal in goals:
        kind = next(iter(goal))
        found = CHECKS[kind](goal, engine, read, since)
        if found is not None:
            return found
    return None


Seen = tuple[Invocation, ...]


def _container(goal: Goal, engine: Engine, _read: Seen, _since: float) -> Say | None:
    name = goal["container"]
    row = engine.get(f"/containers/{quote(name)}/json")
    if row is None:
        return say("lessons.not-yet.no-container", name=name)
    for field, wanted in list(goal.items())[1:]:
        if not OF_CONTAINERS[field](row, wanted):
            return say(f"lessons.not-yet.{field}", name=name, wanted=str(wanted), now=row["State"]["Status"])
    return None


def _there(kind: str, path: str) -> Callable[[Goal, Engine, Seen, float], Say | None]:
    def check(goal: Goal, engine: Engine, _read: Seen, _since: float) -> Say | None:
        absent = kind.startswith("no-")
        found = engine.get(path.format(quote(goal[kind]))) is not None
        return say(f"lessons.not-yet.{kind}-goal", name=goal[kind]) if found == absent else None

    return check


def _event(goal: Goal, engine: Engine, _read: Seen, since: float) -> Say | None:
    for event in engine.events(since):
        same = event["Action"].partition(":")[0] == goal["event"]
        if same and event["Actor"]["Attributes"].get("name") == goal["of"]:
            return None
    return say(f"lessons.not-yet.event-{goal['event'].replace('_', '-')}", name=goal["of"])


def _log(goal: Goal, engine: Engine, _read: Seen, _since: float) -> Say | None:
    data = engine.raw(f"/containers/{quote(goal['of'])}/logs?stdout=1&stderr=1") or b""
    return None if goal["log"].encode() in data else say("lessons.not-yet.log", name=goal["of"])


def _text_of(engine: Engine, container: str, path: str) -> str | None:
    data = engine.raw(f"/containers/{quote(container)}/archive?path={quote(path)}")
    if data is None:
        return None
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        held = tar.extractfile(tar.next() or "")
        return held.read().decode("utf-8", "replace") if held else None


def _file(goal: Goal, engine: Engine, _read: Seen, _since: float) -> Say | None:
    text = _text_of(engine, goal["of"], goal["file"]) or ""
    return None if goal["has"] in text else say("lessons.not-yet.file", name=goal["of"], path=goal["file"], wanted=goal["has"])


def _volume_file(goal: Goal, engine: Engine, _read: Seen, _since: float) -> Say | None:
    users = engine.get(f"/containers/json?all=1&filters={quote(json.dumps({'volume': [goal['of']]}))}") or []
    for user in users:
        mount = next(one for one in user["Mounts"] if one.get("Name") == goal["of"])
        if _text_of(engine, user["Id"], f"{mount['Destination']}/{goal['volume-file']}") is not None:
            return None
    return say("lessons.not-yet.volume-file", name=goal["of"], path=goal["volume-file"])


def _read(goal: Goal, engine: Engine, read: Seen, _since: float) -> Say | None:
    if any(_has_read(goal, one, engine) for one in read):
        return None
    key = next((f"lessons.not-yet.read-{word}" for word in ("flag", "of") if word in goal), "lessons.not-yet.read")
    return say(key, command=goal["typed"], name=goal.get("of", ""))


def _has_read(goal: Goal, call: Invocation, engine: Engine) -> bool:
    if call.name != goal["read"] or refused(call) or ("flag" in goal and not call.on(goal["flag"])):
        return False
    return "of" not in goal or any(_is_called(part.text, goal["of"], engine) for part in call.arguments())


def _is_called(typed: str, name: str, engine: Engine) -> bool:
    """Whether a word stands for a container: its name, its id, the beginning of one."""
    row = engine.get(f"/containers/{quote(typed, safe='')}/json")
    return row is not None and row["Name"] == f"/{name}"


CHECKS: dict[str, Callable[[Goal, Engine, Seen, float], Say | None]] = {
    "container": _container,
    "image": _there("image", "/images/{}/json"),
    "network": _there("network", "/networks/{}"),
    "no-container": _there("no-container", "/containers/{}/json"),
    "no-image": _there("no-image", "/images/{}/json"),
    "no-network": _there("no-network", "/networks/{}"),
    "event": _event,
    "log": _log,
    "file": _file,
    "volume-file": _volume_file,
    "read": _read,
}
