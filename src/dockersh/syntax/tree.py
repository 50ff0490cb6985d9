"""Shell lines with quotes, expansions and operators, read with tree-sitter's bash grammar.

https://github.com/tree-sitter/tree-sitter-bash: parses a line in well under a millisecond, keeps offsets, survives
half-typed input.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import tree_sitter
import tree_sitter_bash

from dockersh.patterns import pattern
from dockersh.syntax.source import Source
from dockersh.syntax.unfinished import unfinished
from dockersh.syntax.words import Call, Line, Span, Word, call_of, found_by_find, script_words

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
# A word without any of these is what it says: nothing is quoted, nothing can be expanded.
SPECIAL = frozenset("\\'\"$`~*?[]{}()<>")
UNESCAPED = pattern(r"\\[`$\\]|.", re.DOTALL)
TILDE = pattern(r"(?:[A-Za-z_]\w*\+?=(?:[^'\"]*:)?)?~")  # a home folder, also in what looks like an assignment: `-e DIR=~/x`
DEEPEST = 8  # scripts inside scripts
LONGEST = 100_000  # characters; a longer line is not parsed: it would cost more than it explains


@functools.cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def parse(text: str, depth: int = 0) -> Line:
    """The docker invocations of any shell line; `broken` ('quote', 'syntax'…) says why the shell would refuse it."""
    if len(text) > LONGEST:
        return Line(text, broken="too-long")
    source = Source(text)
    root = _parser().parse(source.data).root_node
    found: dict[Span, Call] = {}
    for node in _commands(root):
        for call in _calls(source, node, depth):
            found.setdefault(call.span, call)
    for span in source.scripts:
        at = source.byte(span.start)
        mark = root.descendant_for_byte_range(at, at)
        if mark is None or mark.type != "$(":
            continue  # in a remark, or in the body of a quoted here-document
        for call in _nested(_in_backticks(source, span), (), depth):
            found.setdefault(call.span, call)
    calls = tuple(found[span] for span in sorted(found))
    return Line(text, calls, alone=_alone(root, calls), broken=_broken(text, root))


def _alone(root: tree_sitter.Node, calls: tuple[Call, ...]) -> bool:
    """Whether the line is one command, docker itself, with no other inside and nothing redirected."""
    if [child.type for child in root.children] != ["command"] or len(calls) != 1 or calls[0].before:
        return False
    redirected = any("redirect" in child.type for child in root.children[0].children)
    return not redirected and len(list(_commands(root))) == 1


def _calls(source: Source, node: tree_sitter.Node, depth: int) -> tuple[Call, ...]:
    """What a command runs of docker: itself, behind wrappers, or in a script it hands to a shell."""
    words = (*_words(source, node), *_lost(source, node))
    if not words:
        return ()
    name = words[0].text.rpartition("/")[2]
    if name == "find":
        return found_by_find(words)
    if name == "alias":
        scripts = [_after_equals(_characters(source, word.span)) for word in words[1:] if "=" in word.text]
        return tuple(call for script in scripts for call in _nested(script, words[:1], depth))
    where = script_words(words)
    bare = where is not None and all(source.text[word.span.start : word.span.end] == word.text for word in words[where[0] :])
    if where is None or (bare and where[0] < len(words) and call_of(words)):
        call = call_of(words)
        return (call,) if call else ()
    if where[0] >= len(words):
        return tuple(call for script in _bodies(source, node) for call in _nested(script, words, depth))
    script: list[_Char] = []
    for word in words[slice(*where)]:
        if script:
            script.append((" ", script[-1][2], script[-1][2] + 1))
        script += _characters(source, word.span)
    return _nested(script, words[: where[0]], depth)


_Char = tuple[str, int, int]  # a character of a nested script, and where the outer line spells it


def _nested(script: list[_Char], before: tuple[Word, ...], depth: int) -> tuple[Call, ...]:
    text = "".join(char for char, _, _ in script)
    if depth >= DEEPEST or "docker" not in text:
        return ()

    def out(word: Word) -> Word:
        return word._replace(span=Span(script[word.span.start][1], script[word.span.end - 1][2]))

    calls = []
    for call in parse(text, depth + 1).calls:
        words = tuple(out(word) for word in call.words)
        inner = tuple(out(word) for word in call.before)
        calls.append(call._replace(words=words, span=Span(words[0].span.start, words[-1].span.end), before=(*before, *inner)))
    return tuple(calls)


def _after_equals(script: list[_Char]) -> list[_Char]:
    at = next((index for index, (char, _, _) in enumerate(script) if char == "="), len(script))
    return script[at + 1 :]


def _bodies(source: Source, node: tree_sitter.Node) -> Iterator[list[_Char]]:
    """The here-documents and here-strings that a command reads."""
    own, parent = node.children, node.parent
    while parent is not None and parent.type in ("list", "pipeline") and parent.children[-1] == node:
        node, parent = parent, parent.parent  # the grammar hangs them on the whole of `cd x && sh <<E`
    outside = parent.children if parent is not None and parent.type == "redirected_statement" else ()
    for redirect in (*own, *outside):
        for body in redirect.children if redirect.type in ("heredoc_redirect", "herestring_redirect") else ():
            span = source.span(body)
            if redirect.type == "herestring_redirect" and body.is_named:
                yield _characters(source, span)
            elif body.type == "heredoc_body":
                yield [(char, at, at + 1) for at, char in enumerate(source.text[span.start : span.end], span.start)]


def _characters(source: Source, span: Span) -> list[_Char]:
    """A word with its quotes taken off, each character with the stretch of the line that spells it."""
    text, at, quote = source.text, span.start, ""
    out: list[_Char] = []
    while at < span.end:
        char = text[at]
        if char == "\\" and quote != "'" and at + 1 < span.end and (not quote or text[at + 1] in '$`"\\\n'):
            out += [(text[at + 1], at, at + 2)] if text[at + 1] != "\n" else []
            at += 2
            continue
        if char in "'\"" and quote in ("", char):
            quote = "" if quote else char
        elif quote != "'" and text.startswith("$(", at):
            end = _closing_parenthesis(text, at + 1, span.end)
            out += [(text[index], index, index + 1) for index in range(at, end)]
            at = end
            continue
        else:
            out.append((char, at, at + 1))
        at += 1
    return out


def _in_backticks(source: Source, span: Span) -> list[_Char]:
    """The script between backticks; a backslash stands before what would be special already outside of them."""
    return [(match[0][-1], *match.span()) for match in UNESCAPED.finditer(source.text, *span)]


def _closing_parenthesis(text: str, at: int, end: int) -> int:
    depth = 0
    for index in range(at, end):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index + 1
    return end


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


def _lost(source: Source, node: tree_sitter.Node) -> Iterator[Word]:
    """A `-` in front of a here-document (`docker build - <<EOF`), which the grammar passes over."""
    redirect = node.next_sibling
    if redirect is not None and redirect.type == "heredoc_redirect":
        start, end = source.offset(node.end_byte), source.offset(redirect.start_byte)
        if source.text[start:end].strip() == "-":
            at = source.text.index("-", start)
            yield Word("-", Span(at, at + 1))


def _behind_redirect(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The grammar hangs words behind `> file` on the redirection; they belong to the command."""
    if node.type == "file_redirect":
        named = [child for child in node.children if child.is_named and child.type != "file_descriptor"]
        yield from named[1:]


