"""The hidden `dockersh --complete SHELL LINE CURSOR [WORD [TYPE [COLUMNS]]]`: suggestions as lines for a shell to put in place.

    bash    one candidate a line, without what stands before WORD (readline's own idea of the word); for a listing
            (TYPE 63) what to show instead, with descriptions
    zsh     GROUP, KIND, VALUE, SHOWN, DESCRIPTION and `space` or `` between tabs, without what stands before WORD
    fish    the whole word unquoted, a tab, its description: fish quotes by itself

It never prints anything else, and never fails.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from dockersh import permissions
from dockersh.client.real_docker import real_docker
from dockersh.engine import DockerEngine, Engine, NoEngine, Question, State, api, names
from dockersh.engine.api import ahead, reach
from dockersh.engine.docker import time_box
from dockersh.startup.typed import TYPE_CHECKING
from dockersh.texts import language
from dockersh.ways_in.complete import Suggestion, Suggestions, suggest
from dockersh.ways_in.complete.world import World

if TYPE_CHECKING:
    from dockersh.client.list_ahead import Begun

LISTING = "63"  # `?` in bash's COMP_TYPE: the second Tab only shows


class Ahead:
    """The real engine, with one list that was asked for ahead of time."""

    def __init__(self, begun: Begun | ahead.Begun | None) -> None:
        self.begun = begun
        self.engine = DockerEngine(real_docker(), time_box(os.environ))

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """The list that was begun, if it is the one; else the engine answers."""
        begun = self.begun
        wanted = begun is not None and questions == (Question("names", (begun.kind,)),)
        if begun is None or not wanted or not permissions.own_engine(options, env or {}, os.environ):
            return self.engine.ask(questions, options, env)
        self.begun = None
        return _on_socket(begun, self.engine.time_box) if isinstance(begun, ahead.Begun) else _of(begun, self.engine.time_box)


def _on_socket(begun: ahead.Begun, time_box: float) -> State:
    """What the engine writes."""
    begun.connection.deadline = begun.since + time_box
    asked = Question("names", (begun.kind, *filter(None, (begun.narrowed,))))
    state = api.ask_on(begun.connection, (asked,), reach.version_of(os.environ))
    return state._replace(names={(begun.kind,): state.names[asked.about]}) if asked.about in state.names else state


def _of(begun: Begun, time_box: float) -> State:
    """What a docker prints."""
    about = (begun.kind,)
    found = begun.read(time_box)
    return State("silent") if found is None else State("up", names={about: names.read(about, found)})


def main(argv: Sequence[str], begun: Begun | ahead.Begun | None = None) -> int:
    """Print what fits. Whatever goes wrong, silence: Tab must never spoil the line."""
    try:
        engine = Ahead(begun)
        out = "".join(f"{line}\n" for line in answer(argv, engine))
        sys.stdout.buffer.write(out.encode("utf-8", "surrogateescape"))
        sys.stdout.flush()
    except Exception:  # noqa: BLE001  a traceback in the middle of somebody's line helps nobody
        return 1
    finally:
        if begun:
            begun.end()
    return 0


def answer(argv: Sequence[str], engine: Engine) -> Iterator[str]:
    """The lines for a shell."""
    shell, line, cursor, *rest = argv
    lang = language(None, os.environ)
    found = suggest(line, int(cursor), engine=engine, lang=lang)
    word = rest[0] if rest else None
    if found.outer is not None and len(found.items) == 1 and shell != "zsh":
        found = _left_open(found)
    if shell == "bash":
        return _bash(found, line, word, rest[1:])
    return SHELLS[shell](found, line, word, lang)


def _left_open(found: Suggestions) -> Suggestions:
    """The one word of a line within quotes, twice: bash and fish close the quote behind a single candidate."""
    (item,) = found.items
    value = item.value + (" " if item.space else "")
    once = item._replace(value=value, space=False)
    return found._replace(items=(once, once._replace(value=f"{value} ")))


def _replacement(found: Suggestions, item: Suggestion, line: str, word: str | None) -> str:
    """What to put in the place of `word`, the end of the line as the shell sees it."""
    start = found.end - len(word) if word is not None and line[: found.end].endswith(word) else found.start
    if start <= found.start:
        return line[start : found.start] + item.value
    return item.value[start - found.start :]


def _bash(found: Suggestions, line: str, word: str | None, more: Sequence[str]) -> Iterator[str]:
    if more[:1] == [LISTING] and len(found.items) > 1:
        yield from _listing(found.items, int(more[1]) if len(more) > 1 and more[1].isdecimal() else 80)
        return
    for item in found.items:
        value = _replacement(found, item, line, word)
        value = value.removesuffix(found.quote) if found.quote and item.space and found.outer is None else value
        yield value + " " if item.space and not found.quote else value  # readline closes a quote itself


def _listing(items: Sequence[Suggestion], columns: int) -> Iterator[str]:
    """`--name  names the container…`: as much as fits into a line of the terminal."""
    from dockersh.render.cells import pad, width  # noqa: PLC0415  for listings only

    widest = min(max(width(item.shown) for item in items), columns // 2)
    for item in items:
        text = f"{pad(item.shown, widest)}  {item.description}" if item.description else item.shown
        while width(text) > columns - 2:
            text = text[:-2] + "…" if not text.endswith("…") else text[:-2].rstrip("…") + "…"
        yield text.rstrip()


def _zsh(found: Suggestions, line: str, word: str | None, lang: str) -> Iterator[str]:
    world = World(NoEngine(), lang)
    for item in found.items:
        group = world.say("kinds", item.kind) or item.kind
        value = _replacement(found, item, line, word)
        value = value.removesuffix(found.quote) if found.quote and item.space and found.outer is None else value
        yield "\t".join((group, item.kind, value, item.shown, item.description, "space" if item.space else ""))


def _fish(found: Suggestions, _line: str, _word: str | None, _lang: str) -> Iterator[str]:
    for item in found.items:
        name = item.name if found.outer is None else found.outer + item.value
        if not name.startswith("~"):  # fish leaves a tilde as it is, and puts a home folder there
            yield f"{name}\t{item.description}"


SHELLS: dict[str, Callable[[Suggestions, str, str | None, str], Iterator[str]]] = {"zsh": _zsh, "fish": _fish}
