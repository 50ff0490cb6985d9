"""What may stand behind a flag: a table of kinds of values (`value = "…"` in the facts), each a few lines."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

from dockersh.engine import Image
from dockersh.engine.state import ALIVE
from dockersh.machine import limits, regular_files
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.values.security import CAPABILITIES
from dockersh.reading.values.words import OBJECTS, OPEN, WORDS
from dockersh.startup.typed import Any
from dockersh.ways_in.complete.objects import objects
from dockersh.ways_in.complete.place import Place
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World, paths

# Words that share one sentence.
SINGLE = {"object-type": OBJECTS, "capability": CAPABILITIES, "capability-drop": CAPABILITIES}

# Flags whose value is a path, where the facts name no kind.
PATHS = frozenset(
    [
        "config",
        "file",
        "iidfile",
        "input",
        "output",
        "metadata-file",
        "cidfile",
        "label-file",
        "tlscacert",
        "tlscert",
        "tlskey",
        "project-directory",
        "policy",
        "checkpoint-dir",
        "env-from-file",
        "buildkitd-config",
        "dir",
        "filename",
        "templates",
    ]
)
BOOLEANS = ("true", "false")


def drafts(here: Place, command: Command, flag: Flag, world: World) -> Iterator[Draft]:
    """What fits as a value of `flag`; each draft holds the value alone, without what stands before it in the word."""
    kind = flag.value or ""
    if flag.type == "bool":
        yield from (Draft(word) for word in BOOLEANS)
    elif kind in GRAMMARS:
        yield from GRAMMARS[kind](here, command, world)
    elif flag.name in BY_NAME:
        yield from BY_NAME[flag.name](here, command, world)
    elif choices := _choices(command, flag):
        yield from (choice(world, word, kind or flag.name) for word in choices)
    elif flag.name in PATHS or kind == "path":
        yield from paths(here.text)


def _choices(command: Command, flag: Flag) -> list[str]:
    tables: Any = catalogue.words("choices")
    named = tables["flag"].get(f"{command.name} {flag.name}") or tables["flag"].get(flag.name)
    known = WORDS.get(flag.value or "") or OPEN.get(flag.value or "") or SINGLE.get(flag.value or "", ())
    found: list[str] = named or tables["kind"].get(flag.value or "") or list(known)
    return found


def choice(world: World, word: str, kind: str) -> Draft:
    """A word of a list; one that ends with a joint goes on."""
    return Draft(word, world.say(kind, word), "choice", space=not word.endswith(("=", ":", "/", ",", " ")))


def image_of(here: Place, world: World) -> Image | None:
    """The image that the line names, behind the cursor or before it, if it is here."""
    named = next((part.value for part in here.whole.arguments("IMAGE") if part.literal), None)
    return world.image(named) if named else None


def _port(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    """Joined to the ports that the image says it listens on; ports below 1024 get a free host port's usual number first."""
    image = image_of(here, world)
    for exposed in image.exposed if image else ():
        port, _, protocol = exposed.partition("/")
        inside = port if protocol in ("", "tcp") else f"{port}/{protocol}"
        outside = str(int(port) + 8000) if port.isdecimal() and int(port) < 1024 else port
        typed = here.text.rpartition(":")[0]
        wanted = [typed] if typed and not typed.count(":") > 1 else [outside, f"127.0.0.1:{outside}", port]
        yield from (Draft(f"{host}:{inside}", world.say("port", _reach(host)), "port") for host in dict.fromkeys(wanted))
    if not here.text.count(":"):
        yield Draft("127.0.0.1:", world.say("port", "local"), "port", space=False)


def _reach(host: str) -> str:
    return "local" if host.startswith("127.") else "everywhere"


