"""Which objects the --filter of a prune lets through.

`until=10m|date|unix` keeps what is newer, `label=KEY[=VALUE]` asks for a label, `label!=KEY[=VALUE]` spares those that have it;
all must agree. Source: moby 28.2.2 daemon/prune.go and api/types/filters MatchKVList; the client's clock counts durations back.
"""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine import Listed, State
from dockersh.foresight.step import Request
from dockersh.reading.values import Value
from dockersh.reading.values.quantities import duration
from dockersh.reading.values.times import until

Fits = Callable[[Listed], bool]


def image_labels(request: Request) -> tuple[str, ...]:
    """The labels that filters name: lists show none of an image, so the engine is asked which images have them."""
    filters = (part.text.partition("=") for part in request.invocation.flags("filter") if part.literal)
    return tuple(value.strip() for key, _, value in filters if key.strip().lower() in ("label", "label!") and value.strip())


def passing(request: Request, state: State, kind: str) -> Fits | None:
    """The test that every filter of the line makes together; None where one cannot be judged from what lists tell."""
    tests: list[Fits] = []
    for part in request.invocation.flags("filter"):
        key, equals, value = part.text.partition("=")
        about = (key.strip().lower(), value.strip())
        made = _test(request, state, about, kind) if equals and part.literal else None
        if made is None:
            return None
        tests.append(made)
    return lambda one: all(test(one) for test in tests)


def _test(request: Request, state: State, about: tuple[str, str], kind: str) -> Fits | None:
    key, value = about
    if key == "until" and kind != "volumes":
        moment = _moment(request, value)
        return (lambda one: one.created <= moment) if moment is not None else None
    if key not in ("label", "label!"):
        return None
    wanted = key == "label"
    if kind != "images":
        return lambda one: _has(one, value) is wanted
    labelled = state.lists.get(f"labelled {value}")
    return None if labelled is None else lambda one: any(one.id == other.id for other in labelled) is wanted


def _moment(request: Request, text: str) -> float | None:
    """Seconds since 1970 that `until` names."""
    found = until(text)
    shape = found.decoded if isinstance(found, Value) else {}
    if ago := shape.get("ago"):
        length = duration(ago)
        return request.now - abs(length.decoded.seconds) if isinstance(length, Value) else None
    if unix := shape.get("unix"):
        return float(unix)
    from datetime import datetime  # noqa: PLC0415  few filters name a moment

    return datetime.fromisoformat(shape["at"]).timestamp() if shape.get("at") else None


def _has(one: Listed, wanted: str) -> bool:
    name, equals, value = wanted.partition("=")
    return one.labels.get(name) == value if equals else name in one.labels
