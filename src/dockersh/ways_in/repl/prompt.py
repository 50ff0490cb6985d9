"""The prompt, from the setting `prompt`: any words, and {folder}, {status}, {context} and {running} as they are now."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.engine.watcher import Snapshot
from dockersh.machine import folders
from dockersh.startup.lazy_regex import pattern
from dockersh.texts.wording import visible

PLACES = pattern(r"\{(folder|status|context|running)\}")


def prompt(shape: str, status: int, folder: str, snapshot: Snapshot | None, env: Mapping[str, str]) -> str:
    """The prompt as it stands before a line; what is not known is left out."""
    known = {
        "folder": visible(folders.shortened(folder, env.get("HOME", ""))),
        "status": f" [{status}]" if status else "",
        "context": visible(snapshot.context) if snapshot else "",
        "running": str(snapshot.running) if snapshot and snapshot.up else "",
    }
    return PLACES.sub(lambda place: known[place[1]], shape)
