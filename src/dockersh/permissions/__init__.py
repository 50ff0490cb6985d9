"""What explaining may do, decided in one place; the rules are rows of `permissions.toml`.

A way in asks `endpoint` which engine the questions of a line may go to, `words` whether a docker command is one of ours,
`compose_files` and `completion` whether compose and docker's own Tab may read the line. What is refused comes back as
`NotAsked`, which the explanation says in one line.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Mapping, Sequence

from dockersh.permissions.engines import NAME, SOCKET, Target, all_stored, same_path, same_place, settings_folder, target
from dockersh.startup.toml_cache import load
from dockersh.startup.typed import Any, Literal, NamedTuple

Reason = Literal["address", "stored", "settings", "tls", "compose", "compose-input", "compose-variable", "preload"]
# What compose fetches before it reads it (docker/compose 2 to 5, pkg/remote): git, OCI artifacts, scp-like addresses.
REMOTE = r"[a-z][a-z0-9+.-]*://|[^/\s]*@[^/\s]*:|github\.com/"
CHOOSING = r"-H|-c$|--(?:host|context|config|tls\w*)(?:$|=)"
USERINFO = r"//[^/@\s]*:[^/@\s]*@"
SHOWN = r"[\w.:/@\[\]+%-]+"  # a value that is no secret's place, and that the shell leaves as it is


__all__ = [
    "Endpoint",
    "NotAsked",
    "completion",
    "compose_files",
    "endpoint",
    "own_engine",
    "own_podman",
    "own_settings",
    "preloaded",
    "settings_folder",
    "table",
    "words",
]


class Endpoint(NamedTuple):
    """An engine that may be asked.

    *address* as docker writes it ('' where docker itself will say that there is no such context); *options* are docker's, which
    lead there in the environment of the person: none for the person's own engine.
    """

    address: str
    options: tuple[str, ...] = ()


class NotAsked(NamedTuple):
    """Something that was not asked: *reason* is the end of a key in notes.toml, *what* is what stood on the line."""

    reason: Reason
    what: str = ""


@functools.cache
def table() -> dict[str, Any]:
    """All rows."""
    return load(os.path.join(os.path.dirname(__file__), "permissions.toml"))


def endpoint(
    options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str], *, before_a_run: bool = False
) -> Endpoint | NotAsked:
    """Which engine the questions of a line may go to.

    *options* are docker's own on the line (`--host=…`), *assigned* what the line puts into docker's environment (by itself or
    earlier on it; as typed where only the shell knows the value), *env* the environment of the person. *before_a_run*: the line
    runs next, on that engine.
    """
    own = target((), {}, env)
    if not options and not _chosen(assigned):
        return Endpoint(own.address)
    if not own_settings(options, assigned, env):
        return NotAsked("settings", settings_folder(options, assigned, env))
    line = target(options, assigned, env)
    if line.tls != own.tls:
        return NotAsked("tls", _shown(options, assigned, ("tls", "DOCKER_TLS", "DOCKER_CERT")))
    row = _row(line, own, env)
    rule = table()["engines"][row]
    if rule == "always" or (rule == "before-a-run" and before_a_run):
        return Endpoint(line.address, _way(line, own))
    what = _shown(options, assigned, ("host", "context", "DOCKER_HOST", "DOCKER_CONTEXT"))
    return NotAsked("stored" if row == "stored-elsewhere" else "address", what or line.address)


def _row(line: Target, own: Target, env: Mapping[str, str]) -> str:
    """The row of [engines] that a line's engine falls under."""
    if same_place(line.address, own.address) and line.context in ("", own.context):
        return "own"
    if line.context and not line.address:
        return "missing" if re.fullmatch(NAME, line.context) else "line"
    if not line.context and same_place(line.address, SOCKET):
        return "default-socket"
    if line.context or any(same_place(line.address, one) for one in all_stored(env)):
        return "stored-here" if line.local else "stored-elsewhere"
    return "line"


