"""What was typed, beside what a level is solved with: the one difference that a teacher would point at.

It is asked only where the goal is not reached, so a line that does it another way is never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from dockersh import texts
from dockersh.finding import Say, say
from dockersh.practice.lessons.levels import Level
from dockersh.reading.invocation import Invocation, read
from dockersh.reading.nearest import nearest
from dockersh.reading.syntax import parse

# What one does on the way to a goal, or to get rid of a wrong try.
ON_THE_WAY = frozenset(
    (
        *("container rm", "container stop", "container start", "container kill", "container restart", "container rename"),
        *("image pull", "image rm", "volume rm", "network rm", "network connect", "volume create"),
    )
)
WORTH_A_WORD = ("detach",)  # options that a level does not want, and that explain why it is not solved


def slip(line: str, calls: Sequence[Invocation], level: Level) -> Say | None:
    """What stands in the way in a line; None where there is nothing to point at."""
    if not calls:
        return _no_docker(line)
    wanted = solving(level)
    for call in calls:
        found = _refused(call) or _otherwise(call, wanted)
        if found is not None:
            return found
    return None


def solving(level: Level) -> tuple[Invocation, ...]:
    """The docker calls of a level's solution."""
    return tuple(read(call) for step in level.solution for call in parse(step.line).calls)


def refused(call: Invocation) -> bool:
    """Whether docker's client takes it for no command at all."""
    return call.command is None or any(one.severity == "error" for one in call.findings)


def _no_docker(line: str) -> Say | None:
    """`dokcer ps`, `run nginx`."""
    word = next(iter(line.split()), "")
    near = nearest(word, ("docker",))
    return say("lessons.slip.word", typed=word, wanted="docker") if near and word != "docker" else None


def _refused(call: Invocation) -> Say | None:
    """What the client says no to, and how to write it; the way out, not the failure, which has been seen."""
    for one in call.findings:
        if one.severity == "error":
            fix = texts.raw(texts.SOURCE, f"findings/{one.code}", "fix")
            return say("lessons.slip.refused", why=Say(f"findings/{one.code}.{'fix' if fix else 'text'}", one.args))
    return None


def _otherwise(call: Invocation, wanted: tuple[Invocation, ...]) -> Say | None:
    same = [list(_differences(call, one)) for one in wanted if one.name == call.name]
    if same:
        fewest = min(same, key=len)
        return fewest[0] if fewest else None
    if not call.name or call.name in ON_THE_WAY or not wanted:
        return None
    return say("lessons.slip.other", typed=call.typed or call.name, wanted=wanted[-1].typed)


def _differences(call: Invocation, wanted: Invocation) -> Iterator[Say]:
    yield from _late_options(call, wanted)
    for name in filter(None, wanted.operands):
        yield from _argument(name, call, wanted)
    for flag in wanted.uses:
        yield from _flag(flag, call, wanted)
    for flag in WORTH_A_WORD:
        if call.on(flag) and not wanted.on(flag):
            yield say(f"lessons.slip.extra-{flag}")


def _late_options(call: Invocation, wanted: Invocation) -> Iterator[Say]:
    """Options behind the image belong to the container's command."""
    words = [part.text for part in call.words()]
    if wanted.words() or not words or not words[0].startswith("-"):
        return
    image = next((part.text for part in call.arguments()), "")
    yield say("lessons.slip.late", typed=words[0], image=image)


def _argument(name: str, call: Invocation, wanted: Invocation) -> Iterator[Say]:
    typed, meant = (tuple(part.text for part in one.arguments(name)) for one in (call, wanted))
    if not meant or any("$(" in word for word in (*typed, *meant)):
        return
    missing = [word for word in meant if word not in typed]
    strange = [word for word in typed if word not in meant]
    if missing and strange:
        yield say("lessons.slip.argument", typed=strange[0], wanted=missing[0])
    elif missing:
        yield say("lessons.slip.no-argument", wanted=missing[0])


def _flag(flag: str, call: Invocation, wanted: Invocation) -> Iterator[Say]:
    typed, meant = (sorted(part.text for part in one.flags(flag)) for one in (call, wanted))
    if not typed:
        key = f"lessons.slip.without.{flag}"
        known = texts.raw(texts.SOURCE, "lessons", "slip", "without", flag) is not None
        yield say(key if known else "lessons.slip.no-flag", flag=_spelt(wanted, flag), wanted=" ".join(meant))
    elif typed != meant:
        yield OF_VALUES.get(flag, _value)(_spelt(call, flag), typed[0], meant[0])


def _spelt(call: Invocation, flag: str) -> str:
    """An option as people write it: `-p`, `--name`."""
    known = call.flags(flag)[0].flag
    return f"-{known.short}" if known is not None and known.short else f"--{flag}"


def _value(flag: str, typed: str, meant: str) -> Say:
    return say("lessons.slip.value", flag=flag, typed=typed, wanted=meant)


def _ports(flag: str, typed: str, meant: str) -> Say:
    """`-p 80:8080` where `-p 8080:80` is meant is a slip of its own."""
    if typed == ":".join(reversed(meant.split(":"))) or re.fullmatch(r"\d+", typed):
        return say("lessons.slip.ports", typed=typed, wanted=meant)
    return _value(flag, typed, meant)


OF_VALUES: dict[str, Callable[[str, str, str], Say]] = {"publish": _ports}
