"""Which engine docker would talk to, for a line and for the person without a line.

    -H, --host          else
    --context           else
    DOCKER_HOST         else
    DOCKER_CONTEXT      else
    currentContext of docker's config.json, else default

Source: docker/cli 28.2.2, cli/command/cli.go resolveContextName and getServerHost, opts/hosts.go ParseHost,
cli/flags/options.go for TLS.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

from dockersh.client.settings import folder, read, setting
from dockersh.startup.typed import NamedTuple

LOCAL = ("unix://", "npipe://", "fd://")
SOCKET = "unix:///var/run/docker.sock"
TLS_SOCKET = "tcp://localhost:2376"  # where docker goes with TLS and no address
NAME = r"[a-zA-Z0-9][a-zA-Z0-9_.+-]+"  # of a context; docker/cli context/store
FALSE = frozenset(("0", "f", "F", "FALSE", "false", "False"))  # strconv.ParseBool's


class Target(NamedTuple):
    """Where docker would go: an *address* ('' for a context that nobody stored), through which *context* ('' for none).

    *tls* is what decides about TLS; empty without.
    """

    address: str
    context: str
    tls: tuple[str, ...]

    @property
    def local(self) -> bool:
        """Whether it is a socket of this machine."""
        return self.address.startswith(LOCAL)


def target(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> Target:
    """Where docker goes with its *options* (`--host=…`), what the line *assigned*, and the environment of the person."""
    chosen = _parsed(options)
    known = _known(chosen, assigned, env)
    tls = _tls(chosen, known)
    context = "" if chosen.get("host") else _context(chosen, known)
    if context:
        return Target(stored(known, context), context, tls)
    host = chosen.get("host") or known.get("DOCKER_HOST", "")
    return Target(address(host, tls=bool(tls)), "", tls)


def settings_folder(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> str:
    """Docker's folder of settings for a line; nothing in it is looked at."""
    return folder(_known(_parsed(options), assigned, env))


def _parsed(options: Sequence[str]) -> dict[str, str]:
    return dict(option.removeprefix("--").partition("=")[::2] for option in options)


def _known(chosen: Mapping[str, str], assigned: Mapping[str, str], env: Mapping[str, str]) -> dict[str, str]:
    """The environment that docker gets, --config in it."""
    known = {**env, **{name: value for name, value in assigned.items() if value or name != "HOME"}}
    return {**known, "DOCKER_CONFIG": as_the_shell_reads(chosen["config"], env)} if "config" in chosen else known


def _context(chosen: Mapping[str, str], known: Mapping[str, str]) -> str:
    """The context by name; '' where an address counts, or docker's own default."""
    host = "" if chosen.get("context") else known.get("DOCKER_HOST", "")
    name = chosen.get("context") or ("" if host else known.get("DOCKER_CONTEXT") or setting(known, "currentContext"))
    return "" if name == "default" else name


def address(host: str, *, tls: bool = False) -> str:
    """A host as docker reads it: without a scheme it is TCP, without anything docker's own socket."""
    host = host.strip()
    if not host or host == "unix://":
        return TLS_SOCKET if tls and not host else SOCKET
    return host if "://" in host else f"tcp://{host}"


def stored(env: Mapping[str, str], context: str) -> str:
    """The address that a stored context leads to; '' where there is no such context, or no context could have that name."""
    if not re.fullmatch(NAME, context):
        return ""
    import hashlib  # noqa: PLC0415  few lines name a context

    key = hashlib.sha256(context.encode()).hexdigest()
    return address_in(read(env, "contexts", "meta", key, "meta.json"))


def all_stored(env: Mapping[str, str]) -> frozenset[str]:
    """The addresses of all stored contexts."""
    try:
        with os.scandir(os.path.join(folder(env), "contexts", "meta")) as found:
            keys = [entry.name for entry in found]
    except OSError:
        return frozenset()
    return frozenset(address_in(read(env, "contexts", "meta", key, "meta.json")) for key in keys) - {""}


def address_in(meta: Mapping[str, object]) -> str:
    """The engine's address in what the client keeps of a context; '' where it has none."""
    endpoints = meta.get("Endpoints")
    docker = endpoints.get("docker") if isinstance(endpoints, dict) else None
    return str(docker.get("Host", "")) if isinstance(docker, dict) else ""


def _tls(chosen: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, ...]:
    """Empty without TLS; else whether the server is verified, and the files, by their paths."""
    verify = _switched(chosen, "tlsverify", known.get("DOCKER_TLS_VERIFY", ""))
    if not verify and not _switched(chosen, "tls", known.get("DOCKER_TLS", "")):
        return ()
    held = known.get("DOCKER_CERT_PATH") or folder(known)
    files = (("tlscacert", "ca.pem"), ("tlscert", "cert.pem"), ("tlskey", "key.pem"))
    return (str(verify), *(chosen.get(option) or os.path.join(held, name) for option, name in files))


def _switched(chosen: Mapping[str, str], option: str, variable: str) -> bool:
    return chosen[option] not in FALSE if option in chosen else bool(variable)


def same_place(one: str, other: str) -> bool:
    """Whether two addresses are one: as written, or as the same socket by another path."""
    mark = "unix://"
    sockets = one.startswith(mark) and other.startswith(mark)
    return one == other or (sockets and same_path(one.removeprefix(mark), other.removeprefix(mark)))


def same_path(one: str, other: str) -> bool:
    """Whether two paths lead to one file; not, where one of them is no path at all."""
    try:
        return os.path.realpath(one) == os.path.realpath(other)
    except (OSError, ValueError):  # a NUL, a lone surrogate
        return False


def as_the_shell_reads(path: str, env: Mapping[str, str]) -> str:
    """`~/.docker` and `$HOME/.docker` as the person's home; everything else as it stands."""
    for home in ("~", "$HOME", "${HOME}"):
        if path.strip('"') == home or path.strip('"').startswith(f"{home}/"):
            return env.get("HOME", "") + path.strip('"')[len(home) :]
    return path
