"""Tab behind the name of a line that is kept: what may stand in the place where the word will be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.builtin import named_lines
from dockersh.ways_in.complete.suggestion import Suggestion, Suggestions

UNKNOWN = "x"  # stands for the words that are still to come


class Place(NamedTuple):
    """The line with its words so far, the cursor behind the one that is being typed, and how much of that is typed."""

    line: str
    cursor: int
    typed: str


def is_named(text: str, known: Mapping[str, str]) -> bool:
    """Whether words of a line that is kept are being typed."""
    found = named_lines.called(text)
    return found is not None and found[0] in known and (bool(found[1]) or text.endswith(" "))


def place(text: str, known: Mapping[str, str]) -> Place | None:
    """The place of the word at the end of *text*; None where the line takes no such word."""
    name, words = named_lines.called(text) or ("", [])
    words = [*words, ""] if text.endswith(" ") else words
    line, out, at, cursor = known[name], "", 0, -1
    for slot in named_lines.slots(line):
        out += line[at : slot.start] + _put(slot, words)
        cursor = len(out) if slot.number in (0, len(words)) and cursor < 0 else cursor
        at = slot.end
    return Place(out + line[at:], cursor, words[-1]) if cursor >= 0 else None


def _put(slot: named_lines.Slot, words: list[str]) -> str:
    if not slot.number:
        return " ".join(words)
    return words[slot.number - 1] if slot.number <= len(words) else slot.default or UNKNOWN


def offered(where: Place, ask: Callable[[str, int], Suggestions]) -> Iterator[Suggestion]:
    """What fits there, without what of the word stands in the line that is kept."""
    found = ask(where.line, where.cursor)
    before = where.cursor - len(where.typed) - found.start
    after = where.line[where.cursor :].split(" ")[0]
    for one in found.items:
        value = one.value[max(0, before) :]
        yield one._replace(value=value.removesuffix(after) if after else value)