def _words(source: Source, node: tree_sitter.Node) -> list[Word]:
    """The command's words; what touches is one word, also where the grammar ends one before a backtick."""
    words: list[Word] = []
    for child in _word_nodes(node):
        word = _word(source, child)
        if words and words[-1].span.end == word.span.start:
            word = _glued(source, words.pop(), word)
        words.append(word)
    return words


def _glued(source: Source, left: Word, right: Word) -> Word:
    span = Span(left.span.start, right.span.end)
    # Behind `x` the grammar takes the `$` of `x$V!` for a letter.
    if left.literal and right.literal and not source.text[left.span.start : left.span.end].endswith("$"):
        return Word(left.text + right.text, span, raw=source.text[slice(*span)])
    return Word(source.text[slice(*span)], span, literal=False, splits=left.splits or right.splits)


def _word(source: Source, node: tree_sitter.Node) -> Word:
    raw = source.raw(node)
    if SPECIAL.isdisjoint(raw):
        return Word(raw, source.span(node))
    if _expands(node) or (node.type in ("word", "concatenation") and _globs(source, node)):
        splits = node.type != "string" or "[@]" in raw or "$@" in raw  # "${array[@]}" is many words, quotes or not
        return Word(raw, source.span(node), literal=False, splits=splits)
    return Word(_unquoted(source, node), source.span(node), raw=raw)


def _expands(node: tree_sitter.Node) -> bool:
    return node.type in EXPANSIONS or any(_expands(child) for child in node.children)


def _globs(source: Source, node: tree_sitter.Node) -> bool:
    """An unquoted `*`, `?`, `[`, `{a,b}` or a leading `~`: the shell may change the word."""
    bare = "".join(source.raw(leaf) for leaf in _bare_leaves(node))
    return bool(re.search(r"(?<!\\)[*?\[]|\{[^{}]*,[^{}]*\}", bare)) or bool(TILDE.match(source.raw(node)))


def _bare_leaves(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    if node.type in ("string", "raw_string", "ansi_c_string"):
        return
    if not node.children:
        yield node
    for child in node.children:
        yield from _bare_leaves(child)


def _unquoted(source: Source, node: tree_sitter.Node) -> str:
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


# Escapes that bash and Python read alike; others bash leaves as they are, as we do.
_ESCAPE = r"\\(?:[abfnrtv'\"\\]|[0-3]?[0-7]{1,2}(?![0-7])|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"


def _ansi_c(body: str) -> str:
    """What stands in `$'…'`; a half-typed one may end in a backslash, and then stays as it is."""
    plain = re.sub(rf"({_ESCAPE})|\\", lambda match: match[1] or "\\\\", body)
    try:
        return plain.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return body
