"""Which builder a build goes to: one that is not there, and what the engine's own cannot do with its old image store.

Source: buildx builder/builder.go, util/storeutil and build/opt.go; each was asked of buildx 0.29.1 with an engine 28.5.2, with
either image store.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.client import settings
from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.refusals.client.buildx import classic
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.invocation.questions import assignments

ELSEWHERE = frozenset(("DOCKER_CONFIG", "BUILDX_CONFIG", "HOME"))  # on the line: builders that are not the person's
CONTEXTS = Question("list", ("contexts",))
DEFAULT = "default"
OFF = frozenset(("false", "0", "f", ""))


def ask_builders(request: Request) -> tuple[Question, ...]:
    """The file of the builder, or the one that says which is chosen; the image store where it matters."""
    if not _answerable(request):
        return ()
    named = _named(request)
    asked = (Question("files", (_file(named),)), *((CONTEXTS,) if named else ()))
    return (*asked, Question("features")) if any(_wanted(request)) else asked


def builders(request: Request, state: State) -> Iterator[Finding]:
    """A builder that is not there; what the line wants of the engine's own builder in vain."""
    if not _answerable(request):
        return
    name = _named(request)
    there, contexts = state.files.get(_file(name)), state.named("contexts")
    part = request.invocation.last("builder")
    if name not in ("", DEFAULT, *contexts) and there == "missing" and contexts:
        yield finding("build-builder-missing", "error", part.span if part else request.invocation.command_span, builder=name)
    elif state.in_containerd is False and (several := _loads_several(request)):
        yield finding("build-load-several", "error", several.span)
    elif state.in_containerd is False and (there == "missing" or _is_engines(name)):
        yield from (finding("build-driver-cannot", "error", one.span, what=_shown(one)) for one in _wanted(request))


def _loads_several(request: Request) -> Part | None:
    """The platforms of an image that `--load` puts into the old image store, which holds one: whatever the builder."""
    part = request.invocation.last("platform")
    loads = request.invocation.on("load") and not request.invocation.on("push")
    return part if part and loads and part.literal and _needs("platform", part.text) else None


def _answerable(request: Request) -> bool:
    """Whether the line's builder can be known, and is one of buildx."""
    flags = request.invocation.flags("builder")
    line = assignments(request.invocation.call)
    return all(part.literal for part in flags) and not ELSEWHERE & line.keys() and not classic(request)


def _is_engines(name: str) -> bool:
    """Whether the engine's own builder is chosen: `--builder default` leaves a file that says so."""
    return not name and "BUILDX_CONFIG" not in os.environ and not settings.chosen_builder(os.environ)


def _named(request: Request) -> str:
    environment = {**os.environ, **assignments(request.invocation.call)}
    return request.invocation.value("builder") or environment.get("BUILDX_BUILDER") or ""


def _file(name: str) -> str:
    """Where buildx keeps a builder of that name, or for '' which one is chosen."""
    folder = os.environ.get("BUILDX_CONFIG") or os.path.join(settings.folder(os.environ), "buildx")
    return os.path.join(folder, *(("instances", name.lower()) if name else ("current",)))


def _wanted(request: Request) -> Iterator[Part]:
    """The parts of the line that need containerd's image store, or a builder in a container."""
    for part in request.invocation.parts:
        if part.kind == "flag" and part.literal and _needs(part.name or "", part.text):
            yield part


def _shown(part: Part) -> str:
    """The option; its value only where that says more, and cannot hold a secret."""
    return f"--{part.name} {part.value}" if part.name == "platform" else f"--{part.name}"


def _needs(flag: str, value: str) -> bool:
    fields = dict(piece.partition("=")[::2] for piece in value.split(","))
    if flag == "platform":
        return "," in value.strip(",")
    if flag == "output":
        return fields.get("type") == "oci" or (fields.get("type") == "docker" and bool(fields.get("dest")))
    if flag == "cache-to":
        return fields.get("type") not in ("inline", "gha") and bool(value)
    if flag in ("sbom", "provenance"):
        return value.lower() not in OFF and "disabled" not in fields
    return flag == "attest" and "disabled" not in fields
