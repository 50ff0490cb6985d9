"""Which earlier line of a script is the reason that docker says no."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable

from dockersh.practice.engine.records import Container
from dockersh.practice.engine.references import familiar
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.foretell.scene import Scene, Told
from dockersh.startup.toml_cache import load
from dockersh.startup.typed import Any, NamedTuple

NOWHERE = -1


class Reason(NamedTuple):
    """*key* says what kind it is ('' where docker's words say enough), *name* and *line* what did it; 0: before the script.

    *sure*: nothing that nobody knows came between. *state*: it is about what there is, and not about the words alone.
    """

    key: str = ""
    name: str = ""
    line: int = 0
    sure: bool = True
    state: bool = False


class Found(NamedTuple):
    """What a rule finds: a key, a name, and what was told of it."""

    key: str = ""
    name: str = ""
    told: Told | None = None
    never: bool = False


@functools.cache
def table() -> dict[str, Any]:
    """`reasons.toml`."""
    return load(os.path.join(os.path.dirname(__file__), "reasons.toml"))


def reason(scene: Scene, refused: Refused) -> Reason:
    """Why the engine refused, as far as the script shows it."""
    row = table().get(refused.code)
    if row is None:
        return Reason()
    values = {key: str(value) for key, value in refused.values.items()}
    found = RULES[row["rule"]](scene, values)
    step = found.told.step if found.told else NOWHERE
    sure = all(step > scene.clouds[kind][0] for kind in row["kinds"] if kind in scene.clouds)
    return Reason(found.key, found.name, found.told.line if found.told else 0, sure, state=True)


def _last(scene: Scene, kind: str, actions: tuple[str, ...], *names: str) -> Told | None:
    """The last of such events about one of these names or ids."""
    fits = (one for one in reversed(scene.told) if one.kind == kind and one.action in actions)
    return next((one for one in fits if {one.name, one.about, one.old.removeprefix("/")} & set(names)), None)


def _made(scene: Scene, values: dict[str, str]) -> Found:
    told = _last(scene, "container", ("create", "rename"), values["id"])
    return Found("made", values["name"], told)


def _no_container(scene: Scene, values: dict[str, str]) -> Found:
    return _gone(scene, "container", values["name"].removeprefix("/"))


def _no_image(scene: Scene, values: dict[str, str]) -> Found:
    told = _last(scene, "image", ("gone",), familiar(values["name"]) if values["name"] else "")
    return Found("removed" if told else "never", values["name"], told)


def _no_volume(scene: Scene, values: dict[str, str]) -> Found:
    return _gone(scene, "volume", values["name"])


def _no_network(scene: Scene, values: dict[str, str]) -> Found:
    return _gone(scene, "network", values["name"])


def _gone(scene: Scene, kind: str, name: str) -> Found:
    told = _last(scene, kind, ("destroy", "rename"), name)
    if told is None:
        return Found("never", name)
    return Found("renamed" if told.action == "rename" else "removed", name, told)


def _port(scene: Scene, values: dict[str, str]) -> Found:
    holder = next((one for one in scene.containers.values() if _holds(one, values["port"])), None)
    if holder is None:
        return Found()
    return Found("port", holder.name, _last(scene, "container", ("start",), holder.id))


def _holds(container: Container, port: str) -> bool:
    return any(binding["HostPort"] == port for bindings in container.ports.values() for binding in bindings)


def _runs(scene: Scene, values: dict[str, str]) -> Found:
    return Found("runs", values["name"], _last(scene, "container", ("start",), values["name"]))


def _paused(scene: Scene, values: dict[str, str]) -> Found:
    name = values.get("name", "") or _named(scene, values.get("id", ""))
    return Found("paused", name, _last(scene, "container", ("pause",), name))


def _named(scene: Scene, key: str) -> str:
    container = scene.containers.get(key)
    return container.name if container else key


def _stands(scene: Scene, values: dict[str, str]) -> Found:
    """It does not run: it was stopped, ended by itself, or was never started."""
    key = values["id"]
    name = _named(scene, key)
    started = _last(scene, "container", ("start",), key)
    if key in scene.alone:
        return Found("ended", name, started)
    told = _last(scene, "container", ("die",), key)
    if told is not None:
        return Found("stopped", name, told)
    return Found("created", name, _last(scene, "container", ("create",), key))


def _user(scene: Scene, values: dict[str, str]) -> Found:
    return _uses(scene, values["id"])


def _uses(scene: Scene, key: str) -> Found:
    container = next((one for one in scene.containers.values() if one.id.startswith(key)), None)
    if container is None:
        return Found()
    return Found("used", container.name, _last(scene, "container", ("create",), container.id))


def _mounts(scene: Scene, values: dict[str, str]) -> Found:
    return _uses(scene, values["ids"].partition(",")[0])


def _network(scene: Scene, values: dict[str, str]) -> Found:
    return Found("made", values["name"], _last(scene, "network", ("create",), values["name"]))


def _inside(scene: Scene, values: dict[str, str]) -> Found:
    name = values["endpoints"].partition('name:"')[2].partition('"')[0]
    return Found("used", name, _last(scene, "container", ("start",), name))


def _nothing(_scene: Scene, _values: dict[str, str]) -> Found:
    return Found()


RULES: dict[str, Callable[[Scene, dict[str, str]], Found]] = {
    "made": _made,
    "no_container": _no_container,
    "no_image": _no_image,
    "no_volume": _no_volume,
    "no_network": _no_network,
    "port": _port,
    "runs": _runs,
    "paused": _paused,
    "stands": _stands,
    "user": _user,
    "mounts": _mounts,
    "network": _network,
    "inside": _inside,
    "nothing": _nothing,
}
