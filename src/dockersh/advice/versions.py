"""What one version of docker's client takes and another refuses: commands, options, fields of values.

Source: the facts (docker 28.2.2 and 29.7.2 were asked), docker/cli opts/mount.go of both.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh import catalogue
from dockersh.finding import Finding, finding
from dockersh.invocation import Part
from dockersh.plan import Request
from dockersh.values.fields import fields

STRICT = 29  # docker's client takes no field without a value since


def commands(request: Request) -> Iterator[Finding]:
    """A command that the newest docker has no longer built in: a plugin brings it (docker/cli cmd/docker-trust)."""
    command = request.invocation.command
    if command is not None and command.until:
        word, version = command.name.partition(" ")[0], str(int(command.until) + 1)
        yield finding("until-plugin", "warning", request.invocation.command_span, word=word, version=version)


def options(request: Request) -> Iterator[Finding]:
    """An option that an older docker does not know."""
    for part in request.invocation.parts:
        if part.flag is not None and part.flag.since:
            yield finding("since-docker", "tip", part.span, word=f"--{part.name}", version=part.flag.since)


def mounts(request: Request) -> Iterator[Finding]:
    """A field of --mount that only some versions take."""
    known = catalogue.words("versions")["mount"]
    for part in request.invocation.flags("mount"):
        for field in (fields(part.value or "") or ()) if part.literal else ():
            yield from _field(part, field, known.get(field.partition("=")[0].lower(), {}))


def _field(part: Part, field: str, facts: dict[str, str]) -> Iterator[Finding]:
    if "since" in facts:
        yield finding("since-docker", "tip", part.value_span, word=field, version=facts["since"])
    if "until" in facts:
        args = {"word": field, "version": str(int(facts["until"]) + 1), "newer": facts["instead"]}
        yield finding("until-docker-newer", "warning", part.value_span, **args)
    if field.endswith("="):
        yield finding("until-docker", "warning", part.value_span, word=field, version=str(STRICT))


RULES = (commands, options, mounts)
