"""From a line's outcome to its failures, with their circumstances."""

from __future__ import annotations

import functools
import os.path
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from dockersh.afterwards.failures import heard
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.here import with_circumstances
from dockersh.afterwards.failures.known import printed, recognise
from dockersh.engine import Engine, of
from dockersh.execute.outcome import Outcome
from dockersh.explaining.secrets import Hidden
from dockersh.finding import Arg
from dockersh.reading.invocation import Invocation
from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern

ID = pattern(r"(?<![\w:@/])([0-9a-f]{12})[0-9a-f]{52}(?!\w)")

LAST = 40  # lines: what ended a program stands near its end


@functools.cache
def _foreseen() -> dict[str, list[str]]:
    return toml_cache.load(os.path.join(os.path.dirname(__file__), "foreseen.toml"))


def was_foreseen(failure: Failure, said: AbstractSet[str]) -> bool:
    """Whether one of the findings said before the command, by their codes, was this failure."""
    return not said.isdisjoint(_foreseen().get(failure.code, ()))


def found(invocations: Sequence[Invocation], outcome: Outcome, engine: Engine) -> tuple[Failure, ...]:
    """What failed. Of a line with several docker commands, only what is known, whatever its last status."""
    if len(invocations) == 1:
        known = tuple(_told(one, invocations[0], engine) for one in _known(invocations[0], outcome))
        return known or _of_a_program(invocations[0], outcome, engine)
    failed = outcome._replace(status=outcome.status or 1)
    for invocation in invocations:
        if told := [one for one in _known(invocation, failed) if one.code != "unknown"]:
            return tuple(_told(one, invocation, engine) for one in told)
    return ()


def without_secrets(failure: Failure, line: str) -> Failure:
    """A failure without the secrets of the line that failed."""
    hidden = Hidden(line)
    return failure._replace(args=hidden.args(failure.args), line=hidden.text(failure.line))


def _of_a_program(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Failure, ...]:
    """What a program in the container failed by, where an option of the line explains it."""
    if not outcome.status:
        return ()
    from dockersh.afterwards.failures.unheard import of_an_exec  # noqa: PLC0415  most lines do not fail

    if unheard := of_an_exec(invocation, outcome, engine):
        return (_told(unheard, invocation, engine),)
    if not outcome.errors:
        return ()
    from dockersh.afterwards.failures.options import by_an_option  # noqa: PLC0415  most lines fail otherwise

    found = by_an_option(invocation, outcome, engine) or _of_an_image(invocation, outcome)
    return (found,) if found else ()


def _of_an_image(invocation: Invocation, outcome: Outcome) -> Failure | None:
    """What the program of a well-known image ended by, in its own words."""
    if not heard.passes(invocation) or not outcome.errors:
        return None
    return next((failure for line in heard.lines_of(outcome.errors)[-LAST:] if (failure := printed(line))), None)


def _known(invocation: Invocation, outcome: Outcome) -> tuple[Failure, ...]:
    """What is known of the line; of a build, with what its builder showed around the error."""
    known = recognise(invocation, outcome)
    if not known or not heard.builds(invocation):
        return known
    from dockersh.afterwards.failures.buildcause import in_build  # noqa: PLC0415  most lines build nothing

    return in_build(known, heard.lines_of(outcome.errors or ""))


def _told(failure: Failure, invocation: Invocation, engine: Engine) -> Failure:
    told = with_circumstances(failure, invocation, of(engine, invocation.call))
    return told._replace(args={name: _short(value) for name, value in told.args.items()}, in_file=_in_file(invocation))


def _short(value: Arg) -> Arg:
    """A container's id as docker itself shows it; a digest needs all of its letters."""
    return ID.sub(r"\1", value) if isinstance(value, str) else value


def _in_file(invocation: Invocation) -> bool:
    """Whether the compose file says what failed: of `exec`, and of `run` with values of its own, the line may."""
    valued = any(part.kind == "flag" and part.value for part in invocation.parts)
    on_the_line = invocation.name == "compose exec" or (invocation.name == "compose run" and valued)
    return invocation.name.startswith("compose ") and not on_the_line
