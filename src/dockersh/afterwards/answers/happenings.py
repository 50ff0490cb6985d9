"""Events in words: what became of each object, those that ended badly first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dockersh.afterwards.answers.row import Row
from dockersh.engine.api.sizes import short
from dockersh.engine.state import Event
from dockersh.finding import Arg, Say, say

# What a reader of events wants to know; exec, attach, mount and connect go by.
TOLD = frozenset(
    (
        *("create", "start", "restart", "die", "kill", "stop", "oom", "pause", "unpause", "rename", "destroy", "remove"),
        *("pull", "push", "tag", "untag", "delete", "prune", "load", "import"),
    )
)
HEALTH = "health_status"
ID = "sha256:"
MOST = 6  # things that happened to one object
ANONYMOUS = 64  # digits of the name of a volume that nobody named
KINDS = ("container", "image", "volume", "network")


def rows(events: Iterable[Event]) -> Iterator[Row]:
    """A row an object: containers, then the others; of each, what moved last comes first."""
    found: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        if event.type in KINDS and _name(event) and (event.action in TOLD or event.action.startswith(HEALTH)):
            found.setdefault((event.type, _name(event)), []).append(event)
    for (kind, name), happened in sorted(found.items(), key=lambda one: (one[0][0] != KINDS[0], -one[1][-1].at)):
        odd = kind == "container" and any(map(_is_odd, happened))
        args: dict[str, Arg] = {"kind": say(f"answers.kinds.{kind}"), "name": name, "what": _joined(happened)}
        yield Row(say("answers.happened", **args), odd=odd, line=f"why {name}" if odd else "")


def _name(event: Event) -> str:
    name = event.attributes.get("name") or event.id
    return short(name) if name.startswith(ID) or len(name) == ANONYMOUS else name


def _is_odd(event: Event) -> bool:
    bad = event.action == "die" and event.attributes.get("exitCode", "0") != "0"
    return bad or event.action in ("oom", f"{HEALTH}: unhealthy")


def _joined(happened: Iterable[Event]) -> Arg:
    """`created, started, exited with status 3`; what came twice in a row stands once."""
    words = [_word(event) for event in happened]
    once = [word for at, word in enumerate(words) if not at or word != words[at - 1]]
    if len(once) > MOST:
        return say("answers.earlier", count=str(len(once) - MOST), last=_chain(once[-MOST:]))
    return _chain(once)


def _chain(words: Sequence[Say]) -> Arg:
    parts: Arg = ""
    for word in words:
        parts = say("answers.then", first=parts, next=word) if parts else word
    return parts


def _word(event: Event) -> Say:
    if event.action == "die":
        return say("answers.actions.die", code=event.attributes.get("exitCode", "?"))
    if event.action.startswith(HEALTH):
        return say(f"answers.actions.{event.action.partition(': ')[2] or 'checked'}")
    return say(f"answers.actions.{event.action}")
