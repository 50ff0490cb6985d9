"""`docker diff` in words: what a container wrote into its own layer, which goes when it is removed."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.afterwards.answers.row import Row, listed
from dockersh.finding import say
from dockersh.recreate.asked import Found
from dockersh.recreate.how import own_paths

KINDS = {1: "added", 0: "changed", 2: "deleted"}  # source: docker's API reference, ContainerChanges


def rows(found: Found) -> Iterator[Row]:
    """How many files, and the first of each kind; folders above them, mounts and what docker makes itself are left out."""
    own = own_paths(found)
    name = found.seen.name
    if not own:
        yield Row(say("answers.changes-none", name=name))
        return
    yield Row(say("answers.changes", name=name, count=str(len(own))), odd=True, line=f"docker commit {name} {name}:saved")
    for kind, word in KINDS.items():
        paths = sorted(str(one["Path"]) for one in found.changes if one.get("Kind") == kind and one.get("Path") in own)
        if paths:
            yield Row(say(f"answers.changes-{word}", paths=listed(paths)))
