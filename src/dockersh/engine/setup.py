"""What a container was made with, as `docker inspect` tells it: enough to tell it from another of the same image."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockersh.startup.typed import Any, NamedTuple


class Setup(NamedTuple):
    """The settings of `docker create`. *env* are names only: values may be secrets. *words* are the command without entrypoint.

    *attached*: some stream was to be joined, as it is unless `-d` stood on the line. *mounts* counts what `-v` and `--mount`
    asked for, *published* the container's ports that `-p` did. *hosts* are names that it knows by --add-host or --link.
    """

    entrypoint: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    env: frozenset[str] = frozenset()
    labels: Mapping[str, str] = {}
    hostname: str = ""
    user: str = ""
    folder: str = ""
    attached: bool = True
    mounts: int = 0
    published: frozenset[str] = frozenset()
    privileged: bool = False
    hosts: frozenset[str] = frozenset()


def setup(config: Mapping[str, Any], host: Mapping[str, Any]) -> Setup:
    """`Config` and `HostConfig` of an inspected container."""
    return Setup(
        tuple(config.get("Entrypoint") or ()),
        tuple(config.get("Cmd") or ()),
        frozenset(one.partition("=")[0] for one in config.get("Env") or ()),
        config.get("Labels") or {},
        config.get("Hostname", ""),
        config.get("User", ""),
        config.get("WorkingDir", ""),
        any(config.get(f"Attach{stream}", True) for stream in ("Stdin", "Stdout", "Stderr")),
        len(host.get("Binds") or ()) + len(host.get("Mounts") or ()),
        frozenset(port for port, many in (host.get("PortBindings") or {}).items() if many),
        bool(host.get("Privileged")),
        frozenset(_hosts(host)),
    )


def _hosts(host: Mapping[str, Any]) -> Iterator[str]:
    """`name:address` of --add-host; `/other:/this/alias` of --link, which gives the container both names."""
    yield from (one.partition(":")[0] for one in host.get("ExtraHosts") or ())
    for link in host.get("Links") or ():
        other, _, alias = link.partition(":")
        yield from (other.lstrip("/"), alias.rpartition("/")[2])
