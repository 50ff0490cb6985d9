"""Each question: the docker command that asks it, and how its answer is read. Every one of them only reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from dockersh.engine.question import About, Kind, Question
from dockersh.engine.questions.machine import LOOKS, OF_THE_ENGINE, known_here, look
from dockersh.engine.state import State, Withheld
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.engine.questions.question import Ask

__all__ = [
    "CLIENTS",
    "FAMILIES",
    "HERE",
    "Kind",
    "Question",
    "answers",
    "command",
    "compose_options",
    "fails",
    "known_here",
    "look",
    "read",
    "warns",
    "withheld",
]

# Kind of question → the module of this package that has it: imported when it is asked.
FAMILIES: dict[str, str] = {
    **dict.fromkeys(("plugin", "version", "endpoint", "host", "features", "swarm", "events"), "machine"),
    **dict.fromkeys(("containers", "publishers", "users", "volume-users", "network-users"), "containers"),
    **dict.fromkeys(("image", "volumes", "networks"), "objects"),
    **dict.fromkeys(("parents", "volume-sizes", "list", "names", "output"), "lists"),
    **dict.fromkeys(("compose-config", "compose-active", "compose-hashes", "compose-members"), "compose"),
    **dict.fromkeys(("raw", "log"), "raw"),
}
# Answered by compose from the project's files.
OF_FILES = frozenset(("compose-config", "compose-active", "compose-hashes"))
SERVICES = ("names", "services")
# Answered by looking at this machine, which says something of the engine's only where the engine is local.
HERE = frozenset(LOOKS)
# The client's own files, whatever engine it talks to.
CLIENTS = HERE - OF_THE_ENGINE


def _ask(kind: str, program: str = "docker") -> Ask:
    name = f"{__name__}.{FAMILIES[kind] if program == 'docker' else program}"
    __import__(name)
    found: Ask = sys.modules[name].ASKS[kind]
    return found


def answers(question: Question, program: str) -> bool:
    """Whether a program has an answer to a question; docker has one to each."""
    if program == "docker" or question.kind in HERE:
        return True
    from dockersh.engine.questions import podman  # noqa: PLC0415  as the families

    return podman.answers(question.kind, question.about)


def command(question: Question, program: str = "docker") -> tuple[str, ...]:
    """The command of docker or podman, without the program, that asks it; empty where none does, and only the API answers."""
    return () if question.kind not in FAMILIES else _ask(question.kind, program).command(question.about)


def withheld(questions: Iterable[Question], env: Mapping[str, str]) -> dict[Question, Withheld]:
    """Those that are not to be asked, and why: compose would fetch something, or read what can be read but once.

    *env* are the line's own assignments.
    """
    known: dict[About, Withheld] = {}
    found: dict[Question, Withheld] = {}
    for question in questions:
        options = question.about[1:] if question.kind == "names" else question.about
        if question.kind in OF_FILES or (question.kind, *question.about[:1]) == SERVICES:
            if options not in known:
                from dockersh.engine import composefiles  # noqa: PLC0415  lines without compose need none

                known[options] = composefiles.withheld(options, {**os.environ, **env})
            found[question] = known[options]
    return {question: why for question, why in found.items() if why}


def compose_options(question: Question) -> tuple[str, ...] | None:
    """Compose's own options of a question for which compose reads its files; None for every other."""
    kind, about = question
    if kind in OF_FILES:
        return about
    if kind != "names" or about[0] not in ("services", "docker"):
        return None
    return about[1:] if about[0] == "services" else _typed_for_compose(about[1:])


def _typed_for_compose(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Words that docker's own completion would give to compose, its options joined to their values."""
    if not words or words[0] != "compose":
        return None
    names = {"-f": "--file", "--file": "--file", "--env-file": "--env-file", "--project-directory": "--project-directory"}
    given = (f"{names[word]}={words[at + 1]}" for at, word in enumerate(words[:-1]) if word in names)
    return (*words[1:], *given)


def fails(question: Question, errors: str, state: State, program: str = "docker") -> State:
    """`state` with what the error of a question says."""
    reader = _ask(question.kind, program).fails
    return reader(errors, state) if reader else state


def warns(question: Question, errors: str, state: State, program: str = "docker") -> State:
    """`state` with what an answer says on standard error."""
    reader = _ask(question.kind, program).warns
    return reader(errors, state) if reader and errors else state


def read(question: Question, output: str, state: State, program: str = "docker") -> State:
    """`state` with the answer added. An answer that cannot be read adds nothing."""
    try:
        return _ask(question.kind, program).read(question.about, output, state)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError):
        return state
