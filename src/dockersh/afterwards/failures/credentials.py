"""How docker keeps the logins to registries here, and what to type to log in."""

from __future__ import annotations

import os
import shlex

from dockersh import permissions
from dockersh.afterwards.failures.case import Case, Found
from dockersh.client import settings
from dockersh.finding import Say
from dockersh.reading.invocation.questions import assignments, global_options
from dockersh.reading.values.images import HUB, Reference, parse


def login(case: Case) -> Found:
    """Whether a login to the image's registry is kept here."""
    registry = _registry_of(case.arg("image"))
    if _as_root(case):
        return {"login": Say("failed.login-of-root"), **login_line(case)}
    if not _own_settings(case):
        return {}
    held = settings.read(os.environ, "config.json")
    kept = [*(held.get("auths") or ()), *(held.get("credHelpers") or ())]
    inside = any(registry in one for one in kept)
    said = Say("failed.logged-in" if inside else "failed.not-logged-in", {"registry": registry})
    return {"login": said, **login_line(case)}


def login_line(case: Case) -> Found:
    """`docker login`, with the user and the registry that the line has."""
    invocation = case.invocation
    if invocation.name == "login":
        user = [f"-u {shlex.quote(part.text)}" for part in invocation.flags("username")[-1:] if part.literal]
        return {"login_line": " ".join(("docker login", *user, *_server(case)))}
    image = next((part.text for name in ("IMAGE", "NAME") for part in invocation.arguments(name) if part.literal), "")
    registry = _registry_of(case.arg("image") or image)
    line = "docker login" if registry == HUB else f"docker login {registry}"
    return {"login_line": f"sudo {line}" if _as_root(case) else line}


def _as_root(case: Case) -> bool:
    """`sudo docker` has root's settings. sudo(8)"""
    return any(os.path.basename(word.text) == "sudo" for word in case.invocation.call.before)


def _server(case: Case) -> list[str]:
    return [shlex.quote(part.text) for part in case.invocation.arguments("SERVER") if part.literal and part.value]


def config_file(case: Case) -> Found:
    """Where the settings are that name the helper."""
    if not _own_settings(case):
        return {}
    path = os.path.join(settings.folder(os.environ), "config.json")
    home = os.environ.get("HOME") or os.sep
    shown = f"~{path.removeprefix(home)}" if path.startswith(f"{home}{os.sep}") else path
    return {"config": shown, "named": Say("failed.names-a-helper", {"config": shown})}


def _own_settings(case: Case) -> bool:
    return permissions.own_settings(global_options(case.invocation), assignments(case.invocation.call), os.environ)


def _registry_of(image: str) -> str:
    found = parse(image)
    return found.registry if isinstance(found, Reference) else HUB
