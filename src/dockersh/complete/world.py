"""What Tab may look at: the engine's lists, the folders here, the texts of a language. Everything else is pure."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

from dockersh import texts
from dockersh.catalogue import plugins
from dockersh.complete.suggestion import Draft
from dockersh.engine import Engine, Image, Name, Question
from dockersh.typed import NamedTuple

MOST = 500  # names of one folder


class World(NamedTuple):
    """The surroundings of one line: *options* are docker's global ones on it, *env* its assignments."""

    engine: Engine
    lang: str = "en"
    options: tuple[str, ...] = ()
    env: Mapping[str, str] = {}
    installed: Callable[[str], bool] = plugins.installed

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
        with os.scandir(os.path.expanduser(head) or ".") as found:
            entries = sorted(found, key=lambda entry: (not entry.is_dir(), entry.name))
    except OSError:
        return
    for entry in entries[:MOST]:
        if not entry.name.startswith(begun) or (entry.name.startswith(".") and not begun.startswith(".")):
            continue
        if entry.is_dir():
            yield Draft(f"{head}{entry.name}/", kind="path", space=False)
        elif not folders:
            yield Draft(f"{head}{entry.name}", kind="path")
