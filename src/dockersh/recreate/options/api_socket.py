"""`--use-api-socket`: a mount and a variable that the client makes of it.

Source: docker/cli cli/command/container/create.go (28.5.2): the socket is mounted, and where there are logins, they are copied
to `/run/secrets/docker/config.json`, which the variable names.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option
from dockersh.recreate.seen import Row, Seen

NAME = "use-api-socket"
SOCKET = "/var/run/docker.sock"
FOLDER = "/run/secrets/docker"
FILES = frozenset(("/run/secrets", FOLDER, f"{FOLDER}/config.json"))
VARIABLE = f"DOCKER_CONFIG={FOLDER}"


def asked(seen: Seen) -> bool:
    """Whether both are there; the mount alone is one like any other, and is told as that."""
    named = VARIABLE in (seen.config.get("Env") or ()) and VARIABLE not in (seen.of_image.get("Env") or ())
    return named and any(is_its_own(mount) for mount in seen.host.get("Mounts") or ())


def is_its_own(mount: Row) -> bool:
    """The mount of the socket as the client asks for it."""
    return (mount.get("Type"), mount.get("Source"), mount.get("Target"), bool(mount.get("ReadOnly"))) == (
        *("bind", SOCKET, SOCKET),
        False,
    )


def sockets(seen: Seen) -> Iterator[Option]:
    """`--use-api-socket`."""
    if asked(seen):
        yield Option(NAME)
