"""The questions we ask the engine: read-only and time-boxed, over its own socket where it has one on this machine (`api/`).

Elsewhere, and for what its API has no answer to, through the real docker client, side by side (`questions/`): so contexts, ssh
and TLS work as they do for the line itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from dockersh import permissions
from dockersh.engine.question import Question
from dockersh.engine.state import Container, Event, Image, Listed, Machine, Network, State, Status, Volume
from dockersh.startup.typed import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dockersh.engine.docker import DockerEngine
    from dockersh.engine.names import Name
    from dockersh.engine.project import Member, Project, Service
    from dockersh.reading.syntax import Call

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


def of(engine: Engine, call: Call) -> Engine:
    """The engine of a call's program: this one, another of the person's, or nobody to ask where we may not.

    *engine* may have a `kin`, the program whose engine it is (docker's without), and a way to `another`.
    """
    if call.engine == "podman" and not _own_podman(call):
        return NoEngine()
    if call.engine == getattr(engine, "kin", "docker"):
        return engine
    another: Callable[[str], Engine] | None = getattr(engine, "another", None)
    return another(call.engine) if another and call.engine else NoEngine()


def _own_podman(call: Call) -> bool:
    """Whether it is the person's own podman, by what stands around it on the line."""
    first = call.words[1].text if len(call.words) > 1 else ""
    chosen = bool(call.earlier) or first.startswith("-")
    return permissions.own_podman([word.text for word in call.before], chosen=chosen)


class NoEngine:
    """Knows nothing: for `--no-engine`, for libraries, for documents about machines that are not this one."""

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:  # noqa: ARG002
        """Say that nobody was asked."""
        return State("off")
