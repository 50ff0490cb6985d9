"""A list for Tab that the engine writes while Python is still importing what will read it.

The request goes out before the engine has told its version, and so without one: the answer is then in the engine's own newest.
Where that is newer than what we know, it is asked again (see `ask`).
"""

from __future__ import annotations

import time

from dockersh.engine.api.connection import Connection
from dockersh.engine.api.endpoints import Get, filters
from dockersh.machine.limits import TIME_BOX
from dockersh.startup.typed import NamedTuple

# The lists that are long.
LISTS = {"containers": Get("containers", query=(("all", "1"),)), "images": Get("images")}
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")  # of a container's name
HEX = frozenset("0123456789abcdef")
ID_BEGUN = 3  # characters from which on an id may be meant; one or two letters begin too many ids by chance


def listed(kind: str, begun: str = "") -> Get:
    """A list; of containers only those whose names begin so. The engine writes 40 us for each.

    Its filter is a regular expression that is searched for in the name, with and without the slash in front.
    """
    if not begun:
        return LISTS[kind]
    whole = LISTS[kind]
    return whole._replace(query=(*whole.query, *filters({"name": (f"^/?{begun.replace('.', chr(92) + '.')}",)})))


def narrowing(kind: str, typed: str) -> str:
    """What of a word that was begun may narrow a list: the start of a name that cannot be meant as an id; else ''."""
    name = kind == "containers" and LETTERS.issuperset(typed)
    return typed if name and not (len(typed) >= ID_BEGUN and HEX.issuperset(typed)) else ""


class Begun(NamedTuple):
    """A list that is being written: its kind, the connection it comes on, when it was asked for (`time.monotonic()`).

    *narrowed*: how the names in it begin.
    """

    kind: str
    connection: Connection
    since: float
    narrowed: str = ""

    def end(self) -> None:
        """Wait no longer."""
        self.connection.close()


def begin(kind: str, typed: str, path: str, version: str) -> Begun | None:
    """Ask the engine at a socket for a list, in which *typed* is begun; *version*: of the API, where one is set.

    None for a list that is not worth it.
    """
    if kind not in LISTS:
        return None
    now = time.monotonic()
    connection = Connection(path, now + TIME_BOX)
    connection.ahead([Get("ping")])
    narrowed = narrowing(kind, typed)
    connection.ahead([listed(kind, narrowed)], version)
    return Begun(kind, connection, now, narrowed)
