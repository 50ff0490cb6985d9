"""Lessons on the person's own engine: everything that they make has a name that begins as nothing did before, and goes again.

What was made is noted in `$XDG_STATE_HOME/dockersh/practice/real.json` before it is made, so that a session that was killed is
cleared up by the next one. An image goes if a level brought it and nothing uses it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from dockersh.machine import folders
from dockersh.practice.lessons.ask import Engine
from dockersh.practice.lessons.ground import Ground
from dockersh.practice.lessons.levels import Level, every_level
from dockersh.reading.invocation import read
from dockersh.reading.syntax import parse
from dockersh.startup.typed import Any

PREFIXES = ("learn-", *(f"learn{number}-" for number in range(2, 100)))
PORTS = ("8080", "8081", "80:80")  # of the host, as levels write them
OTHERS = range(8082, 8200)
PULL = re.compile(r"docker pull -q (\S+)")
ANONYMOUS = re.compile(r"[0-9a-f]{64}")
Row = dict[str, Any]


class RealGround(Ground):
    """The engine at a socket, for as long as lessons last. *place*: the folder of practice."""

    real = True

    def __init__(self, path: str, env: Mapping[str, str], place: str) -> None:
        home = os.path.join(place, "real")
        super().__init__(Engine(path), env, home)
        self.note_file = os.path.join(place, "real.json")
        self.prefix, self.pulled, self.made = self._noted() or (self._prefix(), set(), set())
        self.ports = dict(zip(PORTS, _free(PORTS), strict=True))
        self.older = {row["Name"] for row in self._volumes()}

    # names

    def renamed(self, text: str, level: Level) -> str:
        """As in practice, with our prefix and with ports that are free."""
        words = {**self.ports, **{name: self.prefix + name for name in level.names}}
        either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        # Letters of ASCII only: a particle may follow a name.
        return re.sub(rf"(?<![\w./$-])(?:{either})(?![A-Za-z0-9_/-]|\.\w)", lambda found: words[found.group()], text)

    def _prefix(self) -> str:
        taken = tuple(self._names())
        return next(prefix for prefix in PREFIXES if not any(name.startswith(prefix) for name in taken))

    def _names(self) -> Iterator[str]:
        """What the things of the engine are called, with their labels."""
        for row in self._containers():
            yield row["Names"][0].lstrip("/")
        for row in (*self._containers(), *self._networks(), *self._volumes()):
            yield from row.get("Labels") or {}
        for row in (*self._networks(), *self._volumes()):
            yield row["Name"]
        for row in self._images():
            yield from row["RepoTags"] or []

    def _containers(self) -> list[Row]:
        return [row for row in self.engine.get("/containers/json?all=1") or [] if row["Names"]]

    def _networks(self) -> list[Row]:
        return self.engine.get("/networks") or []

    def _volumes(self) -> list[Row]:
        return (self.engine.get("/volumes") or {}).get("Volumes") or []

    def _images(self) -> list[Row]:
        return self.engine.get("/images/json") or []

    # levels

    def prepare(self, level: Level) -> None:
        """Nothing of the levels before, then the lines of this one."""
        folders.make(str(self.home))
        self._clear_things()
        self.pulled |= {image for image in _images_of(level) if not self._has(image) and not image.startswith(self.prefix)}
        self._note()
        self.carry_out(line for line in level.start if not self._pulls_anew(line))
        self.mark()

    def _pulls_anew(self, line: str) -> bool:
        """Whether a line would exchange an image that the person has for a newer one."""
        found = PULL.fullmatch(line)
        return found is not None and self._has(found.group(1))

    def absent(self) -> list[str]:
        """The images that the levels need and this engine has not."""
        found = {image for level in every_level(real=True) for image in _images_of(self.of(level))}
        return sorted(image for image in found if not image.startswith(self.prefix) and not self._has(image))

    def _has(self, image: str) -> bool:
        return self.engine.get(f"/images/{quote(image)}/json") is not None

    def mark(self) -> None:
        """Note what will have no name to know it by: anonymous volumes of our containers, images that lose their name."""
        before = set(self.made)
        own = [row for row in self._containers() if row["Names"][0].lstrip("/").startswith(self.prefix)]
        mounted = [mount.get("Name") or "" for row in own for mount in row["Mounts"]]
        self.made |= {f"volumes/{name}" for name in mounted if ANONYMOUS.fullmatch(name) and name not in self.older}
        built = (row["Id"] for row in self._images() if all(map(self._is_ours, row["RepoTags"] or [""])))
        self.made |= {f"images/{one}" for one in built}
        if self.made != before:
            self._note()

    def back(self) -> bool:
        """A real engine has no way back."""
        return False

    # clearing up

    def leave(self) -> list[str]:
        """Remove everything that lessons made; the names of what went."""
        self.mark()
        gone = self._clear_things()
        gone += [image for image in sorted(self.pulled) if self._has(image) and self._delete(f"images/{quote(image)}")]
        shutil.rmtree(str(self.home), ignore_errors=True)
        if os.path.exists(self.note_file):
            os.unlink(self.note_file)
        return gone

    def _clear_things(self) -> list[str]:
        gone = []
        for name, request in self._things():
            gone += [name] if self._delete(request) else []
        for request in sorted(self.made):
            if not (self.engine.get(f"/{request}/json") or {}).get("RepoTags"):  # somebody may have named it since
                self._delete(request)
        self.made.clear()
        return gone

    def _things(self) -> Iterator[tuple[str, str]]:
        """What has a name of ours, in the order in which it can go, and the request that removes it."""
        found = [(row["Names"][0].lstrip("/"), f"containers/{row['Id']}?force=1&v=1") for row in self._containers()]
        found += [(row["Name"], f"networks/{row['Id']}") for row in self._networks()]
        found += [(row["Name"], f"volumes/{quote(row['Name'])}") for row in self._volumes()]
        found += [(tag, f"images/{quote(tag)}") for row in self._images() for tag in row["RepoTags"] or []]
        return ((name, request) for name, request in found if name.startswith(self.prefix))

    def _is_ours(self, name: str) -> bool:
        return name.startswith(self.prefix)

    def _delete(self, request: str) -> bool:
        return self.engine.order("DELETE", f"/{request}")

    # what is noted

    def _noted(self) -> tuple[str, set[str], set[str]] | None:
        """What a session before us left, on this engine."""
        try:
            with open(self.note_file, encoding="utf-8") as file:
                noted = json.load(file)
            return (noted["prefix"], set(noted["pulled"]), set(noted["made"])) if noted["engine"] == self.engine.path else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _note(self) -> None:
        told = {"engine": self.engine.path, "prefix": self.prefix, "pulled": sorted(self.pulled), "made": sorted(self.made)}
        folders.write(self.note_file, json.dumps(told).encode(), private=True)


def _images_of(level: Level) -> set[str]:
    """The images that the lines of a level name."""
    lines = (*level.start, *(one.line for one in level.solution))
    calls = [read(call) for line in lines for call in parse(line).calls]
    pulls = [one for one in calls if one.name in ("container run", "container create", "image pull")]
    return {part.text for one in pulls for part in (*one.arguments("IMAGE"), *one.arguments("NAME"))}


def _free(ports: tuple[str, ...]) -> Iterator[str]:
    """For each mapping of a level one whose host port nobody uses."""
    others = (str(port) for port in OTHERS if _is_free(port))
    for port in ports:
        host, colon, inside = port.partition(":")
        yield port if _is_free(int(host)) else next(others, host) + colon + inside


def _is_free(port: int) -> bool:
    """Whether nobody listens there. It is asked by connecting: to bind 80 takes rights that the engine has and we have not."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
