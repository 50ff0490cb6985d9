"""Which helper keeps the login to a registry, by the client's settings. No helper is started.

Source: docker/cli 28.2.2 cli/config/configfile/file.go, getConfiguredCredentialStore: `credHelpers` of the registry, else
`credsStore`; the program is `docker-credential-NAME`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.client.real_docker import real_docker
from dockersh.client.settings import folder, read
from dockersh.startup.typed import NamedTuple

HUB_SERVER = "https://index.docker.io/v1/"  # what Docker Hub is called in the settings
PREFIX = "docker-credential-"


class Helper(NamedTuple):
    """The end of a helper's name (`desktop`), and the file that names it, as one would write it."""

    name: str
    config: str


def absent_helper(env: Mapping[str, str], registry: str) -> Helper | None:
    """The helper that is named for a registry and is not on PATH; None where none is named, or it is there."""
    name = _named(env, HUB_SERVER if registry == "docker.io" else registry)
    return Helper(name, _shown(env)) if name and real_docker(f"{PREFIX}{name}", env.get("PATH")) is None else None


def _named(env: Mapping[str, str], server: str) -> str:
    held = read(env, "config.json", wanted="cred")
    own = held.get("credHelpers")
    found = own[server] if isinstance(own, dict) and server in own else held.get("credsStore")
    return found if isinstance(found, str) else ""


def _shown(env: Mapping[str, str]) -> str:
    """The path of the settings, below the home folder with `~`."""
    path, home = os.path.join(folder(env), "config.json"), env.get("HOME") or os.sep
    return f"~{path.removeprefix(home)}" if path.startswith(f"{home}{os.sep}") else path
