"""tree-sitter's bash grammar, kept within a time: a line's syntax tree, and a walk through it that looks at each node once.

A node's own `parent` and `next_sibling` search from the root each time; the walk knows both.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Sequence
from itertools import takewhile

from dockersh.reading.syntax.branches import BRANCHES
from dockersh.startup.extension import extension
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import tree_sitter

    from dockersh.reading.syntax.branches import Chance, Judge

# Past the first mistake the grammar looks for a way on, and over 50,000 stray signs it would look for a minute.
PATIENCE = 0.4  # seconds of the processor
SHORT = 2000  # bytes that are read at once: so few cannot take that long
# What holds commands whose text is a part of a word of the command around them; so does `(` behind a word, as in `@(a|b)`.
INSIDE = frozenset(("command_substitution", "process_substitution"))


class Place(NamedTuple):
    """A node and what holds it. *at*: which of its children; *depth*: within how many substitutions it stands.

    *chance*: what the branches around it say of whether it runs (`branches`).
    """

    node: tree_sitter.Node
    holder: Place | None = None
    at: int = 0
    depth: int = 0
    chance: Chance = ""

    @property
    def within(self) -> str:
        """The type of what holds it."""
        return self.holder.node.type if self.holder else ""

    def behind(self) -> list[tree_sitter.Node]:
        """What stands behind the node in what holds it."""
        return self.holder.node.children[self.at + 1 :] if self.holder else []

    def next(self) -> tree_sitter.Node | None:
        """The node right behind it."""
        around = self.holder.node.children if self.holder else []
        return around[self.at + 1] if self.at + 1 < len(around) else None

    def redirects(self) -> Iterator[tree_sitter.Node]:
        """The redirections right behind it: of many siblings only those are looked at."""
        around = self.holder.node.children if self.holder else []
        return takewhile(lambda one: "redirect" in one.type, (around[at] for at in range(self.at + 1, len(around))))

    @property
    def last(self) -> bool:
        """Whether nothing stands behind it. The children are not asked for: a pipe may have thousands."""
        return self.holder is None or self.at + 1 >= self.holder.node.child_count


@functools.cache
def _parser() -> tree_sitter.Parser:
    bindings = extension("tree_sitter", "_binding")
    parser: tree_sitter.Parser = bindings.Parser(bindings.Language(extension("tree_sitter_bash", "_binding").language()))
    return parser


def tree(data: bytes) -> tree_sitter.Node | None:
    """The root of a line's syntax tree; None where the grammar would take too long."""
    if len(data) <= SHORT:
        return _parser().parse(data).root_node
    end = time.thread_time() + PATIENCE
    try:
        return _parser().parse(lambda at, _: data[at:], progress_callback=lambda *_: time.thread_time() > end).root_node
    except ValueError:
        _parser().reset()
        return None


def walk(root: tree_sitter.Node, judge: Judge | None = None) -> Iterator[Place]:
    """Every node, in the order of the line; an explicit stack, since a line can nest deeper than Python."""
    stack = [Place(root)]
    while stack:
        place = stack.pop()
        yield place
        node = place.node
        if node.child_count:
            held = node.type in INSIDE or (node.type == "subshell" and place.within == "command")
            depth = place.depth + held
            children = node.children
            decided = _chances(place, judge) if judge and node.type in BRANCHES else ()
            chances = decided or [place.chance] * len(children)
            stack += [Place(children[at], place, at, depth, chances[at]) for at in range(len(children) - 1, -1, -1)]


def _chances(place: Place, judge: Judge) -> Sequence[Chance]:
    """Of each child, with what is said of the node itself."""
    return () if place.chance == "perhaps" else [own or place.chance for own in judge(place.node)]


def below(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The node and every one in it, in the order of the line."""
    return (place.node for place in walk(node))
