"""What else changed, by the engine's own events since the command began: images, what prune freed, compose's services."""

from __future__ import annotations

from dockersh.engine import Engine, Event, Question
from dockersh.finding import Say, say
from dockersh.invocation import Invocation
from dockersh.invocation.questions import assignments, global_options
from dockersh.outcome import Outcome
from dockersh.values.quantities import human_size

IMAGES = frozenset(("image rm", "image prune"))
PRUNES = frozenset(f"{kind} prune" for kind in ("container", "image", "volume", "network", "builder", "system"))
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
    if name in SERVICES:  # Ctrl-C in the foreground stops them, too
        return _services(_since(invocation, outcome, engine))
    if name not in IMAGES | PRUNES or outcome.status > 1:
        return ()
    events = _since(invocation, outcome, engine)
    return (*_pruned(events), *_deleted(events))


def _pulled(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Say, ...]:
    image = next((part.value for part in invocation.arguments("NAME") if part.literal and part.value), None)
    if image is None or outcome.status or invocation.on("all-tags"):
        return ()
    held = engine.ask((Question("image", (image,)),), global_options(invocation), assignments(invocation.call)).image(image)
    return (say("aftermath.pulled", image=image, size=human_size(held.size)),) if held else ()


def _since(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Event, ...]:
    span = (f"{outcome.started:.6f}", f"{outcome.started + outcome.seconds:.6f}")
    state = engine.ask((Question("events", span),), global_options(invocation), assignments(invocation.call))
    return state.events


def _pruned(events: tuple[Event, ...]) -> tuple[Say, ...]:
    """What each prune freed, in one sum; the networks' has none."""
    freed = [int(event.attributes["reclaimed"]) for event in events if event.action == "prune" and _counted(event)]
    if not any(event.action == "prune" for event in events):
        return ()
    gone = sum(event.action == "destroy" for event in events)
    return (say("aftermath.pruned", count=str(gone), size=human_size(sum(freed))),) if gone or any(freed) else ()


def _counted(event: Event) -> bool:
    return event.attributes.get("reclaimed", "").isdecimal()


def _deleted(events: tuple[Event, ...]) -> tuple[Say, ...]:
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
