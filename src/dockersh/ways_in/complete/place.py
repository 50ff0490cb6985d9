"""Where the cursor stands among docker's words: at a command, a flag, a flag's value, or an argument."""

from __future__ import annotations

from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.invocation import Invocation, argument_names, skim
from dockersh.reading.invocation.usage import INSIDE
from dockersh.reading.syntax import Call, Span, Word
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.complete.scan import Typed


class Place(NamedTuple):
    """The place of the current word.

    *invocation* is what was read before it, *whole* the same with the words behind it, too.
    *flag* is the flag whose value is being typed; *head* is what of the word stands before that value (`--network=`).
    *argument* is the argument's name in the usage, *nth* how many stand before it; None where there is none to come.
    *inside*: the word belongs to the program in the container. *flags*: a flag may stand here.
    """

    typed: Typed
    invocation: Invocation
    whole: Invocation
    flag: Flag | None = None
    head: str = ""
    argument: str | None = None
    nth: int = 0
    inside: bool = False
    flags: bool = True

    @property
    def command(self) -> Command | None:
        """The command, as far as the catalogue knows it."""
        return self.invocation.command

    @property
    def text(self) -> str:
        """What was typed of the value, or of the word."""
        return self.typed.text[len(self.head) :]


def place(typed: Typed, docker: int) -> Place:
    """The place of the current word of a command whose word number `docker` is docker."""
    before = typed.before[docker:]
    invocation = skim(_call(before, typed.before[:docker]))
    current = Word(typed.text or "x", Span(typed.start, typed.cursor))
    whole = skim(_call((*before, current, *typed.behind), typed.before[:docker]))
    here = Place(typed, invocation, whole)
    command = invocation.command
    if command is None:
        return here
    if waiting := _waiting(invocation):
        return here._replace(flag=waiting, flags=False)
    ended = _flags_ended(invocation, command)
    if not ended and typed.text.startswith("-"):
        flag, head = attached(command, typed.text)
        return here._replace(flag=flag, head=head)
    return _argument(here._replace(flags=not ended), command)


def _call(words: tuple[Word, ...], before: tuple[Word, ...]) -> Call:
    return Call(words, Span(words[0].span.start, words[-1].span.end), before)


def _waiting(invocation: Invocation) -> Flag | None:
    """The flag at the end whose value is still to come."""
    if invocation.findings and invocation.findings[-1].code == "flag-needs-value":
        return next((part.flag for part in reversed(invocation.parts) if part.flag and part.value is None), None)
    return None


def _flags_ended(invocation: Invocation, command: Command) -> bool:
    """Behind `--`, and where the first argument ends the flags, behind that."""
    positional = [part for part in invocation.parts if part.kind in ("argument", "command-word")]
    if command.stops_at_first_argument and positional and not command.group:
        return True
    spans = [part.span for part in invocation.parts]
    marks = (word.span for word in invocation.call.words[1:] if word.text == "--" and word.literal)
    return any(not any(span.start <= mark.start < span.end for span in spans) for mark in marks)


def attached(command: Command, text: str) -> tuple[Flag | None, str]:
    """The flag whose value is typed in the same word (`--network=b`, `-p80`, `-itp80`), and what stands before the value."""
    if text.startswith("--"):
        name, equals, _ = text[2:].partition("=")
        return (command.flags.get(name), f"--{name}=") if equals else (None, "")
    for index, letter in enumerate(text[1:], 1):
        flag = command.shorts.get(letter)
        rest = text[index + 1 :]
        if flag is None or not rest:
            return None, ""
        if rest.startswith("="):
            return flag, text[: index + 2]
        if flag.takes_value:
            return flag, text[: index + 1]
    return None, ""


def _argument(here: Place, command: Command) -> Place:
    count = sum(part.kind in ("argument", "command-word") for part in here.invocation.parts)
    names = argument_names(command.arguments)
    if command.group or not names or (command.maximum is not None and count >= command.maximum):
        return here
    inside = any(name in INSIDE for name in names[: count + 1])
    return here._replace(argument=names[min(count, len(names) - 1)], nth=count, inside=inside)
