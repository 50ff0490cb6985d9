"""What one version of docker's client takes and another refuses: commands, options, fields of values.

Source: the facts (docker 28.2.2 and 29.7.2, compose 2.40.3 and 5.6.1 were asked), docker/cli opts/mount.go of both.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.finding import Finding, finding
from dockersh.foresight.plan import Request
from dockersh.reading import catalogue
from dockersh.reading.invocation import Part
from dockersh.startup.lazy_regex import pattern

FIELD = pattern(r"\.NetworkSettings\.(\w+)")
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
        if part.flag is not None and part.flag.since and not _older_letter(request, part):
            program, _, version = part.flag.since.rpartition(" ")
            yield finding(f"since-{program or 'docker'}", "tip", part.span, word=f"--{part.name}", version=version)


def _older_letter(request: Request, part: Part) -> bool:
    """`-T`: the letter of an option that had another name before."""
    command = request.invocation.command
    renamed = command is not None and any(flag.replaced_by == part.name for flag in command.flags.values())
    return renamed and not request.text[part.span.start :].startswith("--")


def mounts(request: Request) -> Iterator[Finding]:
    """A field of --mount that only some versions take."""
    known = catalogue.words("versions")["mount"]
    for part in request.invocation.flags("mount"):
        for field in part.decoded.fields if part.decoded else ():
            yield from _field(part, field, known.get(field.partition("=")[0].lower(), {}))


def _field(part: Part, field: str, facts: dict[str, str]) -> Iterator[Finding]:
    if "since" in facts:
        yield finding("since-docker", "tip", part.value_span, word=field, version=facts["since"])
    if "until" in facts:
        args = {"word": field, "version": str(int(facts["until"]) + 1), "newer": facts["instead"]}
        yield finding("until-docker-newer", "warning", part.value_span, **args)
    if field.endswith("="):
        yield finding("until-docker", "warning", part.value_span, word=field, version=str(STRICT))


def inspected(request: Request) -> Iterator[Finding]:
    """The address of a container on the default bridge, where docker 29 no longer has it: `{{.NetworkSettings.IPAddress}}`."""
    if request.invocation.name not in ("inspect", "container inspect"):
        return
    known = catalogue.words("versions")["inspect"]
    for part in request.invocation.flags("format")[-1:]:
        for match in FIELD.finditer(part.text) if part.literal else ():
            if facts := known.get(match[1]):
                args = {"word": match[0], "version": str(int(facts["until"]) + 1), "newer": facts["instead"]}
                yield finding("until-docker-newer", "warning", part.value_span, **args)


RULES = (commands, options, mounts, inspected)
