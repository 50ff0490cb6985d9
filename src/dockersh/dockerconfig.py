"""The client's own folder of settings, `~/.docker` or $DOCKER_CONFIG: read, never written."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.typed import Any


def folder(env: Mapping[str, str]) -> str:
    """Where docker keeps its settings."""
    return env.get("DOCKER_CONFIG") or os.path.join(env.get("HOME", ""), ".docker")


def read(env: Mapping[str, str], *names: str, wanted: str = "") -> dict[str, Any]:
    """A JSON file of the folder (`config.json`, or deeper); empty where there is none, or no word of what is wanted in it."""
    try:
        with open(os.path.join(folder(env), *names), encoding="utf-8") as file:
            text = file.read()
        if wanted not in text:
            return {}
        import json  # noqa: PLC0415  few have such a file, or such a setting

        found = json.loads(text)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def setting(env: Mapping[str, str], name: str) -> str:
    """A word of config.json (`currentContext`, `detachKeys`); empty where it has none."""
    found = read(env, "config.json", wanted=name).get(name)
    return found if isinstance(found, str) else ""


def settings(env: Mapping[str, str], name: str) -> list[str]:
    """A list of words of config.json (`cliPluginsExtraDirs`)."""
    found = read(env, "config.json", wanted=name).get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
