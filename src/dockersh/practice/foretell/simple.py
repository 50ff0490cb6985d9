"""A simple command of a script: assignments, a docker call, a function of the script, or another program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dockersh.practice.foretell.carried import carry_out, touched
from dockersh.practice.foretell.job import UNKNOWN
from dockersh.practice.foretell.outcome import Outcome
from dockersh.practice.foretell.scene import KINDS, Scene
from dockersh.practice.foretell.shell import ID_PRINTED, LISTS, QUICK, SLOW, Around, Following, Ran, few, programs
from dockersh.practice.foretell.words import expanded, value
from dockersh.reading.invocation import read
from dockersh.reading.syntax import Call
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter

ELSEWHERE = frozenset(("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG"))
ENDS = frozenset(("exit", "exec", "return", "logout"))
ANYTHING = frozenset(("source", ".", "eval"))


def simple(self: Following, node: tree_sitter.Node, scenes: Sequence[Scene], around: Around) -> list[Ran]:
    """All of it, on each scene; with `set -e` the script ends where it fails."""
    if _run_together(self, node):
        return self.left_open(node, scenes)
    call = _direct(self, node)
    ran: list[Ran] = []
    for scene in scenes:
        for before in assigned(self, node, scene, around):
            ran += _one(self, node, call, before, around)
    self.notes.close(call)
    return _goes_on(self, node, ran, around)


def _run_together(self: Following, node: tree_sitter.Node) -> bool:
    """Whether the grammar took the end of a line for a blank."""
    parts = [child for child in node.children if child.type != "variable_assignment" and "redirect" not in child.type]
    return any(_breaks(self, one, after) for one, after in pairwise(parts))


def _goes_on(self: Following, node: tree_sitter.Node, ran: list[Ran], around: Around) -> list[Ran]:
    ended = [one for one in ran if one.status and one.scene.strict and around.minds]
    if ended:
        self.notes.ends(self.source.offset(node.start_byte))
    return [one for one in ran if not (one.status and one.scene.strict and around.minds)]


def _one(self: Following, node: tree_sitter.Node, call: Call | None, before: Ran, around: Around) -> list[Ran]:
    """On one scene."""
    name = _name(self, node)
    if call is not None:
        return _docker(self, call, before.scene, around)
    if not name:
        return [before]
    if name in self.functions:
        inside = around._replace(depth=around.depth + 1)
        there, body = self.functions[name]
        return there.within(self.notes.base, body, [before.scene], inside)
    inner = [one for one in self.calls_in(node) if not _in_substitution(self, node, one)]
    return _hidden(self, inner, before.scene) if inner else _program(self, node, name, before.scene)


def _direct(self: Following, node: tree_sitter.Node) -> Call | None:
    """The docker call that the command is, itself or behind sudo."""
    starts = {self.source.offset(child.start_byte) for child in node.children}
    call = next((one for one in self.calls_in(node) if one.span.start in starts and not one.more), None)
    if call is None or not call.engine or call.foreign:
        return None
    before = [word.text for word in call.before]
    return call if all(word in programs()["wrappers"] or word.startswith("-") for word in before) else None


def _in_substitution(self: Following, node: tree_sitter.Node, call: Call) -> bool:
    spans = [self.source.span(one) for one in substitutions(node)]
    return any(span.start <= call.span.start < span.end for span in spans)


def _name(self: Following, node: tree_sitter.Node) -> str:
    found = node.child_by_field_name("name")
    words = [self.typed(child) for child in node.children if child.type not in ("variable_assignment", "file_redirect")]
    known = [word for word in words if word not in programs()["wrappers"] and not word.startswith("-")] or words
    return known[0] if found is not None and known else ""


def _docker(self: Following, call: Call, scene: Scene, around: Around) -> list[Ran]:
    words = [
        piece
        for word in call.words[1:]
        for piece in expanded(word, self.source.text[word.span.start : word.span.end], scene.variables, self.printed)
    ]
    if any(name in ELSEWHERE for name, _ in call.earlier) or ELSEWHERE & set(scene.variables):
        self.notes.leave([call])
        return [Ran(scene, None)]
    if call.program == "docker-compose":
        words.insert(0, "compose")
    scene.step += 1
    scene.line = self.notes.line(call.span.start)
    found: list[Ran] = []
    for one, outcome in carry_out(scene, words, listens=around.listens):
        kept = self.notes.add(call, one, outcome, excused=around.excused)
        one.printed = _printed(one, call, outcome)
        found.append(Ran(one, kept))
    return found


def _printed(scene: Scene, call: Call, outcome: Outcome) -> str:
    """What a substitution would take of it, where that is known."""
    invocation = read(call)
    kind = invocation.name.partition(" ")[0]
    lists = invocation.name in LISTS and invocation.on("quiet") and kind not in scene.clouds
    known = lists or (invocation.name in ID_PRINTED and outcome.status != 1)
    return outcome.printed if known and not invocation.flags("format") else UNKNOWN


def _hidden(self: Following, calls: list[Call], scene: Scene) -> list[Ran]:
    """Docker in what another program is given: `bash -c`, xargs, ssh, find."""
    self.notes.leave(calls)
    scene.cloud(frozenset[str]().union(*(touched(read(call).name) for call in calls)))
    scene.passed(SLOW)
    return [Ran(scene, None)]


def _program(self: Following, node: tree_sitter.Node, name: str, scene: Scene) -> list[Ran]:
    """Another program, or a word of the shell."""
    words = [self.typed(child) for child in node.children if child.type != "variable_assignment"]
    if name in ENDS:
        return [] if name != "return" else self.left_open(node, [scene])
    if name == "set":
        scene.strict = _strict(words, strict=scene.strict)
        return [Ran(scene)]
    if name == "sleep":
        scene.slept(float(words[1]) if len(words) > 1 and words[1].isdecimal() else SLOW)
        return [Ran(scene)]
    if name in ("true", "false"):
        return [Ran(scene, int(name == "false"))]
    if name in ("read", "mapfile", "getopts"):
        scene.variables.clear()
        return [Ran(scene, None)]
    return _other(scene, name)


def _other(scene: Scene, name: str) -> list[Ran]:
    known = name in programs()["quick"] or name in programs()["slow"]
    scene.passed(QUICK if name in programs()["quick"] else SLOW)
    if not known:
        scene.cloud(KINDS)
    if name in ANYTHING:
        scene.variables.clear()
    return [Ran(scene, 0 if name in programs()["fine"] else None)]


def _strict(words: list[str], *, strict: bool) -> bool:
    """`set -e`, `set +e`, `set -euo pipefail`."""
    for word in words[1:]:
        if word[:1] in "-+" and ("e" in word[1:] or word[1:] == "o"):
            on = word[0] == "-"
            strict = on if "e" in word[1:] or "errexit" in words else strict
    return strict


def substitutions(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The outermost `$(…)` in a node."""
    stack = list(reversed(node.children))
    while stack:
        one = stack.pop()
        if one.type == "command_substitution":
            yield one
        else:
            stack += reversed(one.children)


