"""The client's own folder of settings, `~/.docker` or $DOCKER_CONFIG: read, never written."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.machine import folders, limits, regular_files
from dockersh.startup.typed import Any


def folder(env: Mapping[str, str]) -> str:
    """Where docker keeps its settings. Without HOME it asks the password file, too: docker/cli 28.2.2 pkg/homedir."""
    return env.get("DOCKER_CONFIG") or os.path.join(folders.home(env) or os.sep, ".docker")


def read(env: Mapping[str, str], *names: str, wanted: str = "") -> dict[str, Any]:
    """A JSON file of the folder (`config.json`, or deeper); empty where there is none, or no word of what is wanted in it."""
    try:
        text = regular_files.read(os.path.join(folder(env), *names), limits.DOCKER_CONFIG).decode()
        if wanted not in text:
            return {}
        import json  # noqa: PLC0415  few have such a file, or such a setting

        found = json.loads(text)
    except (OSError, ValueError, RecursionError):  # RecursionError: nested without end
        return {}
    return found if isinstance(found, dict) else {}


def setting(env: Mapping[str, str], name: str) -> str:
    """A word of config.json (`currentContext`, `detachKeys`); empty where it has none."""
    found = read(env, "config.json", wanted=name).get(name)
    return found if isinstance(found, str) else ""


def current_context(env: Mapping[str, str]) -> str:
    """Where docker leads without an option: an address or the name of a context. Source: docker/cli cli/command/cli.go."""
    return env.get("DOCKER_HOST") or env.get("DOCKER_CONTEXT") or setting(env, "currentContext") or "default"


def chosen_builder(env: Mapping[str, str]) -> str:
    """The builder that `docker buildx use` chose; empty for the engine's own. Source: buildx store/store.go, Current."""
    found = read(env, "buildx", "current", wanted="Name").get("Name")
    return found if isinstance(found, str) else ""


def settings(env: Mapping[str, str], name: str) -> list[str]:
    """A list of words of config.json (`cliPluginsExtraDirs`)."""
    found = read(env, "config.json", wanted=name).get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
