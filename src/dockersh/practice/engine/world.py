"""Everything an engine holds, how it is found by name, and what it tells of itself."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable

from dockersh.practice.engine.ids import id_of
from dockersh.practice.engine.records import Container, Image, Json, Network, Volume
from dockersh.practice.engine.references import familiar
from dockersh.practice.engine.refusal import Refused
from dockersh.startup.typed import Any

EVENTS_KEPT = 1000


class World:
    """One engine. Every change is made with `lock` held; `changed` tells those who wait for one.

    *home* is the folder that containers may mount parts of; *running* and *execs* are what lives in threads, and is not kept.
    """

    def __init__(self, home: str) -> None:
        self.home = home
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.images: dict[str, Image] = {}
        self.containers: dict[str, Container] = {}
        self.volumes: dict[str, Volume] = {}
        self.networks: dict[str, Network] = {}
        self.events: list[Json] = []
        self.running: dict[str, Any] = {}
        self.execs: dict[str, Any] = {}
        self.doors: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}
        self.marks: list[str] = []  # states that a lesson can go back to, as they are kept on disk
        self.generation = 0  # counts changes: what is kept on disk is older or not
        self.predefine()

    def predefine(self) -> None:
        """The three networks that every engine has."""
        now = time.time()
        for name, driver, subnet in (("none", "null", ""), ("host", "host", ""), ("bridge", "bridge", "172.17.0.0/16")):
            gateway = "172.17.0.1" if subnet else ""
            self.networks[name] = Network(name, id_of(f"practice network {name}"), now, driver, subnet, gateway)

    def touch(self) -> None:
        """Something changed. Called with `lock` held."""
        self.generation += 1
        self.changed.notify_all()

    # what is told

    def emit(self, kind: str, action: str, about: str, /, **attributes: str) -> None:
        """An event; *about* is the id of what it tells of."""
        now = time.time_ns()
        actor = {"ID": about, "Attributes": attributes}
        event: Json = {"Type": kind, "Action": action, "Actor": actor, "scope": "local", "time": now // 10**9, "timeNano": now}
        if kind in ("container", "image"):
            event = {"status": action, "id": about, **event}
            if "image" in attributes:
                event["from"] = attributes["image"]
        with self.lock:
            self.events.append(event)
            del self.events[:-EVENTS_KEPT]
            self.touch()

    def emit_of(self, container: Container, action: str, **more: str) -> None:
        """An event about a container: with its image, name and labels."""
        labels = container.config.get("Labels") or {}
        told = {**labels, **more, "image": container.config["Image"], "name": container.name}
        self.emit("container", action, container.id, **dict(sorted(told.items())))

    # how things are found

    def container(self, name: str) -> Container:
        """By id, name, or the beginning of an id. Raises Refused."""
        found: Container | None = find(self.containers.values(), name)
        if found is None:
            raise Refused("no-such-container", name=name)
        return found

    def by_name(self, name: str) -> Container | None:
        """By name alone."""
        return next((one for one in self.containers.values() if one.name == name), None)

    def network(self, name: str) -> Network:
        """By name, id, or the beginning of an id. Raises Refused."""
        found = self.networks.get(name) or find(self.networks.values(), name)
        if found is None:
            raise Refused("no-such-network", name=name)
        return found

    def volume(self, name: str) -> Volume:
        """By name. Raises Refused."""
        if name not in self.volumes:
            raise Refused("no-such-volume", name=name)
        return self.volumes[name]

    def image(self, name: str) -> Image:
        """By tag, digest, id, or the beginning of an id. Raises Refused."""
        found = self.find_image(name)
        if found is None:
            raise Refused("no-such-image", name=shown(name))
        return found

    def find_image(self, name: str) -> Image | None:
        """As `image`; None where there is none."""
        plain = name.removeprefix("sha256:")
        by_id = [one for key, one in self.images.items() if key.removeprefix("sha256:").startswith(plain)]
        exact = self.images.get(f"sha256:{plain}")
        if exact or name.startswith("sha256:"):
            return exact or next(iter(by_id), None)
        try:
            wanted = familiar(name)
        except Refused:
            return None
        tagged = next((one for one in self.images.values() if wanted in (*one.tags, *one.digests)), None)
        return tagged or (next(iter(by_id), None) if re.fullmatch(r"[0-9a-f]+", name) else None)

    def tag_of(self, container: Container) -> str:
        """What `ps` shows as a container's image: the name it was made from while that still leads there, else an id."""
        named = self.find_image(container.config["Image"])
        return str(container.config["Image"]) if named and named.id == container.image else container.image

    def users_of(self, volume: str) -> list[Container]:
        """The containers that mount a volume."""
        return [one for one in self.containers.values() if any(mount.get("Name") == volume for mount in one.mounts)]


def shown(name: str) -> str:
    """The name as docker's error has it: with its tag."""
    if name.startswith("sha256:"):
        return name
    try:
        return familiar(name)
    except Refused:
        return name


def find(among: Iterable[Any], name: str) -> Any:
    """The object of that id, name, or beginning of an id; None where there is none. Raises Refused where several fit."""
    everything = list(among)
    plain = name.removeprefix("/")
    for fits in (lambda one: one.id == plain, lambda one: one.name == plain):
        found = next(filter(fits, everything), None)
        if found is not None:
            return found
    begun = [one for one in everything if plain and one.id.startswith(plain)]
    if len(begun) > 1:
        raise Refused("ambiguous-id", name=plain)
    return begun[0] if begun else None
