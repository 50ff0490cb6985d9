"""What may be asked of an engine."""

from __future__ import annotations

from dockersh.typed import Literal, NamedTuple

Kind = Literal[
    "version",
    "endpoint",
    "host",
    "image",
    "users",
    "containers",
    "publishers",
    "latest",
    "volumes",
    "volume-users",
    "networks",
    "network-users",
    "list",
    "names",
    "output",
    "swarm",
    "paths",
    "listeners",
    "events",
    "build-context",
    "files",
    "compose-config",
    "compose-hashes",
    "compose-members",
    "plugin",
    "program",
    "volume-sizes",
    "parents",
    "features",
    "detach-keys",
]
About = tuple[str, ...]


class Question(NamedTuple):
    """A kind of question and what it is about: a reference, names, or ports like `80/tcp`."""

    kind: Kind
    about: About = ()
