"""One brain for Tab, in the interactive shell and in bash, zsh and fish: `suggest(line, cursor)`.

Pure, given an engine: it asks that for lists, reads folders and Dockerfiles here, and changes and prints nothing.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator

from dockersh import texts
from dockersh.engine import Engine, NoEngine
from dockersh.engine.patience import Patient
from dockersh.machine.screen import visible
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.invocation.questions import GLOBALS, assignments, global_options
from dockersh.reading.syntax import Call, Span, Word
from dockersh.reading.syntax.earlier import settings
from dockersh.reading.syntax.words import docker_at
from dockersh.ways_in.complete import arguments, commands, flags, inside, quoting, shell_words, values
from dockersh.ways_in.complete.matching import matching
from dockersh.ways_in.complete.place import Place, place
from dockersh.ways_in.complete.scan import Typed, scan
from dockersh.ways_in.complete.suggestion import Draft, Suggestion, Suggestions
from dockersh.ways_in.complete.world import KNOWN, World, paths

__all__ = ["Suggestion", "Suggestions", "suggest"]

SHELLS = frozenset(("sh", "bash", "dash", "zsh", "dockersh"))


def suggest(
    line: str, cursor: int | None = None, *, engine: Engine | None = None, lang: str = texts.SOURCE, prompt: bool = False
) -> Suggestions:
    """What fits at the cursor (default: the end) of a line that may be unfinished anywhere. Never raises for bad input.

    *prompt*: at our own, where all is ours to complete; elsewhere the shell does the rest.
    """
    world = World(Patient(engine) if engine else NoEngine(), lang, prompt=prompt)
    return _suggest(line, len(line) if cursor is None else cursor, world)


def _suggest(line: str, cursor: int, world: World) -> Suggestions:
    """*world* has what an outer line sets for this one."""
    typed = scan(line, cursor)
    if not typed.comment and (named := shell_words.variables(line, typed)) is not None:
        return named
    known = not typed.text.startswith("$") if typed.literal else KNOWN.fullmatch(typed.text)
    if typed.comment or not known:
        return Suggestions(typed.start, typed.cursor)
    world = world._replace(env={**world.env, **_set_before(line, typed)})
    if inner := _inner(typed):
        before = assignments(Call((), Span(typed.start, typed.start), typed.before))
        return _from_inner(typed, _suggest(inner, len(inner), world._replace(env={**world.env, **before})), line)
    return _fitting(typed, line, _drafts(typed, line, world), world)


def _set_before(line: str, typed: Typed) -> dict[str, str]:
    """What the commands in front of the one at the cursor leave in the environment."""
    head = line[: typed.before[0].span.start if typed.before else typed.start]
    return settings(head)


def _drafts(typed: Typed, line: str, world: World) -> Iterable[Draft]:
    """Everything that could stand here, whatever was typed of it."""
    if typed.redirect:
        return paths(typed.text)
    docker = docker_at(typed.before)
    if docker is not None:
        return _docker(place(typed, docker), world)
    names = [os.path.basename(word.text) for word in typed.before]
    if "dockersh" in names:
        return _ours(typed, typed.before[names.index("dockersh") + 1 :], world)
    return shell_words.drafts(typed, names, line, world)


def _ours(typed: Typed, words: tuple[Word, ...], world: World) -> Iterable[Draft]:
    """Behind `dockersh`: its options, or one of our own commands, whose words are those of a docker line."""
    from dockersh.ways_in.complete import gone, ours, own  # noqa: PLC0415  only here

    there = gone.drafts(" ".join([*ours.behind_options(words), typed.text]), world)
    if there is not None:
        return there
    line = ours.docker_line(words, typed.text)
    if line is None:
        return own.drafts(typed, words, world)
    found = _suggest(line, len(line), world)
    return [Draft(one.name, one.description, one.kind, one.destructive, one.space, one.shown) for one in found.items]


def _docker(here: Place, world: World) -> Iterable[Draft]:
    invocation = here.invocation
    command = invocation.command
    waiting = f"--{here.flag.name}" if here.flag else ""  # still without its value: not for our own questions
    options = tuple(option for option in global_options(invocation) if option != waiting)
    if invocation.call.foreign:
        world = world._replace(engine=NoEngine(), lang=texts.of_program(world.lang, invocation.call.program))
    world = world._replace(options=options, env={**world.env, **assignments(invocation.call)})
    if command is None or command.plugin:
        return _asked(here, world)
    if here.flag is not None:
        return _value(here, command, here.flag, world)
    if here.flags and here.typed.text.startswith("-"):
        return flags.drafts(here, command, world)
    if command.group:
        return commands.drafts(command, world)
    below = commands.drafts(command, world) if command.parent and not here.nth else ()
    return (*below, *_argument(here, command, world))


def _value(here: Place, command: Command, flag: Flag, world: World) -> Iterable[Draft]:
    found = [draft._replace(name=f"{here.head}{draft.name}") for draft in values.drafts(here, command, flag, world)]
    return found or (_asked(here, world) if command.name.startswith(("compose", "buildx")) else ())


def _argument(here: Place, command: Command, world: World) -> Iterable[Draft]:
    """What the command is about; where nothing more may stand, its flags; behind the image the program in it."""
    if here.inside:
        return inside.drafts(here, command, world)
    if here.argument is None:
        return flags.drafts(here, command, world) if here.flags and not here.typed.text else ()
    made = arguments.drafts(here, command, world)
    return _asked(here, world) if made is None else made


def _asked(here: Place, world: World) -> Iterator[Draft]:
    """What docker's own completion says: for plugins, and for what the catalogue does not know."""
    own = [part.span for part in here.invocation.parts if part.kind == "global-flag" and part.name in GLOBALS]
    typed = (word for word in here.invocation.call.words[1:])
    words = [word.text for word in typed if not any(span.start <= word.span.start < span.end for span in own)]
    for one in world.answers("docker", *words, here.typed.text):
        yield Draft(one.name, one.detail, "docker", space=not one.name.endswith(("=", ":", "/")))


