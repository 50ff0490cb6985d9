"""Tab where nothing was typed yet: lines that make sense with what the engine holds; never one that takes something away."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from dockersh import texts
from dockersh.engine import Engine, Name, Question
from dockersh.engine.state import ALIVE
from dockersh.explaining.secrets import has_secret
from dockersh.machine.screen import hides
from dockersh.reading import syntax
from dockersh.reading.invocation import skim
from dockersh.startup import toml_cache
from dockersh.ways_in.complete.commands import summary
from dockersh.ways_in.repl.tab.own_words import Word

MOST = 2  # containers of a state, the newest first
ASKED = (Question("names", ("containers",)), Question("names", ("images",)))


def lines(lang: str, engine: Engine) -> Iterator[Word]:
    """Whole lines, the likeliest first, with what each does."""
    shapes: dict[str, list[str]] = toml_cache.load(os.path.join(os.path.dirname(__file__), "lines.toml"))
    state = engine.ask(ASKED)
    held, images = (state.names.get(one.about, ()) for one in ASKED)
    running = [one for one in held if one.status in ALIVE]
    stopped = [one for one in held if one.status not in ALIVE]
    found = [*_filled(shapes["running"], running[:MOST]), *_filled(shapes["stopped"], stopped[:1])]
    found += [*_filled(shapes["image"], images[:1]), *shapes["always"]]
    yield from (Word(line, _meaning(lang, line)) for line in dict.fromkeys(found) if not has_secret(line))


def _filled(shapes: Sequence[str], named: Sequence[Name]) -> Iterator[str]:
    names = [one.name for one in named if not hides(one.name)]
    yield from (shape.format(name=name) for shape in shapes for name in names)


def _meaning(lang: str, line: str) -> str:
    calls = syntax.parse(line).calls
    command = skim(calls[0]).command if calls else None
    return summary(lang, command) if command else texts.short(texts.raw(lang, "builtins", "commands", line) or "")
