"""The docker command that does just one step of a line: docker's own words again, never ours in their place."""

from __future__ import annotations

from dockersh.invocation import Part
from dockersh.plan.step import Request

# Flags of `run` that `create` does not have; they belong to the attaching, not to the container.
RUN_ONLY = frozenset(("detach", "detach-keys", "sig-proxy"))


def create(request: Request) -> str:
    """`docker run …` as `docker create …`: the same words, less those that only `run` knows."""
    words = ["docker", "create", *_flags(request), *_operands(request)]
    return " ".join(words)


def start(request: Request, name: str) -> str:
    """The `docker start` that joins the terminal the way this `docker run` does."""
    if request.invocation.on("detach"):
        return f"docker start {name}"
    interactive = " --interactive" if request.invocation.on("interactive") else ""
    kept = (part for part in request.invocation.parts if part.name in ("detach-keys", "sig-proxy") and part.kind == "flag")
    options = "".join(f" {request.typed(part.span)}" for part in kept)
    return f"docker start --attach{interactive}{options} {name}"


def pull(request: Request) -> str:
    """The `docker pull` of the line's image and platform."""
    platform = request.invocation.value("platform")
    image = request.invocation.arguments("IMAGE")
    shown = request.typed(image[0].span) if image else "IMAGE"
    return f"docker pull {f'--platform {platform} ' if platform else ''}{shown}"


def _operands(request: Request) -> list[str]:
    parts = (*request.invocation.arguments(), *request.invocation.words())
    return [request.typed(part.span) for part in parts]


def _flags(request: Request) -> list[str]:
    """Each flag word as typed; a cluster loses only its run-only letters (`-dit` → `-it`)."""
    clusters: dict[int, list[Part]] = {}
    for part in request.invocation.parts:
        if part.kind == "flag":
            clusters.setdefault(part.span.start, []).append(part)
    return [word for together in clusters.values() for word in _flag(request, together)]


def _flag(request: Request, together: list[Part]) -> list[str]:
    start, kept = together[0].span.start, [part for part in together if part.name not in RUN_ONLY]
    if len(kept) == len(together):
        return [request.typed((start, max(part.span.end for part in together)))]
    if not kept:
        return []
    words = request.typed((start, max(part.span.end for part in kept)))
    cluster, space, value = words.partition(" ")
    return [cluster.replace("d", "", 1) + space + value]
