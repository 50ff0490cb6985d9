"""Shell lines with quotes, expansions and operators, read with tree-sitter's bash grammar.

https://github.com/tree-sitter/tree-sitter-bash: parses a line in well under a millisecond, keeps offsets, survives
half-typed input.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

import tree_sitter
import tree_sitter_bash

from dockersh.syntax.unfinished import unfinished
from dockersh.syntax.words import Call, Line, Span, Word, docker_at

EXPANSIONS = frozenset(
    (
        "simple_expansion",
        "expansion",
        "command_substitution",
        "process_substitution",
        "arithmetic_expansion",
        "brace_expression",
    )
)
COMMENT = re.compile(r"`\s*#[^`\n]*`")  # `# a remark inside a line`: the shell makes nothing of it
SURROGATES = re.compile(r"[\ud800-\udfff]")
LONGEST = 100_000  # characters; a longer line is not parsed: it would cost more than it explains


@functools.cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


class _Source:
    """The line as the bytes tree-sitter counts in, and the way back to characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        clean = COMMENT.sub(lambda match: " " * len(match[0]), text)
        clean = clean if clean.isascii() else SURROGATES.sub("\ufffd", clean)  # bytes that are not UTF-8 came as surrogates
        self.data = clean.encode()
        # Where each character starts, in bytes; not needed where both are the same.
        self.starts = [] if text.isascii() else list(accumulate((len(char.encode()) for char in clean), initial=0))

    def offset(self, byte: int) -> int:
        return bisect_left(self.starts, byte) if self.starts else byte

    def span(self, node: tree_sitter.Node) -> Span:
        return Span(self.offset(node.start_byte), self.offset(node.end_byte))

    def raw(self, node: tree_sitter.Node) -> str:
        span = self.span(node)
        return self.text[span.start : span.end]


def parse(text: str) -> Line:
    """The docker invocations of any shell line; `broken` ('quote', 'syntax'…) says why the shell would refuse it."""
    if len(text) > LONGEST:
        return Line(text, broken="too-long")
    source = _Source(text)
    root = _parser().parse(source.data).root_node
    calls = [call for node in _commands(root) if (call := _call(source, node))]
    calls.sort(key=lambda call: call.span)
    return Line(text, tuple(calls), broken=_broken(text, root))


def _broken(text: str, root: tree_sitter.Node) -> str | None:
    if not root.has_error:
        return None
    return unfinished(text) or "syntax"


def _commands(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Every `command` node, those inside `$(…)` included; an explicit stack, since a line can nest deeper than Python."""
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == "command":
            yield current
        stack.extend(current.children)


def _call(source: _Source, node: tree_sitter.Node) -> Call | None:
    words = tuple(_word(source, child) for child in _word_nodes(node))
    start = docker_at(words)
    if start is None:
        return None
    return Call(words[start:], Span(words[start].span.start, words[-1].span.end), words[:start])


def _word_nodes(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The command's own words: its name and arguments, and those that stand behind a redirection (`docker > f ps`)."""
    for child in node.children:
        if child.type == "command_name":
            yield child.children[0] if child.children else child
        elif child.type in ("file_redirect", "herestring_redirect"):
            yield from _behind_redirect(child)
        elif child.type not in ("heredoc_redirect", "variable_assignment", "comment"):
            yield child
    parent = node.parent
    if parent is not None and parent.type == "redirected_statement" and parent.children[0] == node:
        for child in parent.children[1:]:
            yield from _behind_redirect(child)


def _behind_redirect(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The grammar hangs words behind `> file` on the redirection; they belong to the command."""
    if node.type == "file_redirect":
        named = [child for child in node.children if child.is_named and child.type != "file_descriptor"]
        yield from named[1:]


def _word(source: _Source, node: tree_sitter.Node) -> Word:
    raw = source.raw(node)
    if _expands(node) or (node.type in ("word", "concatenation") and _globs(source, node)):
        splits = node.type != "string" or "[@]" in raw or "$@" in raw  # "${array[@]}" is many words, quotes or not
        return Word(raw, source.span(node), literal=False, splits=splits)
    return Word(_unquoted(source, node), source.span(node))


def _expands(node: tree_sitter.Node) -> bool:
    return node.type in EXPANSIONS or any(_expands(child) for child in node.children)


def _globs(source: _Source, node: tree_sitter.Node) -> bool:
    """An unquoted `*`, `?`, `[`, `{a,b}` or a leading `~`: the shell may change the word."""
    bare = "".join(source.raw(leaf) for leaf in _bare_leaves(node))
    return bool(re.search(r"(?<!\\)[*?\[]|\{[^{}]*,[^{}]*\}", bare)) or source.raw(node).startswith("~")


def _bare_leaves(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    if node.type in ("string", "raw_string", "ansi_c_string"):
        return
    if not node.children:
        yield node
    for child in node.children:
        yield from _bare_leaves(child)


def _unquoted(source: _Source, node: tree_sitter.Node) -> str:
    raw = source.raw(node)
    if node.type == "raw_string":
        return raw[1:-1]
    if node.type == "string":
        return re.sub(r'\\([$`"\\]|\n)', lambda m: "" if m[1] == "\n" else m[1], raw[1:-1])
    if node.type == "ansi_c_string":
        return _ansi_c(raw[2:-1])
    if node.type == "concatenation":
        return "".join(_unquoted(source, child) for child in node.children)
    return re.sub(r"\\(.|\n)", lambda m: "" if m[1] == "\n" else m[1], raw, flags=re.DOTALL)


def _ansi_c(body: str) -> str:
    """What stands in `$'…'`; a half-typed one may end in a backslash, and then stays as it is."""
    try:
        return body.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return body
