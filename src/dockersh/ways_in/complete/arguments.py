"""What a command is about: containers that fit, images, volumes, networks, services, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.reading.catalogue import Command
from dockersh.ways_in.complete.objects import FITTING, objects
from dockersh.ways_in.complete.place import Place
from dockersh.ways_in.complete.services import services
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World, paths


def drafts(here: Place, command: Command, world: World) -> Iterator[Draft] | None:
    """What fits as the next argument; None where we do not know what the argument is."""
    if command.name in BY_COMMAND:
        return BY_COMMAND[command.name](here, command, world)
    if command.name.startswith("compose ") and (here.argument or "").startswith("SERVICE"):
        return services(here, world)
    make = BY_ARGUMENT.get(here.argument or "")
    return make(here, command, world) if make else None


def given(here: Place) -> frozenset[str]:
    """The arguments that stand on the line already."""
    words = (part for part in here.whole.parts if part.kind == "argument" and part.span.start != here.typed.start)
    return frozenset(part.text for part in words)


def _containers(here: Place, command: Command, world: World) -> Iterator[Draft]:
    fitting = FITTING.get(command.name, frozenset())
    if command.name == "container rm" and here.whole.on("force"):
        fitting = frozenset()
    return objects(world, "containers", typed=here.text, without=given(here), fitting=fitting)


def _listed(*kinds: str) -> Callable[[Place, Command, World], Iterator[Draft]]:
    return lambda here, _command, world: objects(world, *kinds, typed=here.text, without=given(here))


def _copy(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    """One side is `CONTAINER:PATH`, the other a path here."""
    first = next((part.text for part in here.invocation.arguments()), None)
    container, colon, path = here.text.partition(":")
    if colon:
        yield from [Draft(f"{container}:/", world.say("copy"), "path", space=False)] if not path else ()
        return
    if first is None or ":" not in first:
        found = objects(world, "containers", typed=here.text)
        yield from (
            draft._replace(name=f"{draft.name}:", space=False) for draft in found if not here.text.startswith(("/", ".", "~"))
        )
    if first is None or ":" in first:
        yield from paths(here.text)


def _tag(here: Place, command: Command, world: World) -> Iterator[Draft]:
    if here.nth == 0:
        return _listed("images")(here, command, world)
    return _repositories(here, command, world)


def _repositories(_here: Place, _command: Command, world: World) -> Iterator[Draft]:
    """A new name: the repositories that are here, to be given another tag."""
    found = {draft.name.rpartition(":")[0]: draft for draft in objects(world, "images")}
    return (draft._replace(name=f"{name}:", space=False, description="") for name, draft in found.items())


def _files(here: Place, _command: Command, _world: World) -> Iterator[Draft]:
    return paths(here.text)


def _context_folder(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    if not here.text:
        yield Draft(".", world.say("build-here"), "path")
    yield from paths(here.text, folders=True)


def _rename(here: Place, command: Command, world: World) -> Iterator[Draft]:
    return _containers(here, command, world) if here.nth == 0 else iter(())


def _port(here: Place, command: Command, world: World) -> Iterator[Draft]:
    """The ports of the container that lead somewhere, and where."""
    if here.nth == 0:
        yield from _containers(here, command, world)
        return
    found = world.container(next((part.text for part in here.invocation.arguments("CONTAINER")), ""))
    for one in found.ports if found else ():
        yield Draft(f"{one.container_port}/{one.protocol}", f"{one.host_ip}:{one.host_port}", "port")


def _removable(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    """Networks that a person made: the engine removes no other."""
    return objects(world, "networks", typed=here.text, without=given(here) | PREDEFINED)


def _nothing(_here: Place, _command: Command, _world: World) -> Iterator[Draft]:
    return iter(())


# Source: moby 28.2.2, daemon/network.go, deleteNetwork: "%s is a pre-defined network and cannot be removed".
PREDEFINED = frozenset(("bridge", "host", "none"))
BY_COMMAND: dict[str, Callable[[Place, Command, World], Iterator[Draft]]] = {
    "container cp": _copy,
    "container rename": _rename,
    "container port": _port,
    "image tag": _tag,
    "inspect": _listed("containers", "images", "volumes", "networks"),
    "secret create": lambda here, _command, _world: paths(here.text) if here.nth else iter(()),
    "config create": lambda here, _command, _world: paths(here.text) if here.nth else iter(()),
    "volume create": _nothing,
    "network create": _nothing,
    "network rm": _removable,
    "search": _nothing,
    "node ps": _listed("nodes"),
}
BY_ARGUMENT: dict[str, Callable[[Place, Command, World], Iterator[Draft]]] = {
    "CONTAINER": _containers,
    "CONTAINER:SRC_PATH": _copy,
    "IMAGE": _listed("images"),
    "NAME": _listed("images"),
    "REPOSITORY": _repositories,
    "SOURCE_IMAGE": _listed("images"),
    "VOLUME": _listed("volumes"),
    "NETWORK": _listed("networks"),
    "CONTEXT": _listed("contexts"),
    "CONTEXT|ENDPOINT": _listed("contexts"),
    "PLUGIN": _listed("plugins"),
    "NODE": _listed("nodes"),
    "self|NODE": _listed("nodes"),
    "SERVICE": _listed("swarm-services"),
    "SERVICE|TASK": _listed("swarm-services"),
    "STACK": _listed("stacks"),
    "SECRET": _listed("secrets"),
    "CONFIG": _listed("configs"),
    "PATH | URL | -": _context_folder,
    "PATH": _files,
    "file|URL|-": _files,
    "FILE|-": _files,
    "file|-": _files,
    "KEYFILE": _files,
    "NEW_NAME": _nothing,
    "SERVER": _nothing,
    "TERM": _nothing,
}
