"""How long a container would run, as far as that is known: of practice's own images and of programs that everybody knows."""

from __future__ import annotations

import functools
import os

from dockersh.practice.engine.records import Container
from dockersh.practice.foretell.scene import Fate, Scene
from dockersh.startup.toml_cache import load
from dockersh.startup.typed import Any

LEAST = 10  # seconds; what sleeps for fewer may be over before the next line
LONG = 3600  # seconds that are longer than a script


OPEN = Fate()


@functools.cache
def table() -> dict[str, Any]:
    """`fates.toml`."""
    return load(os.path.join(os.path.dirname(__file__), "fates.toml"))


def fate(scene: Scene, container: Container) -> Fate:
    """What becomes of its first process."""
    if container.image in scene.assumed or container.host.get("Odd"):
        return OPEN
    words = [*container.argv]
    if os.path.basename(words[0]) in table()["starters"]:
        words = words[1:]
    return _of(os.path.basename(words[0]), words, container) if words else OPEN


def _of(program: str, words: list[str], container: Container) -> Fate:
    facts = table()
    if program in facts["servers"]:
        return Fate(runs=True) if words == scene_command(container) else OPEN
    if program in facts["needs"]:
        return _needing(facts["needs"][program], words, container)
    if program in facts["ends"] or words[0] in facts["ends"]:
        return Fate(runs=False, status=facts["ends"].get(program, 0)) if _everywhere(container, words) else OPEN
    if program in facts["shells"] and len(words) == 1:
        return Fate(runs=True) if container.config.get("OpenStdin") else Fate(runs=False, status=0)
    return _waiting(program, words)


def scene_command(container: Container) -> list[str] | None:
    """The command that its image has."""
    return container.host.get("OwnCommand")


def _needing(names: list[str], words: list[str], container: Container) -> Fate:
    if words != scene_command(container):
        return OPEN
    given = {one.partition("=")[0] for one in container.config.get("Env") or []}
    return Fate(runs=True) if given & set(names) else Fate(runs=False, status=1)


def _everywhere(container: Container, words: list[str]) -> bool:
    """Whether an image has the program: hello-world has nothing but its own."""
    bare = scene_command(container) == ["/hello"]
    return words == ["/hello"] if bare else words != ["/hello"]


def _waiting(program: str, words: list[str]) -> Fate:
    if words in (["tail", "-f", "/dev/null"], ["sleep", "infinity"]):
        return Fate(runs=True)
    if program == "sleep" and len(words) == 2 and words[1].isdecimal() and int(words[1]) >= LEAST:
        return Fate(runs=True, seconds=0 if int(words[1]) >= LONG else int(words[1]))
    return OPEN
