"""Commands that only read: nothing changes, and how to read what they print."""

from __future__ import annotations

from dockersh.engine import Question, State
from dockersh.finding import finding
from dockersh.plan.containers import questions as containers
from dockersh.plan.step import Plan, Request, note

# Commands with a note of their own on how to read the result.
EXPLAINED = frozenset(
    ("container ls", "image ls", "container logs", "inspect", "container inspect", "image inspect", "version")
)


def ask(request: Request) -> tuple[Question, ...]:
    """Does the engine answer; and are the named containers there."""
    return containers(request) if request.invocation.name in ("container logs", "container inspect") else (Question("version"),)


def plan(request: Request, state: State) -> Plan:
    """No steps: a note that nothing changes, and one on the result."""
    name = request.invocation.name
    notes = [note("reads-only", "reads-only")]
    if name in EXPLAINED:
        notes.append(note("result", _how_to_read(request)))
    if name == "container logs" and request.invocation.on("follow"):
        notes.append(note("leave", "leave-logs"))
    named = [part for part in request.invocation.arguments("CONTAINER") if part.literal]
    missing = [part for part in named if state.container(part.value or "") is None]
    found = tuple(finding("no-such-container", "error", part.span, name=part.value or "") for part in missing)
    return Plan((), tuple(notes), found)


def _how_to_read(request: Request) -> str:
    """The note on the result: `ps` reads differently with -q and with -a."""
    invocation = request.invocation
    key = invocation.name.replace(" ", "-")
    if invocation.name in ("container ls", "image ls") and invocation.on("quiet"):
        return f"{key}-quiet"
    return f"{key}-all" if invocation.name == "container ls" and invocation.on("all") else key
