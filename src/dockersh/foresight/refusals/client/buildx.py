"""What buildx refuses of a whole line, whatever the engine: most before it asks one, a build's when its builder has answered.

Source: buildx 0.36, each function names its file; the messages were asked of it, a build's with an engine 20.10.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.client import plugins
from dockersh.engine import State
from dockersh.finding import Finding, conflict, finding
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.invocation.questions import assignments
from dockersh.reading.values import Bad, decode
from dockersh.reading.values.words import WORDS

LOUD = ("plain", "tty", "rawjson")  # ways to show progress that --quiet does not let be
FILES = ("local", "tar")
AGES = ("until", "unused-for")  # two names of one filter


def build(request: Request, _state: State) -> Iterator[Finding]:
    """commands/build.go (toOptions, toDisplayMode, RunBuild) and build/opt.go (loadInputs, toSolveOpt)."""
    invocation = request.invocation
    outputs = [(part, part.decoded) for part in invocation.flags("output") if part.decoded is not None]
    if invocation.on("quiet") and (mode := invocation.value("progress")) in LOUD:
        yield conflict(invocation.flags("quiet")[-1].span, "--quiet", f"--progress {mode}")
    if invocation.on("no-cache") and (kept := invocation.flags("no-cache-filter")):
        yield conflict(kept[-1].span, "--no-cache", "--no-cache-filter")
    for part, shape in outputs:
        if shape and shape["type"] in FILES and invocation.value("iidfile"):
            yield conflict(part.span, f"--output type={shape['type']}", "--iidfile")
    if invocation.value("file") == "-" and [part.value for part in invocation.arguments()] == ["-"]:
        yield conflict(invocation.flags("file")[-1].span, "--file -", "-")
    yield from _nameless(invocation, [shape for _, shape in outputs if shape])


def network_of_docker(request: Request, _state: State) -> Iterator[Finding]:
    """BuildKit runs steps in networks of its own; one of docker's has no meaning to it (build/opt.go)."""
    part = request.invocation.last("network")
    if part and part.value and part.value not in WORDS["buildkit-network"] and not classic(request):
        yield finding("build-network", "error", part.span, network=part.text)


def classic(request: Request) -> bool:
    """Whether the builder is docker's old one: asked for, or buildx is not installed."""
    if request.invocation.name.startswith("buildx"):
        return False
    environment = {**os.environ, **assignments(request.invocation.call)}
    return environment.get("DOCKER_BUILDKIT") == "0" or not plugins.installed("buildx")


def _nameless(invocation: Invocation, outputs: list[dict[str, str | None]]) -> Iterator[Finding]:
    """What is pushed has a name: of -t, or of each image that --output makes."""
    if invocation.flags("tag"):
        return
    images = [one for one in outputs if one["type"] in ("image", "registry")]
    unnamed = [one for one in images if not one["dest"]]
    if invocation.on("push") and (unnamed or not images):
        yield _needs(invocation.flags("push")[-1], "--push", "--tag")
    elif any(one["type"] == "registry" for one in unnamed):
        yield _needs(invocation.flags("output")[-1], "--output type=registry", "--tag")


def bake(request: Request, _state: State) -> Iterator[Finding]:
    """commands/bake.go, runBake."""
    invocation = request.invocation
    listed = [part for name in ("list", "list-targets", "list-variables") for part in invocation.flags(name)]
    given = [part for part in listed if (part.value if part.name == "list" else invocation.on(part.name or ""))]
    if invocation.on("print") and given:
        yield conflict(given[0].span, "--print", f"--{given[0].name}")


def create(request: Request, _state: State) -> Iterator[Finding]:
    """builder/builder.go, Leave and Create."""
    invocation = request.invocation
    name, node = invocation.value("name"), invocation.value("node")
    if invocation.on("leave"):
        if not (name and node):
            yield _needs(invocation.flags("leave")[-1], "--leave", "--node" if name else "--name")
        return
    if name == "default":
        yield finding("builder-default", "error", invocation.flags("name")[-1].span)
    elif invocation.on("append") and not name:
        yield _needs(invocation.flags("append")[-1], "--append", "--name")
    if invocation.value("driver") == "kubernetes" and any(part.value for part in invocation.arguments()):
        yield conflict(invocation.flags("driver")[-1].span, "--driver kubernetes", "ENDPOINT")


