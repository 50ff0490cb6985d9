"""What `run` and `create` join to a container's folders: volumes that are made or found, host paths that may not be there.

A volume is made, and filled from the image, when the container is created. `-v` makes a missing host path as an empty folder
of root, `--mount` refuses it (observed on 20.10 and 28).
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Image, Question, State, Volume
from dockersh.finding import Finding, Say, finding
from dockersh.foresight import named
from dockersh.foresight.refusals.engine.mounts import is_missing, makes_source, wanted
from dockersh.foresight.step import Request, Step, note, step
from dockersh.reading.invocation import Part
from dockersh.reading.values.mounts import Mount


def questions(request: Request) -> tuple[Question, ...]:
    """Which of the named volumes there are."""
    names = dict.fromkeys(mount.source for _, mount in wanted(request) if mount.type == "volume" and mount.source)
    return (Question("volumes", tuple(names)),) if names else ()


def steps(request: Request, state: State, image: Image | None) -> tuple[Step, ...]:
    """The volumes: each named one, then the anonymous ones of the line and of the image."""
    found = [mount for _, mount in wanted(request) if mount.type == "volume"]
    named = {mount.source: mount for mount in found if mount.source}
    count = anonymous(request, image)
    made = (step("create-volume", "yes", "anonymous", count=str(count)).moves("absent", "present"),) if count else ()
    return (*(_named(state, name, mount) for name, mount in named.items()), *made)


def anonymous(request: Request, image: Image | None) -> int:
    """How many anonymous volumes the container gets: those of the line, and the image's that nothing else is put on."""
    found = [mount for _, mount in wanted(request)]
    targets = {mount.target for mount in found} | {part.text.partition(":")[0] for part in _tmpfs(request)}
    own = {mount.target for mount in found if mount.type == "volume" and mount.source is None}
    return len(own | (set(image.volumes) - targets if image else set()))


def _tmpfs(request: Request) -> tuple[Part, ...]:
    return request.invocation.flags("tmpfs")


def _named(state: State, name: str, mount: Mount) -> Step:
    held = state.volume(name)
    if held is False:
        return step("create-volume", "maybe", "if-missing", name=name)
    if isinstance(held, Volume):
        return step("create-volume", "no", "used", name=name, target=mount.target).moves("present", "present")
    reason = "empty" if any("nocopy" in option for option in mount.options) else "seeded"
    return step("create-volume", "yes", reason, name=name, target=mount.target).moves("absent", "present")


def owner(request: Request, state: State) -> tuple[tuple[str, Say], ...]:
    """Whose the files are that it makes in a folder of this machine: root's, where nothing says another user."""
    image = state.images.get(named.image(request) or "")
    local = state.host is not None and state.host.name == os.uname().nodename
    if image is None or image.user.partition(":")[0] not in ("", "0", "root") or request.invocation.flags("user") or not local:
        return ()
    target = _writable_folder(request, state)
    return (note("owner", "files-of-root", target=target),) if target else ()


def _writable_folder(request: Request, state: State) -> str | None:
    """Where a folder of a person stands in the container, and may be written to: in one of root's nobody else writes anyway."""
    for _, mount in wanted(request):
        held = state.paths.get(mount.source or "") == "folder" and state.owners.get(mount.source or "", 0) != 0
        if mount.type == "bind" and not mount.readonly and held:
            return mount.target
    return None


def made_on_the_host(request: Request, state: State) -> Iterator[Finding]:
    """Host paths that are not there and will be."""
    for part, mount in wanted(request):
        if is_missing(state, mount) and makes_source(request, part, mount):
            yield finding("bind-source-made", "warning", part.span, source=mount.source or "")
