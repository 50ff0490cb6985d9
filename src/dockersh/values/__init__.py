"""One value grammar a file: what a flag's value means to docker, and whether docker accepts it.

`decode(kind, text)` gives a `Value` or a `Bad`; a kind without a grammar of its own gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.values import choices, env, images, mounts, networks, ports, quantities, users
from dockersh.values.value import Bad, Value

__all__ = ["KINDS", "Bad", "Value", "decode"]

KINDS: Mapping[str, Callable[[str], Value | Bad]] = {
    "port": ports.publish,
    "expose": ports.expose,
    "target-port": ports.target,
    "image": images.image,
    "image-tag": images.tag,
    "volume": mounts.volume,
    "mount": mounts.mount,
    "tmpfs": mounts.tmpfs,
    "env": env.env,
    "build-arg": env.build_arg,
    "label": env.label,
    "network": networks.network,
    "restart": choices.restart,
    "pull-policy": choices.pull_policy,
    "platform": choices.platform,
    "platforms": choices.platforms,
    "name": choices.name,
    "user": users.user,
    "workdir": users.workdir,
    "bytes": quantities.size,
    "duration": quantities.duration,
    "interval": quantities.interval,
    "swap": quantities.swap,
    "decimal": quantities.cpus,
    "int": quantities.integer,
    "int64": quantities.integer,
    "uint": quantities.natural,
    "uint16": quantities.natural,
    "uint32": quantities.natural,
    "uint64": quantities.natural,
    "filter": env.filter_pair,
}


def decode(kind: str | None, text: str) -> Value | Bad | None:
    """What `text` means as a value of `kind` (a grammar's name or a pflag type); None when we have no grammar for it."""
    grammar = KINDS.get(kind or "")
    return grammar(text) if grammar else None