def assigned(self: Following, node: tree_sitter.Node, scene: Scene, around: Around) -> list[Ran]:
    """The scenes behind a command's substitutions and assignments."""
    ran = [Ran(scene)]
    for inside in substitutions(node):
        listens = around._replace(listens=True, minds=False, depth=around.depth + 1)
        before = few([one.scene for one in ran])
        for one in before:
            one.printed = UNKNOWN
        ran = self.statements(inside.children, before, listens)
        start = self.source.offset(inside.start_byte)
        self.printed[start] = _taken(inside, ran)
    for done in ran:
        _assign(self, node, done.scene)
    return ran


def _taken(inside: tree_sitter.Node, ran: list[Ran]) -> str:
    """What one docker call printed; a word of something else nobody knows, nor what differs from scene to scene."""
    commands = [child for child in inside.children if child.is_named]
    bare = commands[0] if commands and commands[0].type != "redirected_statement" else (commands or [inside])[0].children[:1]
    alone = len(commands) == 1 and getattr(bare, "type", "command") == "command"
    printed = {one.scene.printed for one in ran}
    return printed.pop() if alone and len(printed) == 1 else UNKNOWN


def _assign(self: Following, node: tree_sitter.Node, scene: Scene) -> None:
    """Variables that last: those of a line of their own, or of `export`."""
    children = node.children
    if node.type == "variable_assignment":
        _put(self, node, scene)
        return
    for one, after in zip(children, [*children[1:], None], strict=True):
        lasts = node.type != "command" or after is None or _breaks(self, one, after)
        if one.type == "variable_assignment" and lasts:
            _put(self, one, scene)


def _breaks(self: Following, one: tree_sitter.Node, after: tree_sitter.Node) -> bool:
    """Whether a line ends between two parts, which the grammar takes for one command."""
    return b"\n" in self.source.data[one.end_byte : after.start_byte]


def _put(self: Following, node: tree_sitter.Node, scene: Scene) -> None:
    name, equals, text = self.typed(node).partition("=")
    if not equals or name.endswith("+") or "[" in name:
        scene.variables[name.partition("[")[0].rstrip("+")] = UNKNOWN
        return
    start = self.source.offset(node.start_byte) + len(name) + 1
    found = value(text, start, scene.variables, self.printed)
    scene.variables[name] = " ".join(found)
