"""The questions we ask the engine: read-only, side by side, time-boxed, through the real docker client.

Going through the client makes contexts, ssh and TLS work as they do for the line itself.
"""

from __future__ import annotations

import sys

from dockersh.engine.question import Question
from dockersh.engine.state import Container, Event, Image, Listed, Machine, Network, State, Status, Volume
from dockersh.typed import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dockersh.engine.docker import DockerEngine
    from dockersh.engine.names import Name
    from dockersh.engine.project import Member, Project, Service

__all__ = [
    "Container",
    "DockerEngine",
    "Engine",
    "Event",
    "Image",
    "Listed",
    "Machine",
    "Member",
    "Name",
    "Network",
    "NoEngine",
    "Project",
    "Question",
    "Service",
    "State",
    "Status",
    "Volume",
]

# What a line that asks nobody does without: the module of each.
LATER = {"DockerEngine": "docker", "Name": "names", "Member": "project", "Project": "project", "Service": "project"}


def __getattr__(name: str) -> object:
    """Imported when it is first asked for."""
    if name not in LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = f"{__name__}.{LATER[name]}"
    __import__(module)
    found: object = getattr(sys.modules[module], name)
    globals()[name] = found
    return found


class Engine(Protocol):
    """Anything that can answer questions about an engine."""

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """Answer what can be answered in time. `options` are docker's global options of the line, `env` its assignments."""


class NoEngine:
    """Knows nothing: for `--no-engine`, for libraries, for documents about machines that are not this one."""

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:  # noqa: ARG002
        """Say that nobody was asked."""
        return State("off")
