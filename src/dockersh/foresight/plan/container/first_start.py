"""Official images of databases that end at their first start where no variable gives a password.

The table beside this module has their facts and sources. Only where the line tells all: each variable by its name, the image's
own program, and no folder or volume that may hold a database of an earlier start.
"""

from __future__ import annotations

import functools
import os.path
from collections.abc import Iterator, Mapping

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.refusals.engine.mounts import below, wanted
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.values.images import HUB, Reference
from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any

NUMBER = pattern(r"^(\d+)")
ASKS = frozenset(("--help", "-?", "--version", "-V", "--verbose", "--describe-config", "-C"))  # then it only prints
HIDING = ("env-file", "entrypoint", "volumes-from", "use-api-socket")  # what they bring is not on the line


@functools.cache
def _facts() -> Mapping[str, Mapping[str, Any]]:
    return toml_cache.load(os.path.join(os.path.dirname(__file__), "first_start.toml"))


def without_password(request: Request, state: State) -> Iterator[Finding]:
    """The image, where its first start will end for want of a variable."""
    for part in request.invocation.arguments("IMAGE"):
        facts = _of(part)
        if (
            facts
            and not _given(request, facts)
            and _starts(request, facts)
            and not _may_be_there(request, state, facts["data"])
        ):
            yield finding("image-wants-password", "warning", part.span, image=part.text, variable=facts["shown"])


def _of(part: Part) -> Mapping[str, Any] | None:
    """The facts of an official image, in a version that they hold for."""
    image = part.decoded
    if not isinstance(image, Reference) or image.registry != HUB or not part.literal:
        return None
    facts = _facts().get(image.repository.removeprefix("library/"))
    version = NUMBER.search(image.tag or "")
    old = facts is not None and version is not None and int(version[1]) < facts["since"]
    return None if old or image.tag is None else facts


def _given(request: Request, facts: Mapping[str, Any]) -> bool:
    """Whether a variable gives one, or the line may without our seeing it."""
    invocation = request.invocation
    parts = invocation.flags("env")
    image = next(iter(invocation.arguments("IMAGE"))).span.start
    decided = all(word.literal for word in invocation.call.words if word.span.start < image)
    if not decided or any(invocation.flags(name) for name in HIDING):
        return True
    names = {part.text.partition("=")[0].removesuffix("_FILE") for part in parts}
    return not names.isdisjoint(facts["variables"])


def _starts(request: Request, facts: Mapping[str, Any]) -> bool:
    """Whether the image's own program is started: by no words, by its options, or by its name."""
    words = request.invocation.words()
    if not all(part.literal for part in words) or any(part.text in ASKS for part in words):
        return False
    return not words or words[0].text.startswith("-") or words[0].text in facts["programs"]


def _may_be_there(request: Request, state: State, data: str) -> bool:
    """Whether what is mounted may hold a database already: anything but a volume that is not there yet."""
    parts = (*request.invocation.flags("volume"), *request.invocation.flags("mount"))
    if len(wanted(request)) < len(parts):
        return True
    there = [mount for _, mount in wanted(request) if below(mount.target, data) or below(data, mount.target)]
    return any(mount.source is not None and state.volume(mount.source) is not None for mount in there)
