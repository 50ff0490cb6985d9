"""docker's plugins on this machine: commands that docker has only because a program `docker-NAME` brings them.

Folders as docker/cli 28.2.2 looks through them, cli-plugins/manager.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

SYSTEM = ("/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec")


def installed(name: str, env: Mapping[str, str] | None = None) -> bool:
    """Whether docker finds a plugin for `docker NAME …`."""
    if not name or os.sep in name:
        return False
    return any(
        os.access(os.path.join(folder, f"docker-{name}"), os.X_OK) for folder in _folders(os.environ if env is None else env)
    )


def _folders(env: Mapping[str, str]) -> Iterator[str]:
    config = env.get("DOCKER_CONFIG") or os.path.join(env.get("HOME", ""), ".docker")
    yield os.path.join(config, "cli-plugins")
    yield from _extra(config)
    yield from (f"{folder}/docker/cli-plugins" for folder in SYSTEM)


def _extra(config: str) -> list[str]:
    """`cliPluginsExtraDirs` of docker's config.json: Homebrew's, for one."""
    try:
        with open(os.path.join(config, "config.json"), encoding="utf-8") as file:
            text = file.read()
        if "cliPluginsExtraDirs" not in text:
            return []
        import json  # noqa: PLC0415  few have such folders

        found = json.loads(text).get("cliPluginsExtraDirs")
    except (OSError, ValueError, AttributeError):
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
