"""`history`: the lines that were typed, and what is known of each: status, time, duration, folder, context."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
import time
from collections.abc import Iterator

from dockersh.client.settings import current_context
from dockersh.explaining.secrets import mask
from dockersh.machine import folders
from dockersh.machine.screen import drawn, visible
from dockersh.reading import syntax
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple
from dockersh.texts.ages import age
from dockersh.texts.wording import sentence

if TYPE_CHECKING:
    from dockersh.ways_in.builtin.desk import Desk

FAILED, HERE, IMPORT = "--failed", "--here", "--import"
FILTERS = (FAILED, HERE)
OPTIONS = (*FILTERS, IMPORT)
NUMBER = re.compile(r"-?([0-9]{1,9})")
# The words of ours; what the shell is to do with them stands behind.
OURS = re.compile(r"(?:[^|&;<>'\"\\]|'[^']*'|\"(?:\\.|[^\"\\])*+\"|\\.)*+")
ONWARD = re.compile(r"(?:\|(?!\|)|>)[^;&\n]+")
LONGEST = 24  # characters of a context or address
DEFAULT = "default"  # the context that everybody has
ALWAYS = 1.0  # seconds; what was quicker is not worth a word


class Ran(NamedTuple):
    """A line of the history. *when*: seconds since 1970, None where unknown; *status*: None where nobody heard how it ended.

    *seconds*: how long it took; *folder* and *context*: where it was typed, '' where unknown.
    """

    line: str
    when: float | None = None
    status: int | None = None
    seconds: float = 0.0
    folder: str = ""
    context: str = ""


class Asked(NamedTuple):
    """What the words behind `history` ask for: how many at most, the options, and words that the line must have."""

    most: int | None = None
    options: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


def history(desk: Desk, rest: str) -> int:
    """`history [N] [--failed] [--here] [WORD…]`, the newest last; `| less`, `| grep`, `> FILE` behind it are the shell's."""
    if rest == IMPORT:
        return _import(desk)
    ours = OURS.match(rest)
    onward = rest[ours.end() if ours else 0 :]
    asked = _asked(rest[: len(rest) - len(onward)])
    if asked is None or (onward and not _is_harmless(onward)):
        return desk.complain("history.usage")
    page = "".join(f"{row}\n" for row in rows(desk, asked))
    if onward and desk.carry is not None:
        return _handed_on(desk, page, onward)
    desk.write(page)
    return 0


def _import(desk: Desk) -> int:
    """`history --import`: docker lines of the person's other shells, after asking."""
    from dockersh.ways_in.builtin import import_history  # noqa: PLC0415  rare
    from dockersh.ways_in.confirm import answer  # noqa: PLC0415  as above

    if desk.shell.settings.private:
        return desk.complain("history.private")
    most = int(str(desk.config.values["history-size"]))
    lines = import_history.found(desk.shell.env, (ran.line for ran in desk.past()), most)
    desk.say("history.found" if lines else "history.none-found", count=str(len(lines)))
    if not lines:
        return 0
    if status := answer(desk.lang):
        return status
    if not desk.remember(lines):
        return desk.complain("history.unsaved")
    desk.say("history.added")
    return 0


def _asked(rest: str) -> Asked | None:
    """None where an option is not ours, or a quote does not end."""
    try:
        words = shlex.split(rest)
    except ValueError:
        return None
    count = next((NUMBER.fullmatch(word) for word in words if NUMBER.fullmatch(word)), None)
    options = frozenset(word for word in words if word in FILTERS)
    others = tuple(word for word in words if word not in FILTERS and not NUMBER.fullmatch(word))
    if any(word.startswith("-") for word in others):
        return None
    return Asked(int(count[1]) if count else None, options, tuple(word.lower() for word in others))


def _is_harmless(onward: str) -> bool:
    """Whether the list goes into a program or a file, and no docker line follows, which would have to be explained."""
    return bool(ONWARD.fullmatch(onward)) and not syntax.parse(f"cat {onward}").calls


def _handed_on(desk: Desk, page: str, onward: str) -> int:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="surrogateescape", suffix=".txt") as file:
        file.write(drawn(page))
        file.flush()
        return desk.carry(f"cat {shlex.quote(file.name)} {onward}").status if desk.carry else 1


def rows(desk: Desk, asked: Asked) -> Iterator[str]:
    """The lines that are asked for, with the number that `!14` takes; what is known of each is a remark of the shell's."""
    stands, now = here(desk), time.time()
    found = [(number, ran) for number, ran in enumerate(desk.past(), 1) if _fits(ran, asked, stands.folder)]
    first = 0 if asked.most is None else max(0, len(found) - asked.most)
    for number, ran in found[first:]:
        told = " · ".join(facts(desk, ran, now, stands))
        yield f"{number:>5}  {visible(mask(ran.line))}" + (f"   # {told}" if told else "")


def _fits(ran: Ran, asked: Asked, folder: str) -> bool:
    if FAILED in asked.options and not ran.status:
        return False
    if HERE in asked.options and (not folder or ran.folder != folder):
        return False
    return all(word in ran.line.lower() for word in asked.words)


def facts(desk: Desk, ran: Ran, now: float, stands: Here) -> list[str]:
    """What is worth a word, the weightiest first: a status that is not 0, when, how long, another folder or engine than now."""
    found = []
    if ran.status:
        found.append(desk.text("history.status", status=str(ran.status)))
    if ran.when is not None and now - ran.when >= ALWAYS:
        found.append(desk.text("history.ago", age=sentence(desk.lang, age(now, ran.when))))
    if ran.seconds >= ALWAYS:
        found.append(desk.text("history.took", age=sentence(desk.lang, age(ran.seconds, 0))))
    if ran.folder not in ("", stands.folder):
        found.append(visible(folders.shortened(ran.folder, desk.shell.env.get("HOME", ""))))
    if ran.context not in ("", DEFAULT, stands.context):
        found.append(short(visible(ran.context)))
    return found


class Here(NamedTuple):
    """The folder that the shell stands in, '' where it is gone; the context, or address, that its docker lines go to."""

    folder: str
    context: str


def here(desk: Desk) -> Here:
    """Where lines are typed now."""
    try:
        folder = os.getcwd()
    except OSError:
        folder = ""
    return Here(folder, current_context(desk.shell.env))


def short(context: str) -> str:
    """A context as there is room for it; of a long address its end, which tells more."""
    return context if len(context) <= LONGEST else f"…{context[1 - LONGEST :]}"
