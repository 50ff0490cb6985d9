"""The program behind `exec CONTAINER` and `run IMAGE`: shells, and what images of this kind are asked for.

Of a container the engine says which of them it has; of an image only what it starts is known.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping

from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command
from dockersh.startup.typed import Any
from dockersh.ways_in.complete.place import Place
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.values import image_of
from dockersh.ways_in.complete.world import World


def drafts(here: Place, command: Command, world: World) -> Iterator[Draft]:
    """What may be run there; nothing behind the program."""
    if here.argument != "COMMAND":
        return
    if command.name == "container exec":
        names = _in_container(here, world)
    elif command.name in ("container run", "container create"):
        names = _of_image(here, world)
    else:
        names = ["sh"]
    yield from (Draft(name, world.say("inside", name), "program") for name in names)


def _table() -> Mapping[str, Any]:
    return catalogue.words("inside")


def _fitting(image: str) -> list[str]:
    """Programs, shells last but for `sh`: those that images of this name are known for come first."""
    name = image.rpartition("/")[2].partition(":")[0].partition("@")[0]
    return ["sh", "bash", *_table()["images"].get(name, ()), "ash", "zsh", "env"]


def _in_container(here: Place, world: World) -> list[str]:
    """Those that are there. Where the engine cannot be asked for it, the one that nearly every image has."""
    named = next((part.value for part in here.invocation.arguments("CONTAINER") if part.literal and part.value), "")
    (listed,) = world.names("containers")
    image = next((one.detail for one in listed if one.name == named), "")
    places: dict[str, list[str]] = _table()["paths"]
    wanted = [name for name in _fitting(image) if name.startswith(here.text)]
    found = world.inside(named, tuple(path for name in wanted for path in places[name]))
    if found is None:
        return [name for name in wanted if name == "sh"]
    return [name for name in wanted if found.intersection(places[name])]


def _of_image(here: Place, world: World) -> list[str]:
    """Nothing where the words are arguments of an entrypoint."""
    image = image_of(here, world)
    known = catalogue.words("programs")
    entry = os.path.basename(image.entrypoint[0]) if image and image.entrypoint else ""
    if here.invocation.last("entrypoint") or (entry and entry not in known["passes_on"] and entry not in known["shells"]):
        return []
    named = next((part.text for part in here.invocation.arguments("IMAGE")), "")
    own = os.path.basename(image.command[0]) if image and image.command else ""
    usual = [name for name in _fitting(named) if name not in ("bash", "ash", "zsh") or name == own]
    return list(dict.fromkeys([own, *usual] if own in known["shells"] else usual))
