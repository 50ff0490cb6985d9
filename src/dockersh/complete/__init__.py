"""One brain for Tab, in the interactive shell and in bash, zsh and fish: `suggest(line, cursor)`.

Pure, given an engine: it asks that for lists, reads folders and Dockerfiles here, and changes and prints nothing.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator

from dockersh.catalogue import Command, Flag
from dockersh.complete import arguments, commands, flags, quoting, values
from dockersh.complete.place import Place, place
from dockersh.complete.scan import Typed, scan
from dockersh.complete.suggestion import Draft, Suggestion, Suggestions
from dockersh.complete.world import World, paths
from dockersh.engine import Engine, NoEngine
from dockersh.invocation.questions import assignments, global_options
from dockersh.syntax.words import docker_at

__all__ = ["Suggestion", "Suggestions", "suggest"]

SHELLS = frozenset(("sh", "bash", "dash", "zsh", "dockersh"))


def suggest(line: str, cursor: int | None = None, *, engine: Engine | None = None, lang: str = "en") -> Suggestions:
    """What fits at the cursor (default: the end) of a line that may be unfinished anywhere. Never raises for bad input."""
    typed = scan(line, len(line) if cursor is None else cursor)
    world = World(engine or NoEngine(), lang)
    if typed.comment or not typed.literal:
        return Suggestions(typed.start, typed.cursor)
    if inner := _inner(typed):
        return _from_inner(typed, suggest(inner, engine=engine, lang=lang), line)
    return _fitting(typed, line, _drafts(typed, world))


def _drafts(typed: Typed, world: World) -> Iterable[Draft]:
    """Everything that could stand here, whatever was typed of it."""
    if typed.redirect:
        return paths(typed.text)
    docker = docker_at(typed.before)
    if docker is not None:
        return _docker(place(typed, docker), world)
    names = [os.path.basename(word.text) for word in typed.before]
    if "dockersh" in names:
        from dockersh.complete import own  # noqa: PLC0415  only behind `dockersh`

        return own.drafts(typed, typed.before[names.index("dockersh") + 1 :], world)
    if names:
        return paths(typed.text)
    return [Draft("docker", "", "command")] if typed.text else []


def _docker(here: Place, world: World) -> Iterable[Draft]:
    invocation = here.invocation
    command = invocation.command
    waiting = f"--{here.flag.name}" if here.flag else ""  # still without its value: not for our own questions
    options = tuple(option for option in global_options(invocation) if option != waiting)
    world = world._replace(options=options, env=assignments(invocation.call))
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
    """What the command is about; where nothing more may stand, its flags; behind the image, nothing of docker's."""
    if here.inside:
        return ()
    if here.argument is None:
        return flags.drafts(here, command, world) if here.flags and not here.typed.text else ()
    made = arguments.drafts(here, command, world)
    return _asked(here, world) if made is None else made


def _asked(here: Place, world: World) -> Iterator[Draft]:
    """What docker's own completion says: for plugins, and for what the catalogue does not know."""
    words = [word.text for word in here.invocation.call.words[1:]]
    for one in world.answers("docker", *words, here.typed.text):
        yield Draft(one.name, one.detail, "docker", space=not one.name.endswith(("=", ":", "/")))


def _fitting(typed: Typed, line: str, drafts: Iterable[Draft]) -> Suggestions:
    """The drafts that begin as typed, once each, quoted as the line is."""
    raw = line[typed.start : typed.cursor]
    found: dict[str, Suggestion] = {}
    for draft in drafts:
        if draft.name.startswith(typed.text) and draft.name not in found:
            value = quoting.put(draft.name, typed.text, raw, typed.quote, finished=draft.space)
            shown = draft.shown or draft.name
            description = " ".join(draft.description.split())
            found[draft.name] = Suggestion(value, draft.name, shown, description, draft.kind, draft.destructive, draft.space)
    return Suggestions(typed.start, typed.cursor, tuple(found.values()), typed.quote)


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
