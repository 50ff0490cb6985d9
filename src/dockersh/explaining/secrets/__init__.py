"""Secrets on a line: masked in everything we show or keep, untouched in what docker gets.

The one place that knows them: by the name of a variable or option (`names`), by the shape of a value and in addresses
(`text`), by the program that takes them (`programs`), in the whole line and not in docker's part only (`lines`).
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dockersh.explaining.secrets import lines, text
from dockersh.finding import Arg, Say
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.syntax import Line
from dockersh.reading.values.env import MASK

__all__ = ["DOT", "MASK", "Hidden", "has_secret", "mask", "mask_line", "shown_value", "stretches"]

DOT = "•"
UNQUOTED = str.maketrans("", "", "'\"\\")
SHORT = 4  # characters; what is shorter is only looked for as a word
stretches = functools.lru_cache(maxsize=2)(lines.stretches)


def has_secret(line: str) -> bool:
    """Whether a line must be kept out of files."""
    return bool(stretches(line))


@functools.lru_cache(maxsize=16)
def mask(line: str) -> str:
    """A line with its secrets dotted out, character for character, so that spans still fit. Each of its calls asks for it."""
    return _dotted(line, stretches(line))


def mask_line(line: Line, invocations: Iterable[Invocation] = ()) -> str:
    """The line as it may be shown, with what is known of *invocations* beyond what the line says alone."""
    masked = mask(line.text)
    return _dotted(masked, [span for one in invocations for span in _whole(one, masked)])


def _whole(invocation: Invocation, masked: str) -> Iterator[tuple[int, int]]:
    """Values that are secrets as they are, where the line alone did not tell."""
    for part in invocation.parts:
        where = part.value_span
        whole = (invocation.name, part.name) in lines.WHOLE and shown_value(invocation, part) != part.value
        if whole and where and DOT not in masked[slice(*where)]:
            yield where.start, where.end


def _dotted(line: str, stretches: Sequence[tuple[int, int]]) -> str:
    """The line with dots in these stretches, which are in order; a newline stays one."""
    pieces, at = [], 0
    for start, end in stretches:
        pieces += [line[at:start], *(char if char == "\n" else DOT for char in line[start:end])]
        at = end
    return "".join((*pieces, line[at:])) if pieces else line


def shown_value(invocation: Invocation, part: Part) -> str | None:
    """The value of a part as it may be shown, each secret as one mask of the same length."""
    if not part.value or not lines.may_hold(invocation.call):
        return part.value
    found = lines.of_word(invocation, part) if part.kind == "command-word" else lines.of_part(invocation, part)
    shown = part.value
    for start, end in reversed(found):
        shown = shown[:start] + MASK + shown[end:]
    return shown


def _within(found: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """The stretches that begin between two places; they are in order."""
    return found[bisect.bisect_left(found, (start, 0)) : bisect.bisect_left(found, (end, 0))]


class Hidden:
    """The secrets of one line, to be taken out of sentences that repeat words of it: findings, docker's own errors."""

    def __init__(self, line: str, start: int = 0, end: int | None = None) -> None:
        """*start* and *end*: those of one call, which says nothing of another's."""
        clear = mask(line)
        last = len(line) if end is None else end
        typed = {line[at:to] for at, to in _within(stretches(line), start, last)}
        found = typed | {one.translate(UNQUOTED) for one in typed}
        # What also stands there in clear is told by nothing that we say.
        self.secrets = sorted((one for one in found if one and one not in clear), key=len, reverse=True)

    def text(self, said: str) -> str:
        """A text without the secrets."""
        for one in self.secrets:
            if one == said or (one in said and len(one) >= SHORT):
                said = said.replace(one, MASK)
            elif one in said and len(one) > 1:
                said = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", lambda _: MASK, said)
        if "://" in said and "@" in said:  # docker's own host, an image of the engine: not of the line, and yet an address
            for start, end in reversed(lines.merged(text.addresses(said))):
                said = said[:start] + MASK + said[end:]
        return said

    def args(self, args: Mapping[str, Arg]) -> Mapping[str, Arg]:
        """The arguments of a sentence without the secrets."""
        return {name: self.say(arg) if isinstance(arg, Say) else self.text(arg) for name, arg in args.items()}

    def say(self, what: Say) -> Say:
        """A sentence without the secrets in its arguments."""
        return what._replace(args=self.args(what.args)) if what.args else what
