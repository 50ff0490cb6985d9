"""Tab after those of our own commands that take words of ours: `help `, `set `, `unalias `."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

from dockersh import texts
from dockersh.explaining.secrets import mask
from dockersh.machine.screen import hides
from dockersh.reading import catalogue
from dockersh.recreate import recipes
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.builtin import BUILTINS, Desk, topics
from dockersh.ways_in.builtin.history import OPTIONS as PAST
from dockersh.ways_in.builtin.record import OFF, OUTPUT
from dockersh.ways_in.config import KEYS

# What follows is a docker line, or the names that such a line takes: `completer.as_docker`.
LINES = frozenset(("explain", "step", "how", "why", "to-compose", "to-run"))
TRUTH = ("on", "off")
LAST = "last"


class Word(NamedTuple):
    """A word that could stand at the cursor, and what it means."""

    text: str
    meaning: str = ""


def words(desk: Desk, text: str) -> list[Word] | None:
    """What may follow one of our own commands; None where the line is not ours."""
    name, blank, rest = text.partition(" ")
    if not blank or name not in BUILTINS or name in LINES:
        return None
    *before, typed = rest.split(" ")
    make = OF_OURS.get(name)
    found = make(desk, [word for word in before if word]) if make else iter(())
    return [word for word in found if word.text.startswith(typed)]


def beside(desk: Desk, text: str) -> list[Word]:
    """Words of ours where docker's or the shell's may stand, too."""
    if " " not in text:
        own = (Word(name, texts.short(texts.raw(desk.lang, "builtins", "commands", name) or "")) for name in BUILTINS)
        return [word for word in (*own, *_aliases(desk, []), *_named(desk)) if word.text.startswith(text)]
    name, _, typed = text.partition(" ")
    last = Word(LAST, texts.raw(desk.lang, "complete", "explain", LAST) or "")
    return [last] if name == "explain" and LAST.startswith(typed) else []


def _help(desk: Desk, before: list[str]) -> Iterator[Word]:
    if before:
        return
    yield from (Word(topic, topics.title(desk.lang, topic)) for topic in topics.words())
    yield from (Word(name, texts.short(texts.raw(desk.lang, "builtins", "commands", name) or "")) for name in BUILTINS)
    yield from (Word(name) for name in catalogue.children(""))


def _settings(desk: Desk, before: list[str]) -> Iterator[Word]:
    if not before:
        yield from (Word(key, desk.text(f"settings.{key}")) for key in KEYS)
    elif len(before) == 1 and before[0] in KEYS:
        key = before[0]
        values = KEYS[key].words or TRUTH
        yield from (Word(value, texts.raw(desk.lang, "complete", key, value) or "") for value in values if value.islower())


def _aliases(desk: Desk, before: list[str]) -> Iterator[Word]:
    if not before:
        yield from (Word(name, line) for name, line in desk.config.aliases.items())


def _named(desk: Desk) -> Iterator[Word]:
    """The lines that are kept under a name."""
    yield from (Word(name, mask(line)) for name, line in sorted(desk.lines.items()))


def _kept(desk: Desk, before: list[str]) -> Iterator[Word]:
    if not before or before == ["--remove"]:
        yield from _named(desk)
    if not before:
        yield Word("--remove", texts.raw(desk.lang, "complete", "keep", "--remove") or "")


def _aliases_to_set(desk: Desk, before: list[str]) -> Iterator[Word]:
    yield from _aliases(desk, before)
    if not before:
        yield Word("--import", texts.raw(desk.lang, "complete", "alias", "--import") or "")


def _past(desk: Desk, before: list[str]) -> Iterator[Word]:
    yield from (Word(one, texts.raw(desk.lang, "complete", "history", one) or "") for one in PAST if one not in before)


def _removed(desk: Desk, _before: list[str]) -> Iterator[Word]:
    """What can be brought back, the newest first."""
    found = recipes.kept(recipes.file(desk.shell.env), time.time())
    yield from (Word(name) for name in dict.fromkeys(one.name for one in found if one.text and not hides(one.name)))
    yield Word("--list", texts.raw(desk.lang, "complete", "undo", "--list") or "")


def _lessons(desk: Desk, before: list[str]) -> Iterator[Word]:
    from dockersh.practice.lessons.levels import every_level  # noqa: PLC0415  for those who learn

    if before:
        return
    yield from (Word(name, texts.raw(desk.lang, "complete", "learn", name) or "") for name in LESSONS)
    for level in every_level(real=False):
        yield Word(level.name, texts.raw(desk.lang, f"levels/{level.name}", "title") or "")


def _practice(desk: Desk, before: list[str]) -> Iterator[Word]:
    if not before:
        yield from (Word(name, texts.raw(desk.lang, "complete", "practice", name) or "") for name in ("off", "--reset"))


def _recording(desk: Desk, before: list[str]) -> Iterator[Word]:
    if not before:
        yield from (Word(name, texts.raw(desk.lang, "complete", "record", name) or "") for name in (OUTPUT, OFF))


LESSONS = ("hint", "goal", "undo", "reset", "solution", "skip", "list", "--real")
OF_OURS: Mapping[str, Callable[[Desk, list[str]], Iterator[Word]]] = {
    "help": _help,
    "set": _settings,
    "alias": _aliases_to_set,
    "keep": _kept,
    "unalias": _aliases,
    "history": _past,
    "undo": _removed,
    "learn": _lessons,
    "practice": _practice,
    "record": _recording,
}
