"""Which engine a line goes to, where that is not the one of this machine.

The first that is there counts: -H or --context, DOCKER_HOST, DOCKER_CONTEXT, `currentContext` of docker's config.json, default.
Source: docker/cli 28.2.2 cli/command/cli.go resolveContextName.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dockersh.dockerconfig import read, setting

LOCAL = ("unix://", "npipe://", "fd://")


def elsewhere(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> str | None:
    """An address or the name of a context; None for the default, and for a socket of this machine."""
    chosen = dict(option.removeprefix("--").partition("=")[::2] for option in options)
    known = {**env, **assigned}
    for found in (chosen.get("host"), None if "context" in chosen else known.get("DOCKER_HOST")):
        if found:
            return None if found.startswith(LOCAL) else found
    context = chosen.get("context") or known.get("DOCKER_CONTEXT") or setting(known, "currentContext")
    here = context in ("", "default") or _address(known, context).startswith(LOCAL)
    return None if here else context


def address(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> str:
    """The address of an engine that is elsewhere; '' for the one of this machine."""
    found = elsewhere(options, assigned, env) or ""
    return found if "://" in found else _address({**env, **assigned}, found) if found else ""


def _address(env: Mapping[str, str], context: str) -> str:
    """Where a context leads: Docker Desktop's and others' are sockets of this machine, too."""
    import hashlib  # noqa: PLC0415  few lines name a context

    key = hashlib.sha256(context.encode("utf-8", "surrogateescape")).hexdigest()
    endpoints = read(env, "contexts", "meta", key, "meta.json").get("Endpoints")
    docker = endpoints.get("docker") if isinstance(endpoints, dict) else None
    return str(docker.get("Host", "")) if isinstance(docker, dict) else ""
