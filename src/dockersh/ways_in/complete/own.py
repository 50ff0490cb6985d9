"""dockersh's own words: its options and their values, from the one table of options."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh import texts
from dockersh.reading.syntax import Word
from dockersh.ways_in.complete import ours
from dockersh.ways_in.complete.scan import Typed
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World, paths
from dockersh.ways_in.options import OPTIONS, Option, takes_value


def waiting(words: tuple[Word, ...]) -> Option | None:
    """The option of ours at the end of `words` (behind `dockersh`) whose value is still to come."""
    last = words[-1].text if words else ""
    if last.startswith("--"):
        return next((option for option in OPTIONS if f"--{option.long}" == last and takes_value(option)), None)
    if last.startswith("-") and len(last) > 1:
        return next((option for option in OPTIONS if option.short == last[-1] and takes_value(option)), None)
    return None


def drafts(typed: Typed, words: tuple[Word, ...], world: World) -> Iterator[Draft]:
    """Options of ours, the values of one, or the word `docker`."""
    name, equals, _ = typed.text.partition("=")
    joined = next((option for option in OPTIONS if equals and f"--{option.long}" == name), None)
    if option := joined or waiting(words):
        head = f"{name}=" if joined else ""
        yield from (Draft(f"{head}{value}", _meaning(option, value, world)) for value in option.values)
        return
    if not typed.text.startswith("-") and any(
        word.text == f"--{option.long}" for option in OPTIONS if option.words for word in words
    ):
        yield from paths(typed.text)
        return
    command = ours.behind_options(words)[:1]
    if command:
        yield from ours.removed(world) if command == [ours.UNDO] else ()
        return
    if not typed.text.startswith("-"):
        yield Draft("docker", texts.short(texts.raw(world.lang, "docker", "command") or ""), "command")
        yield from ours.first(world)
        return
    for option in OPTIONS:
        if f"--{option.long}" in (word.text for word in words):
            continue
        text = texts.short(texts.raw(world.lang, "options", "options", option.long) or "")
        shown = f"-{option.short}, --{option.long}" if option.short else f"--{option.long}"
        yield Draft(f"--{option.long}", text, "flag", shown=shown)


def _meaning(option: Option, value: str, world: World) -> str:
    """What a value of an option means; a language says its own name."""
    if option.values is not texts.LANGUAGES:
        return world.say(option.long, value)
    language = texts.about(value)
    return language.name if language.complete else texts.fill(world.say("lang", "partial"), {"name": language.name})
