"""`how NAME`: the lines that make an object again, and what has to be known about them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from dockersh.explaining.secrets import has_secret
from dockersh.finding import Say, say
from dockersh.recreate import container, other
from dockersh.recreate.asked import Found
from dockersh.recreate.dockerfile import file, settings
from dockersh.recreate.options import api_socket, device, security
from dockersh.recreate.options.plain import unsaid
from dockersh.recreate.options.process import entrypoint
from dockersh.recreate.options.storage import anonymous
from dockersh.recreate.secret import safe
from dockersh.recreate.seen import Row, Seen
from dockersh.recreate.written import Line, written
from dockersh.startup.typed import NamedTuple

COMPOSE = "com.docker.compose."
# Docker makes these itself in every container that starts.
DOCKERS = frozenset(
    (
        *("/.dockerenv", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/mtab", "/etc", "/sbin/docker-init"),
        *("/dev", "/dev/console", "/dev/pts", "/dev/shm", "/proc", "/sys", "/run"),  # noqa: S108  a container's
    )
)


class Again(NamedTuple):
    """The text for standard output ('' where none may be printed), what is said beside it, and the lines as words."""

    text: str
    notes: tuple[Say, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether a secret keeps it from being printed."""
        return not self.text


def again(found: Found, *, secrets: bool = False) -> Again:
    """The lines that make what was found again; *secrets*: their values may stand in them."""
    if found.kind == "image":
        return _image(found, secrets=secrets)
    if found.kind == "container":
        return typed(container.lines(found.seen), _of_container(found), secrets=secrets)
    made = other.volume if found.kind == "volume" else other.network
    return typed((made(found.row),), _of_other(found), secrets=secrets)


def typed(lines: tuple[Line, ...], notes: tuple[Say, ...], *, secrets: bool) -> Again:
    """Lines as they may be printed; *secrets*: as they are."""
    if secrets:
        return Again(_together(lines), notes, lines)
    checked = [safe(line) for line in lines]
    clean = tuple(one.line for one in checked)
    names = [name for one in checked for name in one.exports]
    exports = (say("recreate.export", names=" ".join(names)),) if names else ()
    if any(one.kept for one in checked):
        return Again("", (*notes, say("recreate.secret")), ())
    return Again(_together(clean), (*notes, *exports), clean)


def _together(lines: tuple[Line, ...]) -> str:
    return "".join(f"{written(line)}\n" for line in lines)


def _image(found: Found, *, secrets: bool) -> Again:
    config = found.row.get("Config") or {}
    lines = list(file.dockerfile(found.history, config))
    text = "".join(f"{line}\n" for line in lines)
    notes: tuple[Say, ...] = (say("recreate.reconstruction", name=found.name),)
    if names := settings.unsaid(config):
        notes = (*notes, say("recreate.unsaid-in-file", names=", ".join(names)))
    if not secrets and any(has_secret(re.sub(r"^(?:RUN|CMD|ENTRYPOINT|ONBUILD \w+) ", "", line)) for line in (text, *lines)):
        return Again("", (*notes, say("recreate.secret")))
    return Again(text, notes)


def _of_other(found: Found) -> tuple[Say, ...]:
    if found.kind == "volume":
        return (say("recreate.volume-is-empty", name=found.name),)
    return ()


def _of_container(found: Found) -> tuple[Say, ...]:
    """What a reader of the line has to know, what it cannot say."""
    return (*service(found.seen), *references(found), *_lost(found), *cannot(found.seen))


def service(seen: Seen) -> Iterator[Say]:
    """Of a container that compose made: which service it is, and the line that makes it again."""
    labels = seen.config.get("Labels") or {}
    project, service = (labels.get(f"{COMPOSE}{key}", "") for key in ("project", "service"))
    if project and service:
        yield say("recreate.compose", project=project, service=service, line=compose_line(labels))


def compose_line(labels: Row) -> str:
    """The line that makes a service's container again, as compose itself was called."""
    files = str(labels.get(f"{COMPOSE}project.config_files", ""))
    words = ["docker", "compose", "-p", str(labels[f"{COMPOSE}project"])]
    words += [word for file in files.split(",") if file for word in ("-f", file)]
    return shlex.join([*words, "up", "-d", "--force-recreate", str(labels[f"{COMPOSE}service"])])


def references(found: Found) -> Iterator[Say]:
    """Whether the image's name stands for it no longer, or for none."""
    name = str(found.seen.config.get("Image") or "")
    if not found.image:
        yield say("recreate.image-gone", image=name)
    elif container.moved(found.seen):
        key = "recreate.image-moved" if found.tagged else "recreate.image-untagged"
        yield say(key, image=name)


def _lost(found: Found) -> Iterator[Say]:
    """What lives in the container, and in no line."""
    changed = own_changes(found)
    if changed:
        yield say("recreate.changed-files", count=str(changed), name=found.seen.name)
    for mount in found.row.get("Mounts") or ():
        if is_anonymous(found.seen, mount):
            yield say("recreate.anonymous", path=mount["Destination"], volume=mount["Name"])


def is_anonymous(seen: Seen, mount: Row) -> bool:
    """Whether a mount is a volume that another container of this line would get a new one for."""
    volumes = (*anonymous(seen), *(seen.of_image.get("Volumes") or ()))
    named = [bind for bind in seen.host.get("Binds") or () if bind.split(":")[1:2] == [mount.get("Destination")]]
    return mount.get("Type") == "volume" and mount.get("Destination") in volumes and not named


def own_changes(found: Found) -> int:
    """How many files differ from the image."""
    return len(own_paths(found))


def own_paths(found: Found) -> set[str]:
    """The files that differ from the image, without the folders above them and places where something is mounted."""
    mounted = {mount.get("Destination", "") for mount in found.row.get("Mounts") or ()}
    mounted |= set(found.seen.host.get("Tmpfs") or ())
    mounted |= api_socket.FILES if api_socket.asked(found.seen) else set()
    paths = {str(row.get("Path")) for row in found.changes if row.get("Path") not in mounted}
    above = {path[:at] for path in paths | mounted for at, char in enumerate(path) if char == "/" and at}
    return paths - above - DOCKERS


def cannot(seen: Seen) -> Iterator[Say]:
    """What the line says in other words, needs a file for, or leaves out."""
    if entrypoint(seen) is not None and len(seen.config.get("Entrypoint") or ()) > 1:
        yield say("recreate.long-entrypoint")
    if (seen.config.get("Healthcheck") or {}).get("Test", [""])[:1] == ["CMD"] and (
        seen.config["Healthcheck"] != seen.of_image.get("Healthcheck")
    ):
        yield say("recreate.health-words")
    if security.has_profile(seen):
        yield say("recreate.profile", file=security.profile_file(seen))
    if api_socket.asked(seen):
        yield say("recreate.api-socket")
    if file := seen.host.get("ContainerIDFile"):
        yield say("recreate.cidfile", file=file)
    if names := [*unsaid(seen), *device.unsaid(seen)]:
        yield say("recreate.unsaid", names=", ".join(names))