def _volume(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    """`SOURCE:TARGET[:MODE]`: volumes and paths, then the image's own volumes, then modes."""
    source, colon, rest = here.text.partition(":")
    target, second, modes = rest.partition(":")
    if second:
        head = modes[: modes.rfind(",") + 1]
        yield from (_joined(f"{source}:{target}:{head}", choice(world, mode, "mode")) for mode in _mount_words("modes"))
    elif colon:
        yield from (_joined(f"{source}:", draft) for draft in _image_volumes(here, world))
    elif not source.startswith(("/", ".", "~", "$")):
        yield from (draft._replace(name=f"{draft.name}:", space=False) for draft in objects(world, "volumes"))
    if not colon and (not source or source.startswith(("/", ".", "~", "$"))):
        start = source or "./"
        yield from (draft._replace(name=f"{draft.name.rstrip('/')}:", space=False) for draft in paths(start) if source)
        yield from (draft for draft in paths(start, folders=True))


def _image_volumes(here: Place, world: World) -> Iterator[Draft]:
    image = image_of(here, world)
    yield from (Draft(path, world.say("mount", "image-volume"), "path") for path in (image.volumes if image else ()))


def _joined(head: str, draft: Draft) -> Draft:
    return draft._replace(name=f"{head}{draft.name}")


def _mount_words(key: str) -> list[str]:
    found: list[str] = catalogue.words("choices")["mount"].get(key, [])
    return found


def _mount(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    """`key=value` between commas: the keys that are not there yet, then what fits behind each."""
    head, _, field = here.text.rpartition(",")
    head = f"{head}," if head else ""
    given = dict(piece.partition("=")[::2] for piece in head.split(",") if piece)
    key, equals, value = field.partition("=")
    if not equals:
        yield from (_joined(head, draft) for draft in _mount_keys(given, world))
        return
    head = f"{head}{key}="
    if key in ("source", "src"):
        kind = given.get("type", "volume")
        found = paths(value) if kind == "bind" else objects(world, SOURCES_OF_MOUNTS.get(kind, "volumes"))
    elif key in ("target", "dst", "destination"):
        found = _image_volumes(here, world)
    else:
        found = (choice(world, word, "mount") for word in _mount_words(key))
    yield from (_joined(head, draft._replace(space=False)) for draft in found)


# What a mount of a type is made from; all but these from a volume.
SOURCES_OF_MOUNTS = {"image": "images"}


def _mount_keys(given: dict[str, str], world: World) -> Iterator[Draft]:
    """`type` decides which keys make sense; it comes first."""
    keys = [] if "type" in given else ["type="]
    for key in [*keys, *_mount_words("common"), *(_mount_words(given.get("type", "volume")))]:
        if key.rstrip("=") not in given and not (key == "source=" and given.get("type") == "tmpfs"):
            yield Draft(key, world.say("mount", key.rstrip("=")), "key", space=False)


def _network(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    if here.text.startswith("container:"):
        running = objects(world, "containers", fitting=ALIVE)
        yield from (_joined("container:", draft) for draft in running)
        return
    yield from objects(world, "networks", typed=here.text)
    yield choice(world, "container:", "network")


def _shared(kind: str) -> Callable[[Place, Command, World], Iterator[Draft]]:
    """Namespaces: fixed words, or those of a running container."""

    def found(here: Place, _command: Command, world: World) -> Iterator[Draft]:
        if here.text.startswith("container:"):
            yield from (_joined("container:", draft) for draft in objects(world, "containers", fitting=ALIVE))
        else:
            yield from (choice(world, word, kind) for word in catalogue.words("choices")["kind"][kind])

    return found


def _filter(here: Place, command: Command, world: World) -> Iterator[Draft]:
    """`key=`, then a word that the key may have; names where it takes one."""
    tables: Any = catalogue.words("filters")
    key, equals, value = here.text.partition("=")
    if not equals:
        yield from (
            Draft(word, world.say("filter", word.rstrip("=")), "key", space=False)
            for word in tables["keys"].get(command.name, ())
        )
        return
    words = tables.get(f"of {command.name}", {}).get(key) or tables["values"].get(key, ())
    for word in words:
        if word.startswith("@"):
            yield from (_joined(f"{key}=", draft) for draft in objects(world, word[1:], typed=value))
        else:
            yield _joined(f"{key}=", choice(world, word, "filter-value"))


def _format(here: Place, command: Command, world: World) -> Iterator[Draft]:
    """`json`, `table`, and `{{.Field}}`: behind what was written before it."""
    head, opened, _ = here.text.rpartition("{{")
    if not opened:
        yield Draft("json", world.say("format", "json"), "choice")
        if command.name.endswith(" ls"):
            yield Draft("table ", world.say("format", "table"), "choice", space=False)
        head = here.text if here.text.endswith((" ", "\\t", ":")) else ""
    for field in catalogue.words("fields").get(command.name, ()):
        yield Draft(f"{head}{{{{{field}}}}}", "", "field")
    yield Draft(f"{head}{{{{json .}}}}", world.say("format", "all"), "field")


def _env(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    """Names of the shell's own variables; without `=` docker copies the value, so no value is shown."""
    if "=" not in here.text:
        yield from (Draft(name, world.say("env"), "variable") for name in sorted(os.environ) if re.fullmatch(r"\w+", name))


def _env_file(here: Place, _command: Command, _world: World) -> Iterator[Draft]:
    """Files of variables first, also those that are hidden by their name."""
    head, slash, begun = here.text.rpartition("/")
    hidden = () if begun else paths(f"{head}{slash}.env")
    others = list(paths(here.text))
    yield from (*hidden, *sorted(others, key=lambda one: ".env" not in one.name))


def _group(_here: Place, _command: Command, world: World) -> Iterator[Draft]:
    yield Draft(str(os.getgid()), world.say("group", "me"))
    yield from (choice(world, word, "group") for word in catalogue.words("choices")["kind"]["group"])


def _user(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    image = image_of(here, world)
    if image and image.user:
        yield Draft(image.user, world.say("user", "image"))
    me = f"{os.getuid()}:{os.getgid()}"
    yield Draft(me, world.say("user", "me"))
    yield from (choice(world, word, "user") for word in catalogue.words("choices")["kind"]["user"] if word != me)


def _host(_here: Place, _command: Command, world: World) -> Iterator[Draft]:
    (contexts,) = world.names("contexts")
    found = dict.fromkeys([one.detail for one in contexts if one.detail] + ["unix:///var/run/docker.sock"])
    yield from (Draft(endpoint, world.say("host", "context"), "host") for endpoint in found)
    yield from (Draft(word, world.say("host", word), "host", space=False) for word in ("ssh://", "tcp://"))


def _platforms(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    head = here.text[: here.text.rfind(",") + 1]
    yield from (_joined(head, choice(world, word, "platform")) for word in catalogue.words("choices")["kind"]["platform"])


def _dockerfile(here: Place) -> str:
    """The text of the Dockerfile of a build: -f, or Dockerfile in the context's folder."""
    context = next((part.value for part in here.whole.arguments() if part.literal and part.value), ".")
    path = here.whole.value("file") or os.path.join(context, "Dockerfile")
    try:
        return regular_files.text(path, limits.DOCKERFILE)
    except OSError:
        return ""


def _target(here: Place, _command: Command, world: World) -> Iterator[Draft]:
    stages = re.findall(r"(?im)^[ \t]*FROM\s+(?:--\S+\s+)*(\S+)\s+AS\s+(\S+)", _dockerfile(here))
    yield from (Draft(name, world.say("stage").replace("{image}", image), "stage") for image, name in stages)


def _build_arg(here: Place, _command: Command, _world: World) -> Iterator[Draft]:
    found = re.findall(r"(?im)^[ \t]*ARG\s+(\w+)(?:=(.*))?$", _dockerfile(here))
    yield from (Draft(f"{name}=", default, "variable", space=False) for name, default in dict(found).items())


def _listed(*kinds: str) -> Callable[[Place, Command, World], Iterator[Draft]]:
    return lambda here, _command, world: objects(world, *kinds, typed=here.text)


def _linked(_here: Place, _command: Command, world: World) -> Iterator[Draft]:
    return (draft._replace(name=f"{draft.name}:", space=False) for draft in objects(world, "containers", fitting=ALIVE))


def _device(here: Place, _command: Command, _world: World) -> Iterator[Draft]:
    return paths(here.text or "/dev/")


GRAMMARS: dict[str, Callable[[Place, Command, World], Iterator[Draft]]] = {
    "port": _port,
    "volume": _volume,
    "mount": _mount,
    "network": _network,
    "ipc-mode": _shared("ipc-mode"),
    "pid-mode": _shared("pid-mode"),
    "filter": _filter,
    "format": _format,
    "env": _env,
    "user": _user,
    "group": _group,
    "env-file": _env_file,
    "platforms": _platforms,
    "platform-list": _platforms,
    "build-arg": _build_arg,
    "image-tag": _listed("images"),
    "volumes-from": _listed("containers"),
    "link": _linked,
    "device": _device,
}
BY_NAME: dict[str, Callable[[Place, Command, World], Iterator[Draft]]] = {
    "context": _listed("contexts"),
    "host": _host,
    "target": _target,
    "config-from": _listed("networks"),
}
