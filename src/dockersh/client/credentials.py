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
SESSION_BUS = "/run/user/{}/bus"  # of a user number, where a desktop or systemd has one
PREFIX = "docker-credential-"


class Helper(NamedTuple):
    """The end of a helper's name (`desktop`), and the file that names it, as one would write it.

    *fault*: why it can keep no login although it is there: `no-session`, `no-store`; '' where it is not there.
    """

    name: str
    config: str
    fault: str = ""


def absent_helper(env: Mapping[str, str], registry: str) -> Helper | None:
    """The helper that is named for a registry and is not on PATH, or cannot work; None where none is named, or it is there."""
    name = _named(env, HUB_SERVER if registry == "docker.io" else registry)
    if not name:
        return None
    if real_docker(f"{PREFIX}{name}", env.get("PATH")) is None:
        return Helper(name, _shown(env))
    fault = _fault(name, env)
    return Helper(name, _shown(env), fault) if fault else None


def _fault(name: str, env: Mapping[str, str]) -> str:
    """Why a helper that is there can keep nothing. Its places are looked for, and not opened.

    `secretservice` asks the desktop's keyring over D-Bus (sd_bus_default_user(3)), `pass` a store that `pass init`
    makes (pass(1)).
    """
    if name == "secretservice":
        bus = os.path.exists(SESSION_BUS.format(os.getuid()))
        reachable = bus or env.get("DBUS_SESSION_BUS_ADDRESS") or env.get("DISPLAY")
        return "" if reachable else "no-session"
    store = env.get("PASSWORD_STORE_DIR") or os.path.join(env.get("HOME") or os.sep, ".password-store")
    return "no-store" if name == "pass" and not os.path.exists(os.path.join(store, ".gpg-id")) else ""


def _named(env: Mapping[str, str], server: str) -> str:
    held = read(env, "config.json", wanted="cred")
    own = held.get("credHelpers")
    found = own[server] if isinstance(own, dict) and server in own else held.get("credsStore")
    return found if isinstance(found, str) else ""


def _shown(env: Mapping[str, str]) -> str:
    """The path of the settings, below the home folder with `~`."""
    path, home = os.path.join(folder(env), "config.json"), env.get("HOME") or os.sep
    return f"~{path.removeprefix(home)}" if path.startswith(f"{home}{os.sep}") else path
