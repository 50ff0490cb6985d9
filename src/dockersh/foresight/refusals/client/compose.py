"""What compose refuses of a whole line before it asks the engine, beyond the pairs of options in `catalogue/words`.

Source: docker/compose 5.6.1, cmd/compose, each function names its file; asked of it in tests/oracle/test_compose.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, conflict, finding
from dockersh.foresight.step import Request

# In front of the command: an option and its value ('' is any), which another one and its value rule out.
IN_FRONT = (
    ("no-ansi", "", "ansi", ("never", "always")),
    ("workdir", "", "project-directory", ()),
    ("progress", "plain", "ansi", ("always",)),
    ("progress", "tty", "ansi", ("never",)),
)
# What `compose config` prints instead of the file; --format means something else then, or nothing.
OTHER_LISTS = ("variables", "environment", "services", "volumes", "networks", "models", "profiles", "images", "hash", "quiet")


def run(request: Request, _state: State) -> Iterator[Finding]:
    """RunCommand of run.go minds that both are there, not what they say."""
    invocation = request.invocation
    if invocation.flags("tty") and (given := invocation.flags("no-tty")):
        yield conflict(given[-1].span, "--tty", "--no-tty")


def in_front(request: Request, _state: State) -> Iterator[Finding]:
    """resolveAnsiMode, normalizeProjectOptions and selectEventProcessor of compose.go."""
    invocation = request.invocation
    given = {part.name: part for part in invocation.parts if part.kind == "global-flag"}
    for first, value, second, others in IN_FRONT:
        one, other = given.get(first), given.get(second)
        if one is None or other is None or (value and one.value != value) or (others and other.value not in others):
            continue
        yield conflict(other.span, f"--{first} {value}".strip(), f"--{second} {other.value if others else ''}".strip())


def copied(request: Request, _state: State) -> Iterator[Finding]:
    """PreRunE of cp.go."""
    invocation = request.invocation
    for part in invocation.arguments():
        if part.literal and part.value == "":
            yield finding("empty-name", "error", part.span, argument=part.name or "")


def printed(request: Request, _state: State) -> Iterator[Finding]:
    """What formatModel takes, of config.go: the file has two forms."""
    invocation = request.invocation
    part = invocation.flags("format")[-1:]
    if part and part[0].value not in ("", "yaml", "json") and not any(invocation.flags(name) for name in OTHER_LISTS):
        yield finding("config-format", "error", part[0].span, value=part[0].text)
