"""The whole Dockerfile: what changes files, and what that depends on, in the history's order; then the image's settings.

The history joins words by blanks; the settings have them apart. So what only sets something is read from the settings,
and variables, the user and the folder, on which each RUN depends, stand where the history has them, with the settings' values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dockersh.recreate.dockerfile import history, settings
from dockersh.recreate.dockerfile.history import COPIED, RUN, SHELL, Made
from dockersh.recreate.dockerfile.spelled import array, can_be_a_line, can_be_said, line, pair, pairs
from dockersh.recreate.seen import Row

SCRATCH = "FROM scratch"
MARK = "EOF"  # ends the lines of a RUN of several


def dockerfile(layers: Sequence[Row], config: Row) -> Iterator[str]:
    """Its lines. *layers*: the history, the newest first; *config*: what the image says of itself."""
    draft = _Draft(config)
    for layer in reversed(layers):
        draft.add(layer)
    yield SCRATCH
    yield from draft.before()
    yield from draft.lines
    yield from draft.after()
    yield from settings.instructions(config)


def _variables(config: Row) -> dict[str, str]:
    return dict(one.partition("=")[::2] for one in config.get("Env") or ())


class _Draft:
    """Lines so far, and what they have set."""

    def __init__(self, config: Row) -> None:
        self.config = config
        self.wanted = _variables(config)
        self.lines: list[str] = []
        self.env: dict[str, str] = {}
        self.args: dict[str, str] = {}
        self.places: dict[str, int] = {}  # of the arguments' lines
        self.shell: tuple[str, ...] = SHELL
        self.last = {"USER": "", "WORKDIR": ""}

    def add(self, layer: Row) -> None:
        """A layer's line; none for a setting."""
        made = history.made(layer)
        self.lines += ADDS.get(made.word, _setting)(self, made)
        if not made.word:
            self.lines += (f"# {one.removeprefix('# ')}".replace("\n", " ") for one in history.told(layer))

    def before(self) -> Iterator[str]:
        """Variables that the base brought along without a history."""
        brought = {name: value for name, value in self.wanted.items() if name not in self.env}
        yield from _env(brought)

    def after(self) -> Iterator[str]:
        """What the history has otherwise."""
        yield from _env({name: value for name, value in self.wanted.items() if self.env.get(name, value) != value})
        for instruction, key in (("USER", "User"), ("WORKDIR", "WorkingDir")):
            value = self.config.get(key) or ""
            if value not in ("", self.last[instruction]) and (value, instruction) != ("/", "WORKDIR"):
                yield f"{instruction} {line(value)}"
        if tuple(self.config.get("Shell") or self.shell) != self.shell:
            yield f"SHELL {array(self.config['Shell'])}"


def _env(values: Mapping[str, str]) -> Iterator[str]:
    said = [pair(name, value) for name, value in values.items() if can_be_said(value)]
    if said:
        yield f"ENV {' '.join(said)}"


def _setting(draft: _Draft, made: Made) -> Iterator[str]:
    """Said of the image as it is, at the end."""
    del draft, made
    yield from ()


def _sets_env(draft: _Draft, made: Made) -> Iterator[str]:
    found = pairs(made.rest, draft.wanted)
    draft.env.update(found)
    yield from _env(found)


def _sets_one(draft: _Draft, made: Made) -> Iterator[str]:
    draft.last[made.word] = made.rest
    yield f"{made.word} {line(made.rest)}"


def _sets_shell(draft: _Draft, made: Made) -> Iterator[str]:
    last = tuple(draft.config.get("Shell") or ())
    inside = made.rest.removeprefix("[").removesuffix("]")
    draft.shell = last if " ".join(last) == inside else tuple(inside.split())
    yield f"SHELL {array(draft.shell)}"


def _takes(draft: _Draft, made: Made) -> Iterator[str]:
    """ARG. The classic builder writes down what was written, BuildKit what was given."""
    found = pairs(made.rest, {}) if made.buildkit or "=" in made.rest else {}
    for name in found or made.rest.split():
        draft.args[name] = found.get(name, "")
        draft.places[name] = len(draft.lines)
        draft.lines.append(f"ARG {pair(name, found[name])}" if name in found else f"ARG {name}")
    yield from ()


def _ran(draft: _Draft, made: Made) -> Iterator[str]:
    process = history.process(made.rest, draft.shell, draft.args)
    for name, value in process.args.items():
        if name in draft.places and draft.args[name] != value:
            draft.args[name] = value
            draft.lines[draft.places[name]] = f"ARG {pair(name, value)}"
    if not process.shell:
        yield f"{RUN} {array(process.words.split())}"
    elif can_be_a_line(process.words.strip()):
        yield f"{RUN} {process.words.strip()}"
    else:
        yield from _lines(process.words)


def _lines(text: str) -> Iterator[str]:
    """Lines that a here-document holds; those of one line that looks like something else, too."""
    mark = next(one for one in (MARK * count for count in range(1, 99)) if not re.search(rf"(?m)^{one}$", text))
    yield f"{RUN} <<{mark}"
    yield from text.removesuffix("\n").split("\n")
    yield mark


def _copied(draft: _Draft, made: Made) -> Iterator[str]:
    """Where the history has only a checksum, no builder can copy."""
    del draft
    mark = "# " if COPIED.match(made.rest) else ""
    yield f"{mark}{made.word} {made.rest}"


def _as_it_is(draft: _Draft, made: Made) -> Iterator[str]:
    del draft
    yield f"{made.word} {made.rest}"


ADDS = {
    "ENV": _sets_env,
    "USER": _sets_one,
    "WORKDIR": _sets_one,
    "SHELL": _sets_shell,
    "ARG": _takes,
    "MAINTAINER": _as_it_is,
    RUN: _ran,
    "COPY": _copied,
    "ADD": _copied,
}
