"""Values that docker's client does not take."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import State
from dockersh.explaining.secrets import shown_value
from dockersh.finding import Finding
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.syntax import Span
from dockersh.reading.values.value import Bad

# Reasons the client finds only after it has read all flags.
CHECKED_LATE = frozenset(("bad-values.swappiness", "bad-values.interval"))


def bad_values(request: Request, _state: State) -> Iterator[Finding]:
    """A value that its flag, or argument, does not take."""
    invocation = request.invocation
    last = {part.name: part for part in invocation.parts if part.kind == "flag"}
    bad = [(part, part.answer) for part in invocation.parts if isinstance(part.answer, Bad)]
    elsewhere = _elsewhere(invocation) if bad else frozenset()
    for part, answer in bad:
        if (
            _counts(part, answer, last.get(part.name))
            and not (part.kind == "argument" and part.span in elsewhere)
            and not _of_another_driver(invocation, part, answer)
        ):
            yield _refusal(invocation, part, answer)


def _counts(part: Part, answer: Bad, last: Part | None) -> bool:
    """Of a string given several times only the last is looked at; other types are checked each time."""
    late = part.flag is not None and (part.flag.type == "string" or answer.why.key in CHECKED_LATE)
    return not late or last in (None, part)


def _elsewhere(invocation: Invocation) -> frozenset[Span]:
    """`docker import $ARGS - app`: what stands in front may be several arguments, or none, so nobody knows which these are."""
    arguments = [one for one in invocation.parts if one.kind == "argument"]
    split = {word.span for word in invocation.call.words if word.splits}
    first = next((one.span.end for one in arguments if one.span in split), None)
    if first is None or len({one.name for one in arguments}) < 2:
        return frozenset()
    return frozenset(one.span for one in arguments if first <= one.span.start)


def _of_another_driver(invocation: Invocation, part: Part, answer: Bad) -> bool:
    """`--volume-driver nfs -v server/path:/data`: only the local driver is particular about a volume's name."""
    named = answer.why.key in ("bad-values.volume-relative", "bad-values.volume-name")
    return named and part.name == "volume" and invocation.value("volume-driver") not in (None, "", "local")


def _refusal(invocation: Invocation, part: Part, answer: Bad) -> Finding:
    from dockersh.foresight.refusals.client.spelled import cause  # noqa: PLC0415  few values are refused

    if found := cause(invocation, part):
        return found
    shown = f"--{part.name}" if part.flag else part.name or ""
    code = "bad-value" if part.flag else "bad-argument"
    return Finding(
        code,
        "error",
        part.value_span or part.span,
        {"flag": shown, "value": shown_value(invocation, part) or "''", "why": answer.why},
    )
