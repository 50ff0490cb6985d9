"""Secrets on a line: masked in everything we show or keep, untouched in what docker gets."""

from __future__ import annotations

from dockersh.invocation import Invocation, Part
from dockersh.syntax import Line
from dockersh.values import env

# Flags whose whole value is a secret.
WHOLE = frozenset((("login", "password"), ("swarm join", "token")))
PAIRS = frozenset(("env", "env-add", "build-arg"))
DOT = "•"


def shown_value(invocation: Invocation, part: Part) -> str | None:
    """The value of a part as it may be shown."""
    if part.value is None:
        return None
    if (invocation.name, part.name) in WHOLE:
        return env.MASK
    if part.flag is not None and part.name in PAIRS:
        name, equals, value = part.value.partition("=")
        return name + equals + (env.masked(name, value) if equals else "")
    return part.value


def has_secret(invocation: Invocation) -> bool:
    """Whether a line with this invocation must be kept out of files."""
    return any(shown_value(invocation, part) != part.value for part in invocation.parts)


def mask_line(line: Line, invocations: list[Invocation]) -> str:
    """The line with its secrets dotted out, character for character, so that spans still fit."""
    out = list(line.text)
    for invocation in invocations:
        for part in invocation.parts:
            if part.value_span and shown_value(invocation, part) != part.value:
                start = part.value_span.start + _kept(invocation, part)
                raw = line.text[slice(*part.value_span)]
                if part.value_span.end == part.span.end and part.value_span.start > part.span.start and raw != part.value:
                    start = min(start, _spelled(line.text, invocation, part))  # quotes or escapes make the word longer
                out[start : part.value_span.end] = DOT * (part.value_span.end - start)
    return "".join(out)


def _spelled(text: str, invocation: Invocation, part: Part) -> int:
    """Where the secret may start in a quoted word: behind the variable's name, else behind the option's."""
    key = (part.value or "")[: _kept(invocation, part)]
    at = text.find(key, part.span.start, part.span.end) if key else -1
    return at + len(key) if at >= 0 else part.span.start + 2


def _kept(invocation: Invocation, part: Part) -> int:
    """How much of the value may stay: the variable's name and its `=`."""
    if (invocation.name, part.name) in WHOLE:
        return 0
    return (part.value or "").find("=") + 1
