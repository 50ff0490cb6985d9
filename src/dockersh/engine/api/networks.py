"""Questions about networks."""

from __future__ import annotations

from dockersh.engine.api.ask import Answers, Ask, held, named
from dockersh.engine.api.moments import seconds
from dockersh.engine.question import About
from dockersh.engine.state import Network, State
from dockersh.startup.typed import Any


def inspected(row: dict[str, Any]) -> Network:
    """A network as `inspect` describes it."""
    joined = tuple(one.get("Name", "") for one in (row.get("Containers") or {}).values())
    subnets = tuple(one.get("Subnet", "") for one in (row.get("IPAM") or {}).get("Config") or ())
    created = seconds(row.get("Created") or "0001-01-01T00:00:00")
    return Network(row["Id"], row["Name"], row.get("Driver", ""), created, joined, subnets, bool(row.get("Internal")))


def _read(about: About, answers: Answers, state: State) -> State:
    found = {name: inspected(row) if (row := held(one)) else None for name, one in zip(about, answers, strict=True)}
    return state._replace(networks={**state.networks, **found})


ASKS: dict[str, Ask] = {"networks": Ask(lambda about: named("network", about), _read, absent=True)}
