"""What may be asked of an engine."""

from __future__ import annotations

from dockersh.startup.typed import Literal, NamedTuple

Kind = Literal[
    "version",
    "endpoint",
    "host",
    "image",
    "users",
    "containers",
    "publishers",
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
    "compose-active",
    "compose-hashes",
    "compose-members",
    "plugin",
    "program",
    "volume-sizes",
    "parents",
    "features",
    "detach-keys",
    "credential-helper",
    "env-files",
    "program-files",
    "compose-builds",
    "bake",
    "raw",
    "log",
    "inside",
]
About = tuple[str, ...]


class Question(NamedTuple):
    """A kind of question and what it is about: a reference, names, or ports like `80/tcp`."""

    kind: Kind
    about: About = ()


# Nice to know, and slow on an engine with much to weigh: not waited for beyond the others, and no reason to call it silent.
OPTIONAL = frozenset((Question("volume-sizes"), Question("list", ("build-cache",)), Question("features")))
# Answered by the client's own files, where `docker` is the client itself.
OF_CONTEXTS = frozenset((Question("list", ("contexts",)), Question("names", ("contexts",))))
