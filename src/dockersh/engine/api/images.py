"""Questions about images by name, and the rows that docker's list makes of them."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine.api.ask import Answers, Ask, held, named
from dockersh.engine.api.moments import seconds
from dockersh.engine.question import About
from dockersh.engine.state import Image, State
from dockersh.startup.typed import Any

NEVER = "0001-01-01T00:00:00"
NONE = "<none>"  # what engines before API 1.43 call a name that is missing


def inspected(row: dict[str, Any]) -> Image:
    """An image as `inspect` describes it."""
    config = row.get("Config") or {}
    return Image(
        row["Id"].removeprefix("sha256:"),
        tuple(row.get("RepoTags") or ()),
        row.get("Size", 0),
        seconds(row.get("Created") or NEVER),
        row.get("Os", ""),
        row.get("Architecture", ""),
        tuple(config.get("Entrypoint") or ()),
        tuple(config.get("Cmd") or ()),
        tuple(config.get("ExposedPorts") or ()),
        config.get("User", ""),
        tuple(config.get("Volumes") or ()),
        bool(row.get("RepoDigests")),
        config.get("WorkingDir") or "",
        has_check(config.get("Healthcheck")),
        seconds((row.get("Metadata") or {}).get("LastTagTime") or NEVER),
    )


def has_check(check: dict[str, Any] | None) -> bool:
    """Whether a health check is one that runs: `HEALTHCHECK NONE` is written down, too."""
    test = list((check or {}).get("Test") or ())
    return bool(test) and test[0] != "NONE"


def names(row: dict[str, Any]) -> Iterator[str]:
    """Each name under which `docker image ls` has a row for an image; '' for a row without a tag.

    A repository known by its digest alone has such a row, an image without any name has one.
    Source: docker/cli 28.2.2 cli/command/formatter/image.go, imageFormatTaggedAndDigest.
    """
    tags = [tag for tag in row.get("RepoTags") or () if NONE not in tag]
    tagged = {tag.rpartition(":")[0] for tag in tags}
    pulled = [digest.partition("@")[0] for digest in row.get("RepoDigests") or () if NONE not in digest]
    bare = dict.fromkeys(repository for repository in pulled if repository not in tagged)
    yield from tags
    yield from ("" for _ in bare)
    if not tags and not bare:
        yield ""


def _read(about: About, answers: Answers, state: State) -> State:
    row = held(answers[0])
    return state._replace(images={**state.images, about[0]: inspected(row) if row else None})


def _read_parents(about: About, answers: Answers, state: State) -> State:
    """Those of the images that are there."""
    found = [row for one in answers if (row := held(one))]
    bare = {row["Id"].removeprefix("sha256:"): (row.get("Parent") or "").removeprefix("sha256:") for row in found}
    return state._replace(parents={**state.parents, **bare})


ASKS: dict[str, Ask] = {
    "image": Ask(lambda about: named("image", about[:1]), _read, absent=True),
    "parents": Ask(lambda about: named("image", about), _read_parents, absent=True),
}
