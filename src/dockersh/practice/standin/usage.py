"""What docker's client says of a line that it cannot read: an unknown option, a missing value, too many words.

Source: github.com/spf13/pflag 1.0.6 and docker/cli cli/required.go, cli/cobra.go (28.5.2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dockersh.finding import Finding
from dockersh.practice.standin.failing import Failed, failed, text
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command
from dockersh.reading.invocation import Invocation, Part

SIZE = re.compile(r"\d+(?:\.\d+)?\s*[kmgtp]?(?:i?b)?", re.IGNORECASE)
RATIONAL = re.compile(r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?|[+-]?\d+/\d+")
STATUS = 125
ROOT_USAGE = "docker [OPTIONS] COMMAND [ARG...]"
# Where docker's own usage lines are not like the others.
WITH_COMMAND = frozenset(("volume",))
WITHOUT_OPTIONS = frozenset(("network rm", "container port", "container top", "container diff", "container pause"))
# Numbers by pflag's types: Go's function, and bits.
NUMBERS = {
    "int": ("ParseInt", 64),
    "int64": ("ParseInt", 64),
    "uint64": ("ParseUint", 64),
    "uint16": ("ParseUint", 16),
}
UNKNOWN_COMMANDS = ("unknown-command", "unknown-command-near", "unknown-command-elsewhere", "plugin-missing", "gone-command")
PLACED = ("flag-needs-value", "bad-boolean")


def check(invocation: Invocation, words: Sequence[str]) -> None:
    """Raises Failed, in docker's words, where docker would not carry the line out."""
    wrong = [found for found in invocation.findings if found.severity == "error"]
    for found in wrong:
        if found.code in UNKNOWN_COMMANDS:
            raise _unknown_command(invocation, words)
    problems = [(found.span.start, why) for found in wrong if found.span and (why := _of_finding(invocation, found))]
    problems += [(part.span.start, why) for part in invocation.parts if (why := _of_value(part))]
    if problems:
        raise _refused(invocation, *min(problems))
    _count(invocation)


def _unknown_command(invocation: Invocation, words: Sequence[str]) -> Failed:
    plain = [word for word in words if not word.startswith("-")]
    group = catalogue.find(plain[0]) if plain else None
    if group is not None and group.group and len(plain) > 1:
        usage = f"{plain[0]} COMMAND" if plain[0] in WITH_COMMAND else plain[0]
        return failed("unknown-subcommand", name=f"{plain[0]} {plain[1]}", group=plain[0], usage=usage)
    return failed("unknown-command", name=plain[0] if plain else invocation.typed)


def _refused(invocation: Invocation, place: int, why: str) -> Failed:
    """In front of the command it is docker itself that does not understand."""
    ours = invocation.command_span is None or place < invocation.command_span.start
    usage, command = (ROOT_USAGE, "docker") if ours else (line(invocation), f"docker {invocation.typed}")
    return Failed(text("usage", why=why, usage=usage, command=command.strip()), STATUS)


def line(invocation: Invocation) -> str:
    """`docker run [OPTIONS] IMAGE [COMMAND] [ARG...]`."""
    command = invocation.command
    spelled = f"docker {invocation.typed}".strip()
    if command is None or not command.name:
        return ROOT_USAGE
    if command.group:
        return f"{spelled} COMMAND"
    options = " [OPTIONS]" if command.flags and command.name not in WITHOUT_OPTIONS else ""
    second = text("copy-usage", spelled=spelled) if command.name == "container cp" else ""
    return f"{spelled}{options} {command.arguments}".strip() + second


def _of_finding(invocation: Invocation, found: Finding) -> str:
    """Pflag's words for a mistake in an option."""
    word = next((one.text for one in invocation.call.words if found.span and one.span.start == found.span.start), "")
    if found.code == "flag-needs-value":
        flag = str(found.args["flag"])
        return text("needs-argument", flag=flag if flag.startswith("--") else f"{flag[:7]}-{flag[1]}")
    if found.code == "bad-boolean":
        part = next(one for one in invocation.parts if found.span in (one.span, one.value_span))
        return _invalid(part, text("not-a-number", function="ParseBool", value=part.text, why=text("invalid-syntax")))
    if not word.startswith("-"):
        return ""
    if word.startswith("--"):
        return text("unknown-flag", flag=word.partition("=")[0])
    span = invocation.command_span
    in_front = span is None or found.span is None or found.span.start < span.start
    letter = _unknown_letter(catalogue.find(catalogue.ROOT) if in_front else invocation.command, word[1:])
    return text("unknown-shorthand", letter=letter[0], cluster=letter) if letter else ""


def _unknown_letter(command: Command | None, cluster: str) -> str:
    """The rest of a cluster from the first letter on that nobody knows."""
    for number, letter in enumerate(cluster):
        flag = command.shorts.get(letter) if command else None
        if flag is None:
            return cluster[number:]
        if flag.takes_value:
            return ""
    return ""


def _invalid(part: Part, why: str) -> str:
    assert part.flag is not None
    short = f"-{part.flag.short}, " if part.flag.short else ""
    return text("invalid-argument", value=part.text, flag=f"{short}--{part.flag.name}", why=why)


def _of_value(part: Part) -> str:
    """What is wrong with an option's value, as far as pflag looks at it."""
    flag = part.flag
    if part.kind != "flag" or flag is None or part.value is None:
        return ""
    if flag.name == "filter" and "=" not in part.value and part.value:
        return _invalid(part, text("bad-filter"))
    why = _of_number(part.value, *NUMBERS[flag.type]) if flag.type in NUMBERS else ""
    if flag.type == "bytes" and part.value != "-1" and not SIZE.fullmatch(part.value):
        why = text("bad-size", value=part.value)
    if flag.type == "decimal" and not RATIONAL.fullmatch(part.value):
        why = text("not-rational", value=part.value)
    return _invalid(part, why) if why else ""


def _of_number(value: str, function: str, bits: int) -> str:
    sign = r"[+-]?" if function == "ParseInt" else ""
    if not re.fullmatch(rf"{sign}(?:0[xX][0-9a-fA-F]+|\d+)", value):
        return text("not-a-number", function=function, value=value, why=text("invalid-syntax"))
    most = 2 ** (bits - (function == "ParseInt"))
    if abs(int(value, 0 if value.lower().lstrip("+-").startswith("0x") else 10)) >= most:
        return text("not-a-number", function=function, value=value, why=text("out-of-range"))
    return ""


def _count(invocation: Invocation) -> None:
    """Raises Failed where there are too few or too many words."""
    command = invocation.command
    if command is None or command.group:
        return
    given = sum(part.kind in ("argument", "command-word") for part in invocation.parts)
    if given >= command.minimum and (command.maximum is None or given <= command.maximum):
        return
    why, verb = _counted(command)
    spelled = f"docker {invocation.typed}"
    raise failed("arguments", command=spelled, why=why, usage=line(invocation), verb=verb)


def _counted(command: Command) -> tuple[str, str]:
    """How many it wants, and docker's verb there: each of its checks has one of its own."""
    least, most = command.minimum, command.maximum
    numbers = {"minimum": least, "maximum": most, "noun": "argument" if (most or least) == 1 else "arguments"}
    if most is None:
        return text("at-least", **numbers), "See"
    if most == 0:
        return text("no-arguments"), "Run"
    if least == most:
        return text("exactly", **numbers), "Run"
    return (text("between", **numbers), "Run") if least else (text("at-most", **numbers), "SRun")


__all__ = ["check", "line"]
