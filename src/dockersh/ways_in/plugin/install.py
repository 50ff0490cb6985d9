"""`--install-plugin`: a link to dockersh among docker's plugins, and with `--hook` two entries of its config.json."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence

from dockersh.client import settings
from dockersh.finding import Arg
from dockersh.machine import folders, limits, regular_files
from dockersh.ways_in.plugin.members import put, take_out, value_of

PROGRAM, COMMAND = "docker-explain", "explain"
NEW = "{\n}\n"
# The commands after whose failure docker asks; a group's name stands for all of its commands.
ASKED_AFTER = (
    *(
        "run",
        "create",
        "start",
        "stop",
        "restart",
        "exec",
        "attach",
        "rm",
        "rmi",
        "cp",
        "build",
        "pull",
        "push",
        "tag",
        "login",
    ),
    *("logs", "save", "load", "import", "commit", "rename", "update", "kill", "wait", "port", "inspect"),
    *("container", "image", "volume", "network", "compose", "buildx", "stack", "service", "swarm", "node", "secret", "config"),
)
SWITCH = ("features", "hooks")
OWN = ("plugins", COMMAND)


class RefusedError(Exception):
    """It cannot be done; *key* is the text that says why, with *args*."""

    def __init__(self, key: str, **args: Arg) -> None:
        super().__init__(key)
        self.key, self.args_of_text = key, args


def install(env: Mapping[str, str], *, hook: bool) -> str:
    """Make the link, and with *hook* the entries. The link's path. Raises RefusedError, OSError."""
    path = _path(env)
    if os.path.lexists(path) and not _is_ours(path):
        raise RefusedError("as-plugin.other", path=path)
    program = _program()
    text = _config(env) if hook else ""
    if hook and (held := value_of(text, SWITCH)) is not None and json.loads(text[held.value : held.end]) != "true":
        raise RefusedError("as-plugin.hooks-off", file=_config_path(env))
    folders.make(os.path.dirname(path))
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    os.symlink(program, path)
    if hook:
        _keep(env, text, _with_hook(text))
    return path


def uninstall(env: Mapping[str, str]) -> str:
    """Take the link away, and the entries. The link's path. Raises RefusedError, OSError."""
    path = _path(env)
    if os.path.lexists(path):
        if not _is_ours(path):
            raise RefusedError("as-plugin.other", path=path)
        os.unlink(path)
    with contextlib.suppress(FileNotFoundError):
        text = _config(env, made=None)
        _keep(env, text, _without_hook(text))
    return path


def _with_hook(text: str) -> str:
    """Both keys by which docker asks: after every command (26 and newer), and after a failure alone (29.3 and newer)."""
    words = ",".join(ASKED_AFTER)
    held = put(put(text, (*OWN, "error-hooks"), words), (*OWN, "hooks"), words)
    return put(held, SWITCH, "true")


def _without_hook(text: str) -> str:
    if value_of(text, OWN) is None:
        return text
    # In the order they were put in, backwards, so that what is left is what there was.
    others = [one for one in _plugins(text) if one != COMMAND and value_of(text, ("plugins", one, "hooks"))]
    held = text if others else take_out(text, SWITCH)
    return take_out(held, OWN)


def _plugins(text: str) -> Sequence[str]:
    found = json.loads(text).get("plugins", {})
    return list(found) if isinstance(found, dict) else []


def _path(env: Mapping[str, str]) -> str:
    return os.path.join(settings.folder(env), "cli-plugins", PROGRAM)


def _config_path(env: Mapping[str, str]) -> str:
    return os.path.join(settings.folder(env), "config.json")


def _config(env: Mapping[str, str], made: str | None = NEW) -> str:
    """The text of config.json; *made* where there is none. Raises RefusedError for what is no object of JSON."""
    path = _config_path(env)
    try:
        text = regular_files.read(path, limits.DOCKER_CONFIG).decode()
        if not isinstance(json.loads(text), dict):
            raise RefusedError("as-plugin.broken-config", file=path)
    except FileNotFoundError:
        if made is None:
            raise
        return made
    except (ValueError, RecursionError) as error:
        raise RefusedError("as-plugin.broken-config", file=path) from error
    return text


def _keep(env: Mapping[str, str], old: str, new: str) -> None:
    """Write config.json, as it was but for what is ours. A link to it stays one, its mode stays."""
    if new != old:
        folders.write(_config_path(env), new.encode())


def _is_ours(path: str) -> bool:
    """A link to a program of our name, whether or not that is still there."""
    return os.path.islink(path) and os.path.basename(os.readlink(path)) == "dockersh"


def _program() -> str:
    """The command `dockersh` that runs now, as the person calls it. Raises RefusedError where it is none that stays."""
    ran = os.path.abspath(sys.argv[0])
    beside = os.path.join(os.path.dirname(sys.executable), "dockersh")
    found = ran if os.path.basename(ran) == "dockersh" else beside
    if not os.access(found, os.X_OK):
        found = shutil.which("dockersh") or ""
    if not found:
        raise RefusedError("as-plugin.no-program")
    return found
