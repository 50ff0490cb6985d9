"""What else changed, by the engine's own events since the command began: images, what prune freed, compose's services."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.afterwards.aftermath import asking, project, removed
from dockersh.engine import Engine, Event, Question
from dockersh.execute.outcome import Outcome
from dockersh.finding import Say, say
from dockersh.reading.invocation import Invocation
from dockersh.reading.values.quantities import human_size

# What each prune deletes, as the events call it; with `--volumes` (or `--all` before 23) those of `system prune`, too.
PRUNES: Mapping[str, frozenset[str]] = {
    "container prune": frozenset(("container",)),
    "image prune": frozenset(("image",)),
    "volume prune": frozenset(("volume",)),
    "network prune": frozenset(("network",)),
    "builder prune": frozenset(("builder",)),
    "system prune": frozenset(("container", "image", "volume", "network", "builder")),
}
LIVES = frozenset(("create", "start", "die", "kill", "rename"))  # what a prune does to nothing: then somebody else was there
SERVICES = frozenset(f"compose {verb}" for verb in ("up", "down", "start", "stop", "restart", "rm", "kill", "create", "run"))
MOST = 8  # services that are told one by one
# A service's last event of these is its state.
STATES = {
    "create": "created",
    "start": "started",
    "die": "stopped",
    "destroy": "removed",
    "pause": "paused",
    "unpause": "started",
}


def changes(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Say, ...]:
    """Sentences on what changed; none for other commands, and where the engine does not answer in time."""
    name = invocation.name
    if name == "image pull":
        return _pulled(invocation, outcome, engine)
    if name in removed.THINGS:
        return removed.others(invocation, outcome, engine)
    if name in SERVICES:  # Ctrl-C in the foreground stops them, too
        found = asking.events(invocation, outcome, engine) or ()
        return _services(tuple(event for event in found if project.owns(invocation, event)))
    asks = (name in PRUNES or name == "image rm") and outcome.status <= 1
    events = asking.events(invocation, outcome, engine) if asks else None
    return _taken(invocation, outcome, events) if events is not None else ()


def _taken(invocation: Invocation, outcome: Outcome, events: tuple[Event, ...]) -> tuple[Say, ...]:
    if invocation.name == "image rm":
        return (*_deleted(invocation, events), *removed.images(invocation, outcome, events))
    return _pruned(PRUNES[invocation.name], events)


def _pulled(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Say, ...]:
    image = next((part.value for part in invocation.arguments("NAME") if part.literal and part.value), None)
    if image is None or outcome.status or invocation.on("all-tags"):
        return ()
    held = asking.ask(invocation, engine, Question("image", (image,))).image(image)
    return (say("aftermath.pulled", image=image, size=human_size(held.size)),) if held else ()


def _pruned(kinds: frozenset[str], events: tuple[Event, ...]) -> tuple[Say, ...]:
    """What each prune freed, in one sum; how many it deleted where nobody else deleted beside it."""
    prunes = [event for event in events if event.action == "prune" and event.type in kinds]
    if not prunes or len(prunes) > len({event.type for event in prunes}):  # a second one is another's, and which is not told
        return ()
    freed = sum(int(event.attributes["reclaimed"]) for event in prunes if _counted(event))
    if any(event.action in LIVES for event in events):
        return (say("aftermath.freed", size=human_size(freed)),) if freed else ()
    gone = sum(event.action == "destroy" and event.type in kinds for event in events)
    deleted = _images(events) if "image" in kinds else ()
    return (*((say("aftermath.pruned", count=str(gone), size=human_size(freed)),) if gone or freed else ()), *deleted)


def _counted(event: Event) -> bool:
    return event.attributes.get("reclaimed", "").isdecimal()


def _deleted(invocation: Invocation, events: tuple[Event, ...]) -> tuple[Say, ...]:
    """What `rmi` took: as many images as the line names, at most; of more some are another's, and which is not told."""
    touched = {event.id for event in events if event.type == "image" and event.action == "untag"}
    by_id = {event.id for event in events if event.type == "image" and event.action == "delete"}
    return _images(events) if len(touched or by_id) <= len(invocation.arguments("IMAGE")) else ()


def _images(events: tuple[Event, ...]) -> tuple[Say, ...]:
    names = sum(event.type == "image" and event.action == "untag" for event in events)
    images = sum(event.type == "image" and event.action == "delete" for event in events)
    if not names and not images:
        return ()
    return (say("aftermath.images-deleted" if images else "aftermath.names-deleted", names=str(names), images=str(images)),)


def _services(events: tuple[Event, ...]) -> tuple[Say, ...]:
    """The last state of each service, in the order they were touched."""
    last: dict[str, Say] = {}
    for event in events:
        service = event.attributes.get("com.docker.compose.service")
        state = STATES.get(event.action)
        if service and state and event.type == "container":
            name = event.attributes.get("name", "")
            last.pop(service, None)
            last[service] = say(f"aftermath.service-{state}", service=service, name=name)
    return tuple(last.values())[:MOST]
