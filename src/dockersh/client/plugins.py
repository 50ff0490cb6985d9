"""docker's plugins on this machine: commands that docker has only because a program `docker-NAME` brings them.

Folders as docker/cli 28.2.2 looks through them, cli-plugins/manager.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from dockersh.client import settings
from dockersh.startup.lazy_regex import pattern

NAME = pattern(r"[a-z][a-z0-9]*")  # docker/cli 28.2.2 cli-plugins/manager/plugin.go: others are no plugins
SYSTEM = ("/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec")


def installed(name: str, env: Mapping[str, str] | None = None) -> bool:
    """Whether docker finds a plugin for `docker NAME …`."""
    if not NAME.fullmatch(name):
        return False
    return any(
        os.access(os.path.join(folder, f"docker-{name}"), os.X_OK) for folder in _folders(os.environ if env is None else env)
    )


def lies_in(settings: str, name: str) -> bool:
    """Whether a plugin lies in a folder of settings that is not ours; nothing in there is opened."""
    try:
        return bool(name) and os.sep not in name and os.access(os.path.join(settings, "cli-plugins", f"docker-{name}"), os.X_OK)
    except ValueError:  # no path at all
        return False


def _folders(env: Mapping[str, str]) -> Iterator[str]:
    yield os.path.join(settings.folder(env), "cli-plugins")
    yield from settings.settings(env, "cliPluginsExtraDirs")  # Homebrew's, for one
    yield from (f"{folder}/docker/cli-plugins" for folder in SYSTEM)
