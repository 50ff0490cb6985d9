"""Whether an event is about the compose project of the line.

By its name where the line or the environment has it, else by the folder that compose wrote down. A file's own `name:` is in
neither; its folder is. Source: docker/compose pkg/api/labels.go, compose-spec/compose-go cli/options.go.
"""

from __future__ import annotations

import os

from dockersh.engine import Event
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation.questions import assignments

NAME = "com.docker.compose.project"
FOLDER = "com.docker.compose.project.working_dir"


def owns(invocation: Invocation, event: Event) -> bool:
    """Whether it is; one of another name, or of a folder that is not the line's, is somebody else's."""
    env = {**os.environ, **assignments(invocation.call)}
    if name := _option(invocation, "project-name") or env.get("COMPOSE_PROJECT_NAME"):
        return event.attributes.get(NAME) == name
    folder = event.attributes.get(FOLDER, "")
    return bool(folder) and os.path.realpath(folder) in _folders(invocation, env.get("COMPOSE_FILE", ""))


def _folders(invocation: Invocation, files: str) -> frozenset[str]:
    """The folder that the project can have: the one given, that of the first file, or the one we are in or one above it."""
    given = _option(invocation, "project-directory")
    file = _option(invocation, "file") or files.split(os.pathsep, maxsplit=1)[0]
    if given or file:
        return frozenset((os.path.realpath(given or os.path.dirname(os.path.abspath(file or ""))),))
    here = os.path.realpath(os.getcwd())
    parts = here.split(os.sep)
    return frozenset(os.sep.join(parts[:count]) or os.sep for count in range(1, len(parts) + 1))


def _option(invocation: Invocation, name: str) -> str | None:
    """The first value of one of compose's own options, which stand before its command."""
    typed = (part for part in invocation.parts if part.kind == "global-flag" and part.name == name)
    return next((part.value for part in typed if part.value), None)
