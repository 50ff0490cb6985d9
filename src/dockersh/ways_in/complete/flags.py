"""Flags: the most used first, those that were given and count once last, and what deletes never first."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh import texts
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from dockersh.ways_in.complete.place import Place
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World

REPEATABLE = frozenset(
    (
        "list",
        "map",
        "filter",
        "mount",
        "port",
        "secret",
        "config",
        "ulimit",
        "stringSlice",
        "stringToString",
        "network",
        "scale",
    )
)


def drafts(here: Place, command: Command, world: World) -> Iterator[Draft]:
    """The flags that fit. Before anything was typed, none that deletes."""
    flags = [flag for flag in command.flags.values() if not flag.hidden and not flag.deprecated]
    ranked = sorted(flags, key=lambda flag: (_rank(here, command, flag), flag.name))
    safe = [flag for flag in ranked if not destructive(command, flag)]
    yield from (_draft(here, command, flag, world) for flag in safe)
    if here.typed.text:
        yield Draft("--help", world.say("help"), "flag")
        yield from (_draft(here, command, flag, world) for flag in ranked if destructive(command, flag))
        yield from _cluster(here, command, world)


def destructive(command: Command, flag: Flag) -> bool:
    """Whether the flag deletes something, or takes away what would keep it."""
    table = catalogue.words("usual")["destructive"]
    return flag.name in table["*"] or flag.name in table.get(command.name, ())


def _rank(here: Place, command: Command, flag: Flag) -> int:
    usual = catalogue.words("usual")["flags"].get(command.name, ())
    if _given(here, flag):
        return len(usual) + 1
    return usual.index(flag.name) if flag.name in usual else len(usual)


def _given(here: Place, flag: Flag) -> bool:
    """On the line already, where once is enough."""
    return flag.type not in REPEATABLE and any(
        part.flag == flag and part.span.start != here.typed.start for part in here.whole.parts
    )


def _draft(here: Place, command: Command, flag: Flag, world: World) -> Draft:
    usual = catalogue.words("usual")["flags"].get(command.name, ())
    dangerous = destructive(command, flag)
    kinds = {"destructive": dangerous, "given": _given(here, flag), "usual": flag.name in usual, "flag": True}
    kind = next(name for name, fits in kinds.items() if fits)
    shown = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
    short = flag.short if here.typed.text == "-" else None  # one dash stays one
    return Draft(f"-{short}" if short else f"--{flag.name}", summary(world.lang, command, flag), kind, dangerous, shown=shown)


def _cluster(here: Place, command: Command, world: World) -> Iterator[Draft]:
    """Behind `-i`: the other switches of one letter that are usual (`-it`); behind `-p` its value."""
    text = here.typed.text
    usual = catalogue.words("usual")["flags"].get(command.name, ())
    known = [command.shorts.get(letter) for letter in text[1:]]
    if text.startswith("--") or not known or any(flag is None or flag.takes_value for flag in known[:-1]) or not known[-1]:
        return
    yield Draft(text, summary(world.lang, command, known[-1]) if known[-1].takes_value else "", "usual")
    if known[-1].takes_value:
        return
    for name in usual:
        flag = command.flags.get(name)
        if flag and flag.short and flag.short not in text and not _given(here, flag):
            yield Draft(f"{text}{flag.short}", summary(world.lang, command, flag), "usual")


def summary(lang: str, command: Command, flag: Flag) -> str:
    """What a flag does, in one line, whatever its value."""
    text = texts.flag_text(lang, command.stems, flag.name) or ""
    return texts.fill(texts.short(text), {"value": "…"})
