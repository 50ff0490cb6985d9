"""What a shell does with commands: lists, pipes, branches, loops, functions, each followed on scenes."""

from __future__ import annotations

from collections.abc import Sequence

from dockersh.practice.foretell.carried import touched
from dockersh.practice.foretell.scene import Scene
from dockersh.practice.foretell.shell import SLOW, Act, Around, Following, Ran, few
from dockersh.practice.foretell.simple import assigned, simple
from dockersh.reading.invocation import read
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter

MOST_TURNS = 20  # of a loop that is followed turn by turn
NOT_PLAIN = frozenset("*?[{~\\$`")


def _listed(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """`a && b`, `a || b`."""
    left, *middle, right = [child for child in node.children if child.type != "comment"]
    either = any(child.type == "||" for child in middle)
    first = self.follow(left, scenes, around._replace(minds=False, excused=around.excused or either))
    goes_on = [one for one in first if one.status is None or bool(one.status) == either]
    stays = [one for one in first if one.status is not None and bool(one.status) != either]
    stays += [Ran(one.scene.copy(), None) for one in first if one.status is None]
    ran = self.follow(right, few([one.scene for one in goes_on]), around) if goes_on or not first else []
    return stays + ran


def _piped(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """The status is that of the last."""
    stages = [child for child in node.children if child.is_named and child.type != "comment"]
    ran = [Ran(scene) for scene in scenes]
    for stage in stages[:-1]:
        ran = self.follow(stage, few([one.scene for one in ran]), around._replace(minds=False))
    return self.follow(stages[-1], few([one.scene for one in ran]), around)


def _negated(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    ran = self.follow(node.children[-1], scenes, around._replace(minds=False, excused=True))
    return [one._replace(status=None if one.status is None else int(not one.status)) for one in ran]


def _redirected(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    body = node.child_by_field_name("body")
    return self.follow(body, scenes, around) if body is not None else [Ran(scene) for scene in scenes]


def _grouped(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    return self.statements(node.children, scenes, around)


def _aside(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """`( … )`: what it sets is forgotten; its end is not the script's."""
    found: list[Ran] = []
    for scene in scenes:
        kept, strict = dict(scene.variables), scene.strict
        ran = self.statements(node.children, [scene], around) or [Ran(scene, None)]
        for one in ran:
            one.scene.variables, one.scene.strict = dict(kept), strict
        found += ran
    return found


def _parted(node: tree_sitter.Node) -> tuple[list[tree_sitter.Node], list[tree_sitter.Node], list[tree_sitter.Node]]:
    """What is asked, what runs then, and the clauses behind it."""
    asked: list[tree_sitter.Node] = []
    then: list[tree_sitter.Node] = []
    more: list[tree_sitter.Node] = []
    place = asked
    for child in node.children:
        if child.type == "then":
            place = then
        elif child.type in ("elif_clause", "else_clause"):
            more.append(child)
        elif child.is_named:
            place.append(child)
    return asked, then, more


def _asked(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """`if`, and `elif` within it."""
    asked, then, more = _parted(node)
    return _branches(self, asked, then, more, scenes, around)


def _branches(
    self: Following,
    asked: Sequence[tree_sitter.Node],
    then: Sequence[tree_sitter.Node],
    more: Sequence[tree_sitter.Node],
    scenes: Sequence[Scene],
    around: Around,
) -> list[Ran]:
    ran = self.statements(asked, scenes, around._replace(minds=False, excused=True))
    yes = [one.scene for one in ran if not one.status]
    no = [one.scene.copy() if one.status is None else one.scene for one in ran if one.status != 0]
    found = self.statements(then, few(yes), around) if yes else []
    if not no:
        return found
    if not more:
        return found + [Ran(scene) for scene in few(no)]
    clause, *rest = more
    if clause.type == "else_clause":
        return found + self.statements(clause.children, few(no), around)
    inner, then_inner, _ = _parted(clause)
    return found + _branches(self, inner, then_inner, rest, few(no), around)


def _case(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """Any of its items, or none."""
    found = [Ran(scene.copy()) for scene in scenes]
    for item in node.children:
        if item.type == "case_item":
            body = [child for child in item.children if child.type not in ("word", "extglob_pattern", "string", "raw_string")]
            found += self.statements(body, [scene.copy() for scene in scenes], around)
    return found


def _loop(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], _around: Around) -> list[Ran]:
    """What runs nobody knows how often: its docker calls are not foretold, and leave open what they may have changed."""
    kinds = frozenset[str]().union(*(touched(read(call).name) for call in self.calls_in(node)))
    self.notes.leave(self.calls_in(node))
    for scene in scenes:
        scene.cloud(kinds)
        scene.passed(SLOW)
        scene.variables.clear()
    return [Ran(scene, None) for scene in scenes]


def _for(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """Over words that are written there it is followed turn by turn."""
    body = node.child_by_field_name("body")
    name, *words = [child for child in node.children if child.is_named and child.type not in ("comment", "do_group")]
    known = [
        self.typed(word) for word in words if word.type in ("word", "number") and not set(self.typed(word)) & set("*?[{~\\")
    ]
    plain = name.type == "variable_name" and body is not None and len(known) == len(words) <= MOST_TURNS
    if not plain or any(word in self.typed(node) for word in ("break", "continue")) or body is None:
        return _loop(self, node, scenes, around)
    ran = [Ran(scene) for scene in scenes]
    for word in known:
        turn = few([one.scene for one in ran])
        for scene in turn:
            scene.variables[self.typed(name)] = word
        ran = self.statements(body.children, turn, around)
    return ran


def _function(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], _around: Around) -> list[Ran]:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is not None and body is not None:
        self.functions[self.typed(name)] = (self, body)
    return [Ran(scene) for scene in scenes]


def _declared(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """Assignments alone; their status is that of a substitution in them."""
    found: list[Ran] = []
    for scene in scenes:
        found += assigned(self, node, scene, around)
    return found


def _test(_self: Following, _node: tree_sitter.Node, scenes: Sequence[Scene], _around: Around) -> list[Ran]:
    return [Ran(scene, None) for scene in scenes]


ACTS: dict[str, Act] = {
    "command": simple,
    "list": _listed,
    "pipeline": _piped,
    "negated_command": _negated,
    "redirected_statement": _redirected,
    "program": _grouped,
    "compound_statement": _grouped,
    "do_group": _grouped,
    "subshell": _aside,
    "if_statement": _asked,
    "case_statement": _case,
    "for_statement": _for,
    "c_style_for_statement": _loop,
    "while_statement": _loop,
    "function_definition": _function,
    "variable_assignment": _declared,
    "variable_assignments": _declared,
    "declaration_command": _declared,
    "unset_command": _test,
    "test_command": _test,
}
