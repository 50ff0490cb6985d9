"""Whether a command of a line surely runs, and whether the line minds that it fails.

`docker network inspect n || docker network create n`: the first is *tried*, the second runs *perhaps*. A question to the
engine answers for now; what stands in another branch is not run now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dockersh.reading.syntax.source import Source
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import tree_sitter

# '' runs whatever else does; `tried`: it may fail, the line goes on; `perhaps`: whether it runs, another command decides.
Chance = Literal["", "tried", "perhaps"]
Judge = Callable[["tree_sitter.Node"], Sequence[Chance]]

BODIES = frozenset(("else_clause", "elif_clause", "case_item", "function_definition"))
BRANCHES = BODIES | {"list", "if_statement", "while_statement", "negated_command"}
# Behind `||`: the failure is not put up with, it ends more than this command.
GIVES_UP = pattern(r"\b(?:exit|return|die|fail\w*|fatal|abort|error|err|false)\b")
NEAR = 160  # characters behind `||` in which that stands
TESTS = frozenset(("[", "[[", "test", "grep", "egrep", "fgrep", "pgrep", "command", "which", "type", "hash"))


def judge(source: Source) -> Judge:
    """For a node of `BRANCHES`: what it says of each of its children."""

    def chances(holder: tree_sitter.Node) -> Sequence[Chance]:
        if holder.type == "list":
            return _in_list(source, holder)
        if holder.type in ("if_statement", "while_statement"):
            return _in_statement(holder)
        return ["tried" if holder.type == "negated_command" else "perhaps"] * holder.child_count

    return chances


def _in_list(source: Source, holder: tree_sitter.Node) -> Sequence[Chance]:
    if holder.child_count < 2:
        return [""] * holder.child_count
    left, *middle, right = holder.children
    operators = {node.type for node in middle}
    found: list[Chance] = [""] * holder.child_count
    if "||" in operators:
        begin = source.offset(right.start_byte)
        gives_up = GIVES_UP.search(source.text[begin : min(begin + NEAR, source.offset(right.end_byte))])
        found[0], found[-1] = "" if gives_up else "tried", "perhaps"
    elif "&&" in operators and _tests(source, left):
        found[-1] = "perhaps"
    return found


def _in_statement(holder: tree_sitter.Node) -> Sequence[Chance]:
    """In front of `then` and `do` stands what is asked, behind it what the answer decides."""
    found: list[Chance] = []
    chance: Chance = "tried"
    for child in holder.children:
        chance = "perhaps" if child.type in ("then", "do_group") else chance
        found.append(chance)
    return found


def _tests(source: Source, node: tree_sitter.Node) -> bool:
    """Whether a command asks something: `[ -f x ]`, `docker ps | grep -q web`, `command -v jq`."""
    while node.type in ("list", "pipeline", "redirected_statement") and node.children:
        node = node.children[0] if node.type == "redirected_statement" else node.children[-1]
    name = node.child_by_field_name("name")
    return node.type in ("test_command", "negated_command") or (name is not None and source.raw(name) in TESTS)
