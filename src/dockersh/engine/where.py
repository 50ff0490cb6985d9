"""Which engine a line goes to, where that is not the one of this machine.

The first that is there counts: -H, DOCKER_HOST, --context, DOCKER_CONTEXT, `currentContext` of docker's config.json, default.
Source: docker/cli 28.2.2 cli/command/cli.go resolveContextName.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence


def elsewhere(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> str | None:
    """An address or the name of a context; None for the default, and for a socket of this machine."""
    chosen = dict(option.removeprefix("--").partition("=")[::2] for option in options)
    known = {**env, **assigned}
    for found in (chosen.get("host"), None if "context" in chosen else known.get("DOCKER_HOST")):
        if found:
            return None if found.startswith("unix://") else found
    context = chosen.get("context") or known.get("DOCKER_CONTEXT") or _current(known)
    return None if context in ("", "default") else context


def _current(env: Mapping[str, str]) -> str:
    folder = env.get("DOCKER_CONFIG") or os.path.join(env.get("HOME", ""), ".docker")
    import json  # noqa: PLC0415  only where an engine is asked

    try:
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
            found = json.load(file).get("currentContext")
    except (OSError, ValueError, AttributeError):
        return ""
    return found if isinstance(found, str) else ""
