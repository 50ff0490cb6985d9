"""What Tab may look at: the engine's lists, the folders here, the texts of a language. Everything else is pure."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Mapping

from dockersh import texts
from dockersh.client import plugins
from dockersh.engine import Container, Engine, Image, Name, Question
from dockersh.machine import limits
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.complete.suggestion import Draft

MOST = 500  # names of one folder


class World(NamedTuple):
    """The surroundings of one line: *options* are docker's global ones on it, *env* its assignments.

    *prompt*: it is typed at our own prompt, where other programs are completed, too, and parts of names count.
    """

    engine: Engine
    lang: str = texts.SOURCE
    options: tuple[str, ...] = ()
    env: Mapping[str, str] = {}
    installed: Callable[[str], bool] = plugins.installed
    prompt: bool = False

    def names(self, *kinds: str) -> tuple[tuple[Name, ...], ...]:
        """The lists of some kinds, asked for together; empty where there was no answer."""
        state = self.engine.ask(tuple(Question("names", (kind,)) for kind in kinds), self.options, dict(self.env))
        return tuple(state.names.get((kind,), ()) for kind in kinds)

    def answers(self, kind: str, *words: str) -> tuple[Name, ...]:
        """The answer to one question with words of its own: compose's services, docker's own completion."""
        about = (kind, *words)
        return self.engine.ask((Question("names", about),), self.options, dict(self.env)).names.get(about, ())

    def image(self, reference: str) -> Image | None:
        """A local image."""
        state = self.engine.ask((Question("image", (reference,)),), self.options, dict(self.env))
        return state.image(reference) or None

    def container(self, name: str) -> Container | None:
        """A container by its name or id."""
        state = self.engine.ask((Question("containers", (name,)),), self.options, dict(self.env))
        return state.containers.get(name)

    def inside(self, container: str, paths: tuple[str, ...]) -> frozenset[str] | None:
        """Which of some paths a container has; None where nobody could tell without starting something."""
        if not paths:
            return frozenset()
        state = self.engine.ask((Question("inside", (container, *paths)),), self.options, dict(self.env))
        return state.inside.get(container)

    def say(self, *keys: str) -> str:
        """A text of ours for menus; '' where there is none."""
        return texts.raw(self.lang, "complete", *keys) or self._value("-".join(keys))

    def _value(self, key: str) -> str:
        """What an explanation says of a value, where no name has to be put into it."""
        found = texts.raw(self.lang, "values", key) or ""
        return "" if "{" in found else found


def paths(typed: str, *, folders: bool = False) -> Iterator[Draft]:
    """Files and folders that begin as typed; a folder ends with its slash and goes on."""
    head, _, begun = typed.rpartition("/")
    head = f"{head}/" if "/" in typed else ""
    try:
        with os.scandir(real(head) or ".") as found:
            near = (entry for entry in itertools.islice(found, limits.FOLDER_ENTRIES) if _fits(entry.name, begun))
            entries = sorted(near, key=lambda entry: (not entry.is_dir(), entry.name))
    except (OSError, ValueError):  # ValueError: no name of a folder
        return
    for entry in entries[:MOST]:
        if entry.is_dir():
            yield Draft(f"{head}{entry.name}/", kind="path", space=False)
        elif not folders:
            yield Draft(f"{head}{entry.name}", kind="path")


# What the shell surely puts in at the front of a path.
KNOWN = pattern(r"(?:[^$~*?\[`]*[=,])?(~|\$(?:PWD|HOME)\b|\$\{(?:PWD|HOME)\})(?:/[^$*?\[`]*)?")


def real(path: str) -> str:
    """A path as the shell will make it, where it begins with the home folder or the folder one is in."""
    for word, name in (("${PWD}", "PWD"), ("$PWD", "PWD"), ("${HOME}", "HOME"), ("$HOME", "HOME")):
        if path.startswith(word):
            return os.environ.get(name, "") + path[len(word) :]
    return os.path.expanduser(path)


def _fits(name: str, begun: str) -> bool:
    """Whether a name goes on as begun; a hidden one only where its dot was typed."""
    return name.startswith(begun) and (begun.startswith(".") or not name.startswith("."))
