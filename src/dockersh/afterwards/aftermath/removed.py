"""What `rm`, `rmi`, `volume rm` and `network rm` took away: by the engine's events; with -f, too, where docker is silent.

Observed on 20.10 and 28.5: `-f` of what is not there is a success that does nothing, and so are its events. A volume's event
names it; a container's and a network's have its id and its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockersh.afterwards.aftermath import asking
from dockersh.engine import Engine, Event
from dockersh.execute.outcome import Outcome
from dockersh.finding import Say, say
from dockersh.reading.invocation import Invocation

# Command → its argument, and the type of the events.
THINGS: Mapping[str, tuple[str, str]] = {
    "volume rm": ("VOLUME", "volume"),
    "network rm": ("NETWORK", "network"),
}
SHORTEST = 4  # digits of an id that are taken for one; docker takes fewer, but a name may look so


def containers(invocation: Invocation, outcome: Outcome, engine: Engine, names: tuple[str, ...]) -> tuple[Say, ...]:
    """A sentence for each container that is gone, or never was there; of a failed line only on what is gone."""
    events = asking.events(invocation, outcome, engine)
    if events is None:
        return ()
    said = outcome.errors or ""
    unique = dict.fromkeys(names)
    gone = {name: _destroyed("container", name, events) and not _not_found("container", name, said) for name in unique}
    says = tuple(say("aftermath.removed", name=name) for name, one in gone.items() if one)
    return (*says, *_nothing(invocation, outcome, [name for name, one in gone.items() if not one]))


def others(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Say, ...]:
    """Volumes and networks that `-f` was to remove and that were not there; what was removed docker names itself."""
    argument, kind = THINGS[invocation.name]
    names = dict.fromkeys(part.value for part in invocation.arguments(argument) if part.literal and part.value)
    if not invocation.on("force") or outcome.status or not names:
        return ()
    events = asking.events(invocation, outcome, engine)
    absent = [name for name in names if not _destroyed(kind, name, events)] if events is not None else []
    return tuple(_nothing(invocation, outcome, absent))


def images(invocation: Invocation, outcome: Outcome, events: tuple[Event, ...]) -> tuple[Say, ...]:
    """Images that `rmi -f` did not find. Events have ids only: it is docker's word, or that nothing happened at all."""
    names = [part.value for part in invocation.arguments("IMAGE") if part.literal and part.value]
    touched = any(event.type == "image" and event.action in ("untag", "delete") for event in events)
    said = outcome.errors
    absent = [name for name in dict.fromkeys(names) if (_not_found("image", name, said) if said is not None else not touched)]
    return tuple(_nothing(invocation, outcome, absent))


def _not_found(kind: str, name: str, said: str) -> bool:
    """Whether docker said so."""
    ends = tuple(f"No such {kind}: {word}" for word in (name, name.removeprefix("/"), f"{name}:latest"))
    return any(line.rstrip().endswith(ends) for line in said.split("\n"))


def _nothing(invocation: Invocation, outcome: Outcome, names: list[str]) -> Iterator[Say]:
    """Only -f ends well where there is nothing."""
    if invocation.on("force") and outcome.status == 0:
        for name in names:
            yield say("aftermath.nothing-removed", name=name)


def _destroyed(kind: str, name: str, events: tuple[Event, ...]) -> bool:
    """Whether one of that name or id was destroyed."""
    bare = name.removeprefix("/")
    ends = [event for event in events if event.type == kind and event.action == "destroy"]
    return any(bare in (event.id, event.attributes.get("name")) or _begins(bare, event.id) for event in ends)


def _begins(text: str, full: str) -> bool:
    """Whether the text is the beginning of an id."""
    return len(full) == 64 and len(text) >= SHORTEST and full.startswith(text)
