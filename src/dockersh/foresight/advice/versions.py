"""What one version of docker's client takes and another refuses: commands, options, fields of values.

Source: the facts (docker 28.2.2 and 29.7.2, compose 2.40.3 and 5.6.1 were asked), docker/cli opts/mount.go of both, and of
signatures docker/cli 28.5 cli/trust, which 29.0 removed (cmd/docker-trust alone has it).
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.finding import Finding, finding
from dockersh.foresight.plan import Request
from dockersh.reading import catalogue
from dockersh.reading.invocation import Part
from dockersh.reading.invocation.parts import FALSE
from dockersh.reading.invocation.questions import assignments
from dockersh.startup.lazy_regex import pattern

INSPECTED = pattern(r"\.NetworkSettings\.\w+")
ENTERED = pattern(r"\b(?:with|range)\b")
TRUST = "DOCKER_CONTENT_TRUST"
SIGNED = ("image pull", "image push", "container run", "container create")
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


def formats(request: Request) -> Iterator[Finding]:
    """A field of --format that only some versions have: `{{.NetworkSettings.IPAddress}}`, `{{.Status}}` of an event."""
    known = catalogue.words("versions")["format"].get(request.invocation.name, {})
    for part in request.invocation.flags("format")[-1:] if known else ():
        for field in dict.fromkeys(_fields(part)):
            yield from _field(part, field, known.get(field, {}))


def _fields(part: Part) -> Iterator[str]:
    """Those named from the top: none at the top itself where a part is entered, which has fields of its own."""
    if part.literal and part.decoded:
        yield from (match[0] for match in INSPECTED.finditer(part.text))
        yield from () if ENTERED.search(part.text) else part.decoded["fields"]


def several(request: Request) -> Iterator[Finding]:
    """`docker save --platform linux/amd64,linux/arm64`: a client before takes one."""
    known = catalogue.words("versions")["several"].get(request.invocation.name, {})
    for name, version in known.items():
        for part in request.invocation.flags(name):
            if part.decoded and len(part.decoded) > 1:
                yield finding("since-docker", "tip", part.value_span, word=part.text, version=version)


def signatures(request: Request) -> Iterator[Finding]:
    """What asks for signed images, which docker 29 takes without a word and does not look at."""
    if request.invocation.name not in SIGNED:
        return
    trust = assignments(request.invocation.call).get(TRUST, "")
    if trust and trust not in FALSE:
        yield finding("signatures-ignored", "warning", request.invocation.command_span, word=f"{TRUST}={trust}")
    for part in request.invocation.flags("disable-content-trust")[-1:]:
        if part.value in FALSE:
            yield finding("signatures-ignored", "warning", part.span, word=f"--{part.name}={part.value}")


RULES = (commands, options, mounts, formats, several, signatures)