def _way(line: Target, own: Target) -> tuple[str, ...]:
    """The options that lead there from the person's environment."""
    if line == own:
        return ()
    return (f"--context={line.context}",) if line.context else (f"--host={line.address}",)


def _chosen(assigned: Mapping[str, str]) -> bool:
    """Whether a variable of the line has a say in which engine, or which settings, docker uses."""
    if not assigned:
        return False
    rows = table()["environment"]
    return any(name in assigned for name in (*rows["chooses"], *rows["settings"]))


def _shown(options: Sequence[str], assigned: Mapping[str, str], names: tuple[str, ...]) -> str:
    """What of the line names the engine, without a password: an option's value, or a variable that has none we could show."""
    for option in options:
        name, _, value = option.removeprefix("--").partition("=")
        if name.startswith(names):
            return re.sub(USERINFO, "//", value or option)
    given = [(name, value) for name, value in assigned.items() if name.startswith(names)]
    return next((re.sub(USERINFO, "//", value) if re.fullmatch(SHOWN, value) else name for name, value in given), "")


def own_engine(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> bool:
    """Whether a line goes to the person's own engine."""
    found = endpoint(options, assigned, env)
    return isinstance(found, Endpoint) and not found.options


def own_podman(before: Sequence[str], *, chosen: bool) -> bool:
    """Whether podman on a line is the person's own, which may be asked.

    *before* are the words in front of it: behind `sudo` it is another user's, with other containers. *chosen*: options or
    variables of the line choose another store or another machine.
    """
    return not chosen and (not before or os.path.basename(before[0]) in table()["podman"]["before"])


def own_settings(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> bool:
    """Whether docker's folder of settings, with its contexts and plugins, is the person's own."""
    if not options and not _chosen(assigned):
        return True
    line, own = settings_folder(options, assigned, env), settings_folder((), {}, env)
    return same_path(line, own)


def preloaded(assigned: Mapping[str, str]) -> NotAsked | None:
    """A library that the line would load into docker; our questions go without it."""
    names = table()["environment"]["preloads"] if assigned else ()
    return next((NotAsked("preload", name) for name in names if name in assigned), None)


def words(command: Sequence[str], program: str = "docker") -> bool:
    """Whether a command of docker (or podman), without the program, is one that only reads and has its row."""
    rows = table()["programs"]
    if program == "podman":
        return " ".join(command[:2]) in rows["podman"] or command[0] in rows["podman"]
    if command and command[0] == rows["completion"]:
        return completion(command[1:])
    if command and command[0] == "compose" and rows["compose"] in command:
        return True
    return bool(command) and (command[0] in rows["docker"] or " ".join(command[:2]) in rows["docker"])


def completion(typed: Iterable[str]) -> bool:
    """Whether docker's own completion may see these words: with an address, or another engine, it would go there."""
    return not any(re.match(CHOOSING, word) or re.search(REMOTE, word) for word in typed)


def compose_files(about: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> NotAsked | None:
    """Why compose may not read its files for a question: one is fetched, comes from standard input, or depends on the line."""
    named = any(option.startswith("--file=") for option in about)
    for option in about if named else (*about, f"--file={env.get('COMPOSE_FILE', '')}"):
        name, _, value = option.removeprefix("--").partition("=")
        if name == "file" and value == "-":
            return NotAsked("compose-input", "-f -")
        if name in ("file", "env-file", "project-directory") and re.search(REMOTE, value):
            return NotAsked("compose", re.sub(USERINFO, "//", value))
    beside = _beside_compose() if assigned else ()
    changed = next((name for name in assigned if name not in beside), None)
    return NotAsked("compose-variable", changed) if changed else None


@functools.cache
def _beside_compose() -> frozenset[str]:
    rows = table()["environment"]
    return frozenset((*rows["chooses"], *rows["settings"], *rows["preloads"], *rows["beside-compose"]))
