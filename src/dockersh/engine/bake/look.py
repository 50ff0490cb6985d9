"""What a line of `buildx bake` would build: its targets, and the context of each as `docker build` would have it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import buildcontext
from dockersh.engine.bake import files
from dockersh.engine.bake.targets import Asked, Chosen, Target, chosen
from dockersh.engine.buildcontext import BuildContext
from dockersh.startup.typed import NamedTuple

MOST = 8  # targets whose contexts are looked at


class Bake(NamedTuple):
    """*problem* and *names* of the files as `BakeFiles` has them; the targets, and the contexts of those that are folders."""

    problem: files.Problem
    names: tuple[str, ...] = ()
    chosen: Chosen = Chosen()
    builds: tuple[tuple[str, BuildContext], ...] = ()


def about(named: list[str], asked: Asked) -> Iterator[str]:
    """The words of a question: the line's files, targets, `--set`s and variables."""
    yield from (f"file={name}" for name in named)
    yield from (f"target={name}" for name in asked.names)
    yield from (f"set={wanted}\0{key}\0{value}" for wanted, key, value in asked.overrides)
    yield from (f"odd={name}" if value is None else f"var={name}={value}" for name, value in asked.variables.items())


def look(words: tuple[str, ...]) -> Bake:
    """The answer to such a question, from the files of the current folder."""
    given = [word.partition("=")[::2] for word in words]
    found = files.look(tuple(value for kind, value in given if kind == "file"))
    if found.problem:
        return Bake(found.problem, found.names)
    made = chosen(found, asked_of(words))
    return Bake("", found.names, made, tuple(_builds(made.targets)))


def asked_of(words: tuple[str, ...]) -> Asked:
    """What such a question asks for. What the environment gives a variable is not known: its values are never shown."""
    given = [word.partition("=")[::2] for word in words]
    known = dict(value.partition("=")[::2] for kind, value in given if kind == "var")
    variables = {**dict.fromkeys(os.environ), **known, **dict.fromkeys(value for kind, value in given if kind == "odd")}
    overrides = tuple(_override(value) for kind, value in given if kind == "set")
    return Asked(tuple(value for kind, value in given if kind == "target"), variables, overrides)


def _override(text: str) -> tuple[str, str, str]:
    wanted, key, value = text.split("\0")
    return wanted, key, value


def _builds(targets: tuple[Target, ...]) -> Iterator[tuple[str, BuildContext]]:
    """The contexts that are folders here, each with the Dockerfile of its target."""
    for one in [one for one in targets if one.read and is_folder(one.context)][:MOST]:
        yield one.name, buildcontext.look(one.context, dockerfile_of(one), dict(one.args))


def is_folder(context: str) -> bool:
    """Whether a context is one of this machine, and not an address, another target's result or standard input."""
    return context != "-" and ":" not in context and not context.startswith(("git@", "github.com/"))


def dockerfile_of(one: Target) -> str:
    """Where its Dockerfile is: bake looks for it in the context; '' for the usual one."""
    if not is_folder(one.context) or os.path.isabs(one.dockerfile):
        return one.dockerfile
    return "" if one.dockerfile == "Dockerfile" else os.path.join(one.context, one.dockerfile)
