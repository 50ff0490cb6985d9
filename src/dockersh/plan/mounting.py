"""What `run` and `create` join to a container's folders: volumes that are made or found, host paths that may not be there.

A volume is made, and filled from the image, when the container is created. `-v` makes a missing host path as an empty folder
of root, `--mount` refuses it (observed on 20.10 and 28).
"""

from __future__ import annotations

from dockersh.engine import Image, Question, State, Volume
from dockersh.finding import Finding, finding
from dockersh.invocation import Part
from dockersh.plan.step import Request, Step, step
from dockersh.values import mounts
from dockersh.values.mounts import Mount


def wanted(request: Request) -> tuple[tuple[Part, Mount], ...]:
    """The mounts of the line that docker would accept and the shell does not decide."""
    pairs = [(part, mounts.parse(part.value or "")) for part in request.invocation.flags("volume") if part.literal]
    pairs += [(part, mounts.parse_mount(part.value or "")) for part in request.invocation.flags("mount") if part.literal]
    return tuple((part, found) for part, found in pairs if isinstance(found, Mount))


def questions(request: Request) -> tuple[Question, ...]:
    """Which of the named volumes there are; and, where no other command of the line may make them, the host paths."""
    found = [mount for _, mount in wanted(request)]
    names = tuple(dict.fromkeys(one.source for one in found if one.type == "volume" and one.source))
    asked = [Question("volumes", names)] if names else []
    paths = tuple(dict.fromkeys(one.source for one in found if one.type == "bind" and one.source and one.source[0] != "~"))
    if paths and request.alone:
        asked += [Question("endpoint"), Question("host"), Question("paths", paths)]
    return tuple(asked)


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
    targets = {mount.target for mount in found} | {(part.value or "").partition(":")[0] for part in _tmpfs(request)}
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


def findings(request: Request, state: State) -> tuple[Finding, ...]:
    """Two mounts on one folder, and host paths that are not there."""
    found: list[Finding] = []
    seen: set[str] = set()
    for part, mount in wanted(request):
        target = mount.target.rstrip("/")
        if target in seen:
            found.append(finding("duplicate-mount-point", "error", part.span, target=target))
        seen.add(target)
        if mount.type == "bind" and state.paths.get(mount.source or "") == "missing":
            found.append(_missing_path(part, mount))
    return tuple(found)


def _missing_path(part: Part, mount: Mount) -> Finding:
    if part.name == "mount" and not any(option.startswith("bind-create-src") for option in mount.options):
        return finding("bind-source-missing", "error", part.span, source=mount.source or "", target=mount.target)
    return finding("bind-source-made", "warning", part.span, source=mount.source or "")
