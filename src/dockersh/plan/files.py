"""Files of the client's machine that a line names: those it reads must be there.

Source: docker/cli 28.2.2, each command's file; what it prints then was asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.invocation import Part
from dockersh.plan.step import Request

# The options and arguments whose file the client opens before anything else.
FLAGS: Mapping[str, tuple[str, ...]] = {
    "container run": ("env-file", "label-file"),
    "container create": ("env-file", "label-file"),
    "container exec": ("env-file",),
    "compose run": ("env-from-file",),
    "service create": ("env-file",),
    "image load": ("input",),
    "swarm ca": ("ca-cert", "ca-key"),
}
ARGUMENTS: Mapping[str, str] = {
    "image import": "file|URL|-",
    "config create": "file|-",
    "secret create": "file|-",
    "context import": "FILE|-",
    "trust key load": "KEYFILE",
}
ELSEWHERE = ("http://", "https://")


def questions(request: Request, *more: Part) -> tuple[Question, ...]:
    """Are the files there that the line names, and those of *more*."""
    names = tuple(part.value for part in (*_read(request), *here(request, *more)) if part.value)
    return (Question("files", names),) if names else ()


def missing(request: Request, state: State) -> tuple[Finding, ...]:
    """The files that the client will not find."""
    gone = [part for part in _read(request) if state.files.get(part.value or "") is False]
    return tuple(
        finding("file-missing", "error", part.span, flag=f"--{part.name}", file=part.value or "")
        if part.flag
        else finding("input-missing", "error", part.span, file=part.value or "")
        for part in gone
    )


def here(request: Request, *parts: Part) -> tuple[Part, ...]:
    """Those of the parts that name a file we can look for; what stands behind `cd` may be elsewhere."""
    moved = not request.alone and {"cd", "pushd"} & set(request.text.split())
    return () if moved else tuple(part for part in parts if part.literal)


def _read(request: Request) -> tuple[Part, ...]:
    invocation = request.invocation
    flags = [part for name in FLAGS.get(invocation.name, ()) for part in invocation.flags(name)]
    name = ARGUMENTS.get(invocation.name)
    named = [part for part in invocation.arguments(name) if name and not (part.value or "-").startswith(("-", *ELSEWHERE))]
    return here(request, *flags, *named)
