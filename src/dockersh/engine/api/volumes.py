"""Questions about volumes."""

from __future__ import annotations

from dockersh.engine.api.ask import Answers, Ask, held, named
from dockersh.engine.api.endpoints import Get
from dockersh.engine.api.moments import seconds
from dockersh.engine.question import About
from dockersh.engine.state import State, Volume
from dockersh.startup.typed import Any


def is_anonymous(name: str) -> bool:
    """Whether a volume's name is one the engine made up."""
    return len(name) == 64 and all(char in "0123456789abcdef" for char in name)


def inspected(row: dict[str, Any]) -> Volume:
    """A volume as `inspect` describes it."""
    created = row.get("CreatedAt") or "0001-01-01T00:00:00"
    return Volume(row["Name"], row.get("Driver", ""), row.get("Mountpoint", ""), seconds(created))


def _read(about: About, answers: Answers, state: State) -> State:
    found = {name: inspected(row) if (row := held(one)) else None for name, one in zip(about, answers, strict=True)}
    return state._replace(volumes={**state.volumes, **found})


def _read_sizes(_about: About, answers: Answers, state: State) -> State:
    """Bytes; the engine says -1 where it could not weigh one."""
    pairs = ((row["Name"], (row.get("UsageData") or {}).get("Size", -1)) for row in answers[0].json().get("Volumes") or ())
    return state._replace(sizes={name: size for name, size in pairs if size >= 0})


ASKS: dict[str, Ask] = {
    "volumes": Ask(lambda about: named("volume", about), _read, absent=True),
    "volume-sizes": Ask(lambda _: (Get("usage", query=(("type", "volume"),)),), _read_sizes),
}
