"""Files that the words of a line tell its program to write, where an option of the line keeps it from writing.

Observed on 20.10 and 28: with --read-only only mounts can be written to; a new volume has the owner of the image's folder, and
belongs to root where the image has none there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight import inside, named
from dockersh.foresight.refusals.engine.mounts import below, over, wanted
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.values.mounts import Mount
from dockersh.startup.lazy_regex import pattern

# Programs whose words are files that they make; of the last two the last word is one.
WRITERS = frozenset(("touch", "mkdir", "tee", "truncate", "mkfifo", "cp", "mv"))
TO_LAST = frozenset(("cp", "mv"))
INTO = pattern(r"(?<![<>\d&])>>?\s*(/[^\s;&|<>'\"]+)")
OF_KERNEL = ("/dev", "/proc", "/sys")


def denied(request: Request, state: State) -> Iterator[Finding]:
    """What will be refused when it is written."""
    invocation = request.invocation
    if invocation.on("read-only") or any(mount.readonly for _, mount in wanted(request)):
        yield from _read_only(request)
    yield from _of_root(request, state)


def _read_only(request: Request) -> Iterator[Finding]:
    mounts = [mount for _, mount in wanted(request)]
    decoded = (one for one in request.invocation.decoded("tmpfs") if isinstance(one, Mount))
    undecided = any(not part.literal for flag in ("volume", "mount", "tmpfs") for part in request.invocation.flags(flag))
    held = (*mounts, *decoded)
    for part, path in written(request) if not undecided else ():
        mount = over(held, path)
        if mount is not None and mount.readonly:
            yield finding("writes-to-read-only-mount", "warning", part.span, path=path, target=mount.target)
        elif mount is None and request.invocation.on("read-only") and not any(below(path, one) for one in OF_KERNEL):
            folder = posixpath.dirname(path)
            code = "writes-to-read-only" if folder != "/" else "writes-to-read-only-root"
            yield finding(code, "warning", part.span, path=path, folder=folder)


def written(request: Request) -> Iterator[tuple[Part, str]]:
    """The files, by their whole paths, that are certain to be written."""
    words = request.invocation.words()
    name = posixpath.basename(words[0].text) if words else ""
    if name in WRITERS and all(part.literal for part in words):
        files = words[1:][-1:] if name in TO_LAST else words[1:]
        yield from ((part, posixpath.normpath(part.text)) for part in files if part.text.startswith("/"))
    elif len(words) > 2 and words[0].text in inside.words("shells") and re.fullmatch(r"-\w*c", words[1].text):
        script = words[2]
        found = INTO.finditer(script.text) if script.literal else ()
        yield from ((script, posixpath.normpath(one[1])) for one in found)


def _of_root(request: Request, state: State) -> Iterator[Finding]:
    """`-u 1000 -v new:/data`: nobody but root writes there, unless the image has that folder."""
    user = request.invocation.last("user")
    image = state.images.get(named.image(request) or "")
    who = user.text if user and user.literal else ""
    if not re.fullmatch(r"\d+(?::\d+)?", who) or who.partition(":")[0] == "0" or image is None:
        return
    for part, mount in wanted(request):
        new = mount.type == "volume" and mount.source is not None and state.volume(mount.source) is None
        if new and not mount.readonly and mount.target not in image.volumes:
            shown = {"volume": mount.source or "", "target": mount.target, "user": who, "image": named.image(request) or ""}
            yield finding("new-volume-of-root", "warning", part.span, **shown)
