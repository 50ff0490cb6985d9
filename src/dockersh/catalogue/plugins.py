"""docker's plugins on this machine: commands that docker has only because a program `docker-NAME` brings them.

Folders as docker/cli 28.2.2 looks through them, cli-plugins/manager.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from dockersh import dockerconfig

SYSTEM = ("/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec")


def installed(name: str, env: Mapping[str, str] | None = None) -> bool:
    """Whether docker finds a plugin for `docker NAME …`."""
    if not name or os.sep in name:
        return False
    return any(
        os.access(os.path.join(folder, f"docker-{name}"), os.X_OK) for folder in _folders(os.environ if env is None else env)
    )


def _folders(env: Mapping[str, str]) -> Iterator[str]:
    yield os.path.join(dockerconfig.folder(env), "cli-plugins")
    yield from dockerconfig.settings(env, "cliPluginsExtraDirs")  # Homebrew's, for one
    yield from (f"{folder}/docker/cli-plugins" for folder in SYSTEM)
