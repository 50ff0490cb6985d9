"""A script's shell, followed by its grammar: what runs after what, and on which scenes. Nothing of it is run.

What a shell decides (a test, a loop over what is not known, another program) leads both ways, or leaves what comes after open.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from dockersh.practice.foretell.scene import KINDS, Scene, merged
from dockersh.practice.foretell.verdicts import Notes
from dockersh.reading.syntax import Call, Line
from dockersh.reading.syntax.source import Source
from dockersh.startup.toml_cache import load
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import tree_sitter

MOST_SCENES, MOST_STEPS, DEEPEST = 24, 3000, 6
PATIENCE = 5.0  # seconds of the processor for one piece
SLOW, QUICK = 3600.0, 1.0  # seconds of another program, at most
ID_PRINTED = frozenset(("container run", "container create"))
LISTS = frozenset(("container ls", "image ls", "volume ls", "network ls"))


class Ran(NamedTuple):
    """A scene behind a command, and its status: None where nobody knows it."""

    scene: Scene
    status: int | None = 0


class Around(NamedTuple):
    """Where a command stands. *minds*: a failure ends the script under `set -e`; *excused*: the script provides for it.

    *often*: it runs nobody knows how often; *depth*: in how many functions; *listens*: a later word is what it prints.
    """

    minds: bool = True
    excused: bool = False
    often: bool = False
    depth: int = 0
    listens: bool = False


@functools.cache
def programs() -> dict[str, frozenset[str]]:
    """`programs.toml`."""
    found: dict[str, list[str]] = load(os.path.join(os.path.dirname(__file__), "programs.toml"))
    return {kind: frozenset(names) for kind, names in found.items()}


Function = tuple["Following", "tree_sitter.Node"]  # where it was written
Act = Callable[["Following", "tree_sitter.Node", Sequence[Scene], Around], list[Ran]]


class Following:
    """One logical line being followed. *notes* take what becomes of each docker call, *acts* follow a kind of statement."""

    def __init__(
        self, line: Line, source: Source, notes: Notes, acts: Mapping[str, Act], functions: dict[str, Function]
    ) -> None:
        self.line, self.source, self.notes, self.acts, self.functions = line, source, notes, acts, functions
        self.printed: dict[int, str] = {}
        self.base = notes.base
        self.steps = 0
        self.until = time.thread_time() + PATIENCE

    def statements(self, nodes: Iterable[tree_sitter.Node], scenes: Sequence[Scene], around: Around) -> list[Ran]:
        """One after the other."""
        ran = [Ran(scene) for scene in scenes]
        for node in nodes:
            if node.is_named and node.type != "comment":
                ran = self.follow(node, few([one.scene for one in ran]), around)
        return ran

    def follow(self, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
        """One statement, of any kind."""
        self.steps += 1
        if self.steps > MOST_STEPS or around.depth > DEEPEST or time.thread_time() > self.until:
            return self.left_open(node, scenes)
        act = self.acts.get(node.type)
        return act(self, node, scenes, around) if act else self.left_open(node, scenes)

    def within(self, base: int, body: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
        """A function that was written here, called from the logical line at *base*."""
        self.notes.base = self.base
        try:
            return self.follow(body, scenes, around)
        finally:
            self.notes.base = base

    def left_open(self, node: tree_sitter.Node, scenes: Sequence[Scene]) -> list[Ran]:
        """Of what is not followed nothing is foretold, nor of what it may have changed."""
        for scene in scenes:
            scene.cloud(KINDS)
            scene.variables.clear()
            scene.passed(SLOW)
        self.notes.leave(call for call in self.calls_in(node))
        return [Ran(scene, None) for scene in scenes]

    def calls_in(self, node: tree_sitter.Node) -> list[Call]:
        """The docker calls that stand in a node."""
        start, end = self.source.span(node)
        return [call for call in self.line.calls if start <= call.span.start < end]

    def typed(self, node: tree_sitter.Node) -> str:
        """Its text."""
        return self.source.raw(node)


def few(scenes: list[Scene]) -> list[Scene]:
    """Scenes that are alike are one; of too many one is left, in which everything is open."""
    found = merged(scenes)
    if len(found) <= MOST_SCENES:
        return found
    found[0].cloud(KINDS)
    return found[:1]
