"""What the engine told of a container and of its image: all that a line is made of."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.startup.typed import Any, NamedTuple

Row = Mapping[str, Any]
NOTHING: Row = {}
SHORT = 12  # digits of an id that stand for it
NEVER = "0001-01-01T00:00:00Z"
PER_NETWORK = 25  # the engine from which on a container is made on several networks at once
NORMALIZED = 26  # the engine from which on the default network is called by its name


class Seen(NamedTuple):
    """A container as `inspect` describes it, its image (empty where that is gone), and the engine's own settings.

    *tagged* is what the image's name stands for by now; empty where there is no image of that name.
    """

    row: Row
    image: Row
    info: Row
    tagged: Row = NOTHING

    @property
    def config(self) -> Row:
        """What the process was given."""
        found: Row = self.row.get("Config") or {}
        return found

    @property
    def host(self) -> Row:
        """What the engine was told to give it."""
        found: Row = self.row.get("HostConfig") or {}
        return found

    @property
    def of_image(self) -> Row:
        """What the image says by itself, and a line need not."""
        found: Row = self.image.get("Config") or {}
        return found

    @property
    def networks(self) -> Mapping[str, Row]:
        """Its endpoints by the name of the network."""
        found: Mapping[str, Row] = (self.row.get("NetworkSettings") or {}).get("Networks") or {}
        return found

    @property
    def short(self) -> str:
        """The start of its id, which is its hostname unless it was given one."""
        return str(self.row["Id"])[:SHORT]

    @property
    def name(self) -> str:
        """Its name, without the slash."""
        return str(self.row["Name"]).removeprefix("/")

    @property
    def started(self) -> bool:
        """Whether it ever ran."""
        return bool((self.row.get("State") or {}).get("StartedAt", NEVER) != NEVER)

    @property
    def detached(self) -> bool:
        """Whether no stream was to be joined: `run -d`."""
        return not any(self.config.get(f"Attach{stream}", True) for stream in ("Stdin", "Stdout", "Stderr"))

    @property
    def major(self) -> int:
        """The engine's version; a large number where it is not known."""
        first = str(self.info.get("ServerVersion", "")).partition(".")[0]
        return int(first) if first.isdecimal() else 1000


def difference(mine: Row | None, theirs: Row | None) -> dict[str, Any]:
    """What *mine* has and *theirs* has not, or otherwise."""
    theirs = theirs or {}
    return {name: value for name, value in (mine or {}).items() if name not in theirs or theirs[name] != value}