def _fitting(typed: Typed, line: str, drafts: Iterable[Draft], world: World) -> Suggestions:
    """The drafts that fit, quoted as the line is."""
    raw = line[typed.start : typed.cursor]
    found: list[Suggestion] = []
    for draft in matching(drafts, typed.text, anywhere=world.prompt and typed.literal):
        value = quoting.put(draft.name, typed.text, raw, typed.quote, finished=draft.space)
        shown = visible(draft.shown) or draft.name
        description = visible(" ".join(draft.description.split()))
        found.append(Suggestion(value, draft.name, shown, description, draft.kind, draft.destructive, draft.space))
    return Suggestions(typed.start, typed.cursor, tuple(found), typed.quote)


def _inner(typed: Typed) -> str | None:
    """The line within the quotes of `dockersh -c '…'`, or of another shell's -c."""
    words = typed.before
    if len(words) < 2 or not words[-1].text.startswith("-") or typed.quote not in ("'", '"'):
        return None
    shell = any(os.path.basename(word.text) in SHELLS for word in words[:-1])
    asks = words[-1].text == "--command" or (not words[-1].text.startswith("--") and words[-1].text.endswith("c"))
    return typed.text if shell and asks and docker_at(words) is None else None


def _from_inner(typed: Typed, inner: Suggestions, line: str) -> Suggestions:
    """The same within the outer line, when its text stands there as it is."""
    begin = typed.cursor - len(typed.text)
    if line[begin : typed.cursor] != typed.text:
        return Suggestions(typed.start, typed.cursor)
    items = tuple(item._replace(value=quoting.within(item.value, typed.quote)) for item in inner.items)
    return Suggestions(begin + inner.start, typed.cursor, items, typed.quote, typed.text[: inner.start])
