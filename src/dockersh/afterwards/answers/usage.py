"""What `docker system df` shows, in words: what takes how much, and what of it nothing needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dockersh.afterwards.answers.row import Row
from dockersh.finding import say

# Docker's name of a kind → ours, and the line that frees it, or, for data, the line that shows it.
KINDS = {
    "Images": ("images", "docker image prune -a"),
    "Containers": ("containers", "docker container prune"),
    "Local Volumes": ("volumes", "docker volume ls -f dangling=true"),
    "Build Cache": ("build-cache", "docker builder prune"),
}
NOTHING = r"0\s*B\b.*"


def rows(found: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    """A row a kind, as docker has them; those of which nothing can be freed are not odd."""
    for row in found:
        kind, line = KINDS.get(row.get("Type", ""), ("", ""))
        if not kind:
            continue
        free = (row.get("Reclaimable") or "0B").partition(" ")[0]
        odd = not re.fullmatch(NOTHING, free)
        key = f"answers.use-{kind}" if odd else f"answers.full-{kind}"
        args = {"count": row.get("TotalCount", "0"), "active": row.get("Active", "0"), "size": row.get("Size", "")}
        yield Row(say(key, **args, **({"free": free} if odd else {})), odd=odd, line=line if odd else "")
