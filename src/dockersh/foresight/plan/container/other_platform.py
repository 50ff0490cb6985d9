"""The platform that a container is to be of, beside the engine's and the image's."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Image, Machine, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import image
from dockersh.foresight.step import Request

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
ALSO = {"amd64": ("386",), "arm64": ("arm",)}  # older programs that a processor runs, too


def platform_of(host: Machine) -> str:
    """`linux/amd64`, as images name their platforms."""
    return f"{host.os}/{ARCHITECTURES.get(host.architecture, host.architecture)}"


def questions(request: Request) -> tuple[Question, ...]:
    """What the engine's machine is, where the line asks for a platform."""
    return (Question("host"),) if request.invocation.flags("platform") else ()


def asked_for(request: Request, held: Image) -> bool:
    """Whether the image here is of another platform than the line asks for."""
    asked = (request.invocation.value("platform") or "").split("/")
    here = (held.os, held.architecture)
    return bool(asked[0]) and held.os != "" and tuple(asked[:2]) != here[: len(asked)]


def ask_host(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: the engine's machine, where the image here is not for a processor like this machine's."""
    held = state.images.get(image(request) or "")
    here = ARCHITECTURES.get(os.uname().machine, os.uname().machine)
    other = held is not None and held.architecture not in ("", *_native(here)) and not request.invocation.flags("platform")
    return (Question("host"),) if other else ()


def _native(architecture: str) -> tuple[str, ...]:
    """What a processor runs by itself."""
    return (architecture, *ALSO.get(architecture, ()))


def minded(request: Request, state: State) -> Iterator[Finding]:
    """What there is to mind about the platform, asked for or the image's own."""
    yield from _emulated(request, state)
    yield from _of_another(request, state)


def _of_another(request: Request, state: State) -> Iterator[Finding]:
    """An image here that is for another processor than the engine's."""
    held = state.images.get(image(request) or "")
    if state.host is None or held is None or request.invocation.flags("platform") or not held.architecture:
        return
    own = platform_of(state.host)
    if held.architecture not in _native(own.partition("/")[2]):
        part = request.invocation.arguments("IMAGE")[0]
        code = "image-of-another-platform" if held.pulled else "image-built-for-another-platform"
        yield finding(code, "warning", part.span, image=part.text, platform=f"{held.os}/{held.architecture}", own=own)


def _emulated(request: Request, state: State) -> Iterator[Finding]:
    """A platform that this engine's processor does not run by itself."""
    part = request.invocation.flags("platform")
    asked = part[-1].text.split("/") if part and part[-1].literal else []
    if state.host is None or len(asked) < 2:
        return
    own = ARCHITECTURES.get(state.host.architecture, state.host.architecture)
    if asked[1] != own:
        shown = {"platform": "/".join(asked), "own": f"{state.host.os}/{own}"}
        yield finding("platform-emulated", "warning", part[-1].span, **shown)
