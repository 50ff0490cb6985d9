"""The prompt, from the setting `prompt`: any words, and {folder}, {status}, {context} and {running} as they are now."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.engine.watcher import Snapshot
from dockersh.startup.lazy_regex import pattern
from dockersh.texts.wording import visible

PLACES = pattern(r"\{(folder|status|context|running)\}")
LONGEST = 30  # characters of a folder; of a longer one the last two names


def prompt(shape: str, status: int, folder: str, snapshot: Snapshot | None, env: Mapping[str, str]) -> str:
    """The prompt as it stands before a line; what is not known is left out."""
    known = {
        "folder": visible(shortened(folder, env.get("HOME", ""))),
        "status": f" [{status}]" if status else "",
        "context": visible(snapshot.context) if snapshot else "",
        "running": str(snapshot.running) if snapshot and snapshot.up else "",
    }
    return PLACES.sub(lambda place: known[place[1]], shape)


def shortened(folder: str, home: str) -> str:
    """`~` for the home folder; `…/app/src` for what is deep."""
    home = home.rstrip("/")
    inside = bool(home) and (folder == home or folder.startswith(f"{home}/"))
    short = "~" + folder[len(home) :] if inside else folder
    names = short.split(os.sep)
    return short if len(short) <= LONGEST or len(names) < 4 else os.sep.join(["…", *names[-2:]])
