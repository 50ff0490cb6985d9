"""A file's pieces of shell, followed one after the other: what is foretold of each docker call in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.practice.foretell.compounds import ACTS
from dockersh.practice.foretell.scene import KINDS, Scene
from dockersh.practice.foretell.shell import Around, Following, Ran, few
from dockersh.practice.foretell.verdicts import Notes, Verdict
from dockersh.reading import syntax
from dockersh.reading.syntax.grammar import tree
from dockersh.reading.syntax.source import Source
from dockersh.reading.syntax.unfinished import logical, physical_lines
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter

MOST = 400  # physical lines of one logical line
MOST_IN_BRACES = 80  # logical lines of a group


class Foreteller:
    """Follows the pieces of one file, from how things stand at the *start*.

    *apart*: nobody knows what runs between them; of a *recipe*, which has a piece a line, those that stand together do.
    *page*: its reader fills in.
    """

    def __init__(self, start: Scene, *, apart: bool, recipe: bool = False, page: bool = False) -> None:
        self.scenes = [start]
        self.apart, self.recipe, self.page = apart, recipe, page
        self.last = 0  # line of the file
        self.functions: dict[str, tuple[Following, tree_sitter.Node]] = {}

    def follow(self, text: str, line: Callable[[int], int]) -> list[Verdict]:
        """The verdicts on one piece; *line* gives the line of the file at a place in it.

        Its logical lines are read one by one: over many the grammar takes the end of one for a blank here and there.
        """
        notes = Notes(line, page=self.page)
        goes_on = self.recipe and line(0) == self.last + 1
        self.last = line(max(0, len(text.rstrip()) - 1))
        for scene in self.scenes:
            scene.step += 1
            if self.apart and not goes_on:
                scene.cloud(KINDS)
                scene.variables.clear()
        scenes = self.scenes
        for part in _parts(list(logical(physical_lines(text), MOST, compounds=True))):
            scenes = scenes if part.lstrip().startswith("#") else self._line(part, scenes, notes)
            notes.base += len(part)
            self.scenes = scenes or self.scenes  # a script that has ended leaves things as they were
        return notes.verdicts()

    def _line(self, text: str, scenes: list[Scene], notes: Notes) -> list[Scene]:
        parsed, source = syntax.parse(text), Source(text)
        root = None if parsed.broken or parsed.prompts else tree(source.data)
        if root is None:
            notes.leave(parsed.calls)
            for scene in scenes:
                scene.cloud(KINDS)
            return scenes
        return few([one.scene for one in _followed(Following(parsed, source, notes, ACTS, self.functions), root, scenes)])


def _parts(lines: list[str]) -> Iterator[str]:
    """Logical lines, and together those of a group in braces, which waits for its end, too."""
    at = 0
    while at < len(lines):
        ends = range(at + 1, min(at + MOST_IN_BRACES, len(lines)) + 1)
        fits = (end for end in ends if not syntax.parse("".join(lines[at:end])).broken)
        end = next(fits, at + 1) if "{" in lines[at] or "(" in lines[at] else at + 1
        yield "".join(lines[at:end])
        at = end


def _followed(following: Following, root: tree_sitter.Node, scenes: list[Scene]) -> list[Ran]:
    try:
        return following.follow(root, scenes, Around())
    except RecursionError:  # what nests deeper than Python is no script that somebody wrote
        return following.left_open(root, scenes)
