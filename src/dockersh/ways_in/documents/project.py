"""The project's own settings of the linter: `.dockersh.toml`, or `[tool.dockersh]` in pyproject.toml, found upwards."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping

from dockersh.finding import SEVERITIES
from dockersh.machine import limits, regular_files
from dockersh.startup.typed import Any
from dockersh.ways_in.documents.kinds import ALSO, KINDS
from dockersh.ways_in.documents.policy import AUDIENCES, OFF, Policy

OWN, SHARED = ".dockersh.toml", "pyproject.toml"
LISTS = ("ignore", "exclude", "kinds", "also")
WORDS_OF_LISTS = {"kinds": frozenset(kind.name for kind in KINDS), "also": frozenset(ALSO)}
WORDS = {"for": AUDIENCES, "fail-on": (*SEVERITIES, "never")}


class ProjectError(ValueError):
    """The settings cannot be used; *file* holds them, *reason* says in the parser's words, or names the key."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(reason)
        self.file, self.reason = file, reason


def policy(folder: str) -> Policy:
    """The settings of the project that a folder belongs to; the defaults where there are none. Raises ProjectError."""
    found = _found(os.path.abspath(folder))
    if found is None:
        return Policy()
    file, table = found
    for key, value in table.items():
        if not _fits(key, value):
            raise ProjectError(file, key)
    return Policy(
        frozenset(table.get("ignore", ())),
        table.get("severity", {}),
        tuple(table.get("exclude", ())),
        tuple(table.get("kinds", ())),
        table.get("for", Policy().audience),
        table.get("fail-on", Policy().fail_on),
        frozenset(table.get("also", ())),
    )


def _fits(key: str, value: Any) -> bool:
    if key in LISTS:
        named = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return named and (key not in WORDS_OF_LISTS or set(value) <= WORDS_OF_LISTS[key])
    if key == "severity":
        return isinstance(value, dict) and all(one in (*SEVERITIES, OFF) for one in value.values())
    return key in WORDS and value in WORDS[key]


def _found(folder: str) -> tuple[str, Mapping[str, Any]] | None:
    """The nearest file that has settings of ours, and them."""
    while True:
        own, shared = os.path.join(folder, OWN), os.path.join(folder, SHARED)
        if (table := _read(own)) is not None:
            return own, table
        tool = (_read(shared) or {}).get("tool", {})
        if isinstance(tool, dict) and isinstance(tool.get("dockersh"), dict):
            return shared, tool["dockersh"]
        if os.path.dirname(folder) == folder:
            return None
        folder = os.path.dirname(folder)


def _read(file: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(regular_files.read(file, limits.OWN_FILE).decode())
    except OSError:
        return None
    except ValueError as error:  # of UTF-8 and of TOML
        raise ProjectError(file, str(error)) from error
