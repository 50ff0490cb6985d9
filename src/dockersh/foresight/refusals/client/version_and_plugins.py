"""What the client refuses for where it runs and whom it talks to: a plugin or context it lacks, an engine too old for a flag.

Which API version each flag needs was asked of docker 28.2.2, before an engine that says it speaks 1.41, and read in docker/cli
29.7.2; which engine brought which API is docs.docker.com/reference/api/engine/#api-version-matrix, from 28.3 on MaxAPIVersion
of moby's tags.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.invocation.parts import TRUE
from dockersh.reading.invocation.questions import assignments

PLUGINS = ("buildx", "compose")  # that the catalogue knows; an engine's package leaves them out
ALONE = "docker-compose"  # compose as a program of its own
ENGINES = {
    "1.42": (23, 0),
    "1.43": (24, 0),
    "1.44": (25, 0),
    "1.45": (26, 0),
    "1.46": (27, 0),
    "1.47": (27, 2),
    "1.48": (28, 0),
    "1.49": (28, 1),
    "1.50": (28, 2),
    "1.51": (28, 3),
    "1.52": (29, 0),
    "1.53": (29, 2),
    "1.54": (29, 3),
    "1.55": (29, 6),
}


def ask_plugins(request: Request) -> tuple[Question, ...]:
    """Whether docker has the plugin, or there is a compose of its own."""
    plugin = "buildx" if _buildx_flags(request) else request.invocation.name.partition(" ")[0]
    word = request.invocation.call.words[0].text
    if word.rpartition("/")[2] == ALONE:
        return (Question("program", (word,)),)
    return (Question("plugin", (plugin,)),) if plugin in PLUGINS and word.rpartition("/")[2] == "docker" else ()


def ask_version(request: Request) -> tuple[Question, ...]:
    """How old the engine is, where a flag minds."""
    return (Question("version"),) if _minding(request) else ()


def plugins(request: Request, state: State) -> Iterator[Finding]:
    """A plugin that is not installed."""
    flags = _buildx_flags(request)
    for name in sorted(state.absent_plugins):
        if not flags:
            yield finding(f"{name}-missing", "error", request.invocation.command_span)
        for part in flags:
            yield finding("flag-needs-buildx", "error", part.span, flag=f"--{part.name}")


def _buildx_flags(request: Request) -> list[Part]:
    """Flags of `docker build` that only buildx knows."""
    flagged = (part for part in request.invocation.parts if part.flag is not None)
    return [
        part for part in flagged if request.invocation.name == "image build" and part.flag and part.flag.builder == "buildx"
    ]


def context(request: Request, state: State) -> Iterator[Finding]:
    """A context that there is not."""
    if not state.absent_context:
        return
    typed = [part.span for part in request.invocation.parts if part.kind == "global-flag" and part.name == "context"]
    span = typed[-1] if typed else request.invocation.call.words[0].span
    yield finding("no-such-context", "error", span, name=state.absent_context)


def too_old(request: Request, state: State) -> Iterator[Finding]:
    """The flags that this engine does not have."""
    have = _version(state.version)
    for part, api in _minding(request) if have else ():
        need = ENGINES[api]
        if have < need:
            shown = {"flag": f"--{part.name}", "needed": f"{need[0]}.{need[1]}", "version": state.version}
            yield finding("engine-too-old", "error", part.span, **shown)


def _minding(request: Request) -> list[tuple[Part, str]]:
    return [(part, part.flag.api) for part in request.invocation.parts if part.flag is not None and part.flag.api]


def _version(text: str) -> tuple[int, ...]:
    """`20.10.24+dfsg1` → (20, 10); empty where nobody told."""
    words = text.split(".")[:2]
    return tuple(int(word) for word in words) if len(words) == 2 and all(word.isdecimal() for word in words) else ()


def experimental(request: Request, _state: State) -> Iterator[Finding]:
    """What the client hides unless a variable is set, in front of the line or in the environment (buildx 0.36)."""
    invocation = request.invocation
    needs = invocation.command.needs if invocation.command else None
    if needs and {**os.environ, **assignments(invocation.call)}.get(needs, "") not in TRUE:
        yield finding("needs-variable", "error", invocation.command_span, command=invocation.typed, variable=needs)


def other_system(request: Request, _state: State) -> Iterator[Finding]:
    """A flag that docker has on Windows only."""
    for part in request.invocation.parts:
        if part.flag is not None and part.flag.system == "windows":
            yield finding("windows-only", "error", part.span, flag=f"--{part.name}")
