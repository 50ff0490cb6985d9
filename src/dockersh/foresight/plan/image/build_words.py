"""What of a Dockerfile the builder of the line cannot work with: images that come out empty, and what only BuildKit knows.

Each was tried with BuildKit of an engine 28.5.2, and with the old builder of 20.10 and 28.5.2.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine.dockerfile import Dockerfile
from dockersh.finding import Finding, finding
from dockersh.foresight.refusals.client.buildx import classic
from dockersh.foresight.step import Request
from dockersh.reading.invocation.questions import assignments
from dockersh.reading.syntax import Span


def arguments(request: Request) -> Iterator[str]:
    """`NAME=VALUE` of each build argument; one without a value has that of the environment, or is none."""
    environment = {**os.environ, **assignments(request.invocation.call)}
    for part in request.invocation.flags("build-arg"):
        name, equals, _ = part.text.partition("=")
        if part.literal and (equals or name in environment):
            yield part.text if equals else f"{name}={environment[name]}"


def lacks(request: Request, dockerfile: Dockerfile, where: Span | None) -> Iterator[Finding]:
    """An image without a name, where all build arguments are known; what the old builder refuses, or passes over."""
    if all(part.literal for part in request.invocation.flags("build-arg")):
        yield from (finding("build-base-empty", "error", where, word=word) for word in dockerfile.blank[:1])
    if classic(request) and not request.invocation.flags("target"):
        yield from (finding("build-needs-buildkit", "error", where, flag=flag) for flag in dockerfile.buildkit[:1])
        passed = () if dockerfile.buildkit else dockerfile.newer[:1]
        yield from (finding("build-passed-over", "danger", where, what=what) for what in passed)
