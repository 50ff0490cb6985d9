"""Where a build's result goes: into the engine's images, to a registry, into a file or a folder, or nowhere but the cache.

Source: buildx build/opt.go; observed with buildx 0.29.1 and an engine 28.5.2: with a local, tar or oci output, and with a
docker output that has a dest, the engine gets no image and no name; registry and `type=image,push=true` upload beside.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.finding import Say
from dockersh.foresight.step import Request, Step
from dockersh.startup.typed import Any

IMAGES = ("image", "registry")


def is_kept(request: Request) -> bool:
    """Whether the engine gets an image; where the shell decides an output, we assume the usual."""
    shapes = _outputs(request)
    return not shapes or is_pushed(request) or request.invocation.on("load") or any(map(_is_image, shapes))


def elsewhere(request: Request, names: list[str]) -> Iterator[Step]:
    """What is written to files, and one upload a name; each when all is built."""
    for shape in _outputs(request):
        place = shape["file"] or "-"
        if shape["type"] == "cacheonly":
            yield Step("build", "yes", "asked", Say("steps/build.kept-in-cache"))
        elif not _is_image(shape) and place != "-":
            key = "write-folder" if shape["type"] == "local" else "write-file"
            yield Step("write-file", "yes", "asked", Say(f"steps/build.{key}", {"path": place}))
    for name in names if is_pushed(request) else ():
        yield Step("push", "yes", "asked", Say("steps/build.push", {"image": name}))


def _outputs(request: Request) -> tuple[dict[str, Any], ...]:
    """The outputs of the line, decoded."""
    return request.invocation.decoded("output")


def is_pushed(request: Request) -> bool:
    """Whether the result is uploaded."""
    return request.invocation.on("push") or any(one["push"] for one in _outputs(request))


def _is_image(shape: dict[str, Any]) -> bool:
    return shape["type"] in IMAGES or (shape["type"] == "docker" and not shape["file"])