def remove(request: Request, _state: State) -> Iterator[Finding]:
    """commands/rm.go."""
    invocation = request.invocation
    if invocation.on("all-inactive") and invocation.arguments():
        yield conflict(invocation.flags("all-inactive")[-1].span, "--all-inactive", "NAME")


def use(request: Request, _state: State) -> Iterator[Finding]:
    """commands/use.go: the name may stand in --builder."""
    invocation = request.invocation
    if not invocation.arguments() and not invocation.value("builder") and not invocation.call.more:
        yield finding("missing-argument", "error", invocation.call.span, command="docker buildx use", argument="NAME")


def usage(request: Request, state: State) -> Iterator[Finding]:
    """commands/diskusage.go."""
    invocation = request.invocation
    if invocation.value("format") and invocation.on("verbose"):
        yield conflict(invocation.flags("verbose")[-1].span, "--format", "--verbose")
    yield from prune(request, state)


def prune(request: Request, _state: State) -> Iterator[Finding]:
    """commands/prune.go, toBuildkitPruneInfo: each filter has one value."""
    invocation = request.invocation
    given: dict[str, str] = {}
    for part in invocation.flags("filter"):
        key, _, value = part.text.partition("=")
        key, value = key.strip().lower(), value.strip()
        if given.setdefault(key, value) != value:
            yield finding("filter-given-twice", "error", part.span, filter=key)
        answer = decode("duration", value) if key in AGES else None
        if isinstance(answer, Bad):
            yield finding(
                "bad-value", "error", part.value_span or part.span, flag="--filter", value=value or "''", why=answer.why
            )
    if set(AGES) <= set(given):
        yield conflict(invocation.flags("filter")[-1].span, "--filter until=", "--filter unused-for=")


def combine(request: Request, _state: State) -> Iterator[Finding]:
    """commands/imagetools/create.go."""
    invocation = request.invocation
    if not invocation.arguments() and not invocation.flags("file") and not invocation.call.more:
        yield _one_of(invocation, "SOURCE, --file")
    elif not invocation.on("dry-run") and not invocation.flags("tag"):
        yield _one_of(invocation, "--tag, --dry-run")


def manifest(request: Request, _state: State) -> Iterator[Finding]:
    """commands/imagetools/inspect.go."""
    invocation = request.invocation
    if invocation.value("format") and invocation.on("raw"):
        yield conflict(invocation.flags("raw")[-1].span, "--format", "--raw")


def forget(request: Request, state: State) -> Iterator[Finding]:
    """commands/history/rm.go."""
    invocation = request.invocation
    if not invocation.arguments() and not invocation.on("all") and not invocation.call.more:
        yield _one_of(invocation, "REF, --all")
    yield from export(request, state)


def export(request: Request, _state: State) -> Iterator[Finding]:
    """commands/history/export.go."""
    invocation = request.invocation
    if invocation.on("all") and invocation.arguments():
        yield conflict(invocation.flags("all")[-1].span, "--all", "REF")


def attachment(request: Request, _state: State) -> Iterator[Finding]:
    """commands/history/inspect_attachment.go."""
    invocation = request.invocation
    if len(invocation.arguments()) < 2 and not invocation.value("type") and not invocation.value("platform"):
        yield _one_of(invocation, "--type, --platform, DIGEST")


def _needs(part: Part, flag: str, other: str) -> Finding:
    return finding("option-needs", "error", part.span, flag=flag, other=other)


def _one_of(invocation: Invocation, options: str) -> Finding:
    return finding("needs-one-of", "error", invocation.command_span, command=f"docker {invocation.name}", options=options)
