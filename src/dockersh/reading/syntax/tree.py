"""Shell lines with quotes, expansions and operators, read with tree-sitter's bash grammar.

https://github.com/tree-sitter/tree-sitter-bash: parses a line in well under a millisecond, keeps offsets, survives
half-typed input.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Iterable, Iterator

from dockersh.reading.syntax.branches import Chance, judge
from dockersh.reading.syntax.grammar import Place, below, tree, walk
from dockersh.reading.syntax.places import ONLY_ASKED
from dockersh.reading.syntax.scripts import Char, after_equals, bodies, characters, in_backticks
from dockersh.reading.syntax.source import Source
from dockersh.reading.syntax.streams import input_of
from dockersh.reading.syntax.unfinished import unfinished
from dockersh.reading.syntax.words import Call, Line, Span, Word, call_of, found_by_find, mentions, script_words
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter

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
QUOTES = frozenset(("string", "raw_string", "ansi_c_string"))
TILDE = pattern(r"(?:[A-Za-z_]\w*\+?=(?:[^'\"]*:)?)?~")  # a home folder, also in what looks like an assignment: `-e DIR=~/x`
DEEPEST = 8  # scripts inside scripts
MOST_NESTED = 32  # substitutions inside substitutions: the text of each is a part of the words of all around it
MOST_BEFORE = 64  # words in front of a script that are remembered with each docker call in it
LONGEST = 100_000  # characters; a longer line is not parsed: it would cost more than it explains


def parse(text: str, depth: int = 0) -> Line:
    """The docker invocations of any shell line; `broken` ('quote', 'syntax'…) says why the shell would refuse it.

    It may also be we who give up: 'too-long', 'too-deep'.
    """
    if len(text) > LONGEST:
        return Line(text, broken="too-long")
    source = Source(text)
    root = tree(source.data)
    return Line(text, broken="too-long") if root is None else _Reading(source, root, depth).line()


class _Reading:
    """One text being read: the calls found so far, and where they came from."""

    def __init__(self, source: Source, root: tree_sitter.Node, depth: int) -> None:
        self.source, self.root, self.depth = source, root, depth
        self.found: dict[Span, Call] = {}
        self.scripts: list[Span] = []  # handed to a shell: what stands in them is found there, and not a second time here
        self.commands = 0
        self.too_deep = False

    def line(self) -> Line:
        marks: set[int] = set()
        for place in walk(self.root, judge(self.source)):
            if place.node.type == "command":
                self._command(place)
            elif place.node.type == "$(":
                marks.add(place.node.start_byte + 1)
        for span in self.source.scripts:
            # else in a remark, or in the body of a quoted here-document
            if self.source.byte(span.start) in marks and not self._within_script(span.start):
                self._keep(self._nested(in_backticks(self.source, span), ()))
        calls = tuple(self.found[span] for span in sorted(self.found))
        broken = _broken(self.source.text, self.root) or ("too-deep" if self.too_deep else None)
        return Line(self.source.text, calls, alone=self._alone(calls), broken=broken)

    def _command(self, place: Place) -> None:
        holder = place.holder and place.holder.node
        if not (holder and holder.type == "command_substitution" and ONLY_ASKED.match(self.source.raw(holder))):
            self.commands += 1  # asking the shell for its folder changes nothing on this machine
        if self._within_script(self.source.offset(place.node.start_byte)):
            return
        if place.depth > MOST_NESTED:
            self.too_deep = True
            return
        calls = self._calls(place)
        self._keep(calls if not place.chance else [_within(call, place.chance) for call in calls])

    def _keep(self, calls: Iterable[Call]) -> None:
        for call in calls:
            self.found.setdefault(call.span, call)

    def _within_script(self, offset: int) -> bool:
        at = bisect(self.scripts, Span(offset, len(self.source.text) + 1))
        return at > 0 and offset < self.scripts[at - 1].end

    def _alone(self, calls: tuple[Call, ...]) -> bool:
        """Whether the line is one command, docker itself, with no other inside and nothing redirected."""
        if self.commands != 1 or len(calls) != 1 or calls[0].before:
            return False
        if [child.type for child in self.root.children] != ["command"]:
            return False
        return not any("redirect" in child.type for child in self.root.children[0].children)

    def _calls(self, place: Place) -> tuple[Call, ...]:
        """What a command runs of docker: itself, behind wrappers, or in a script it hands to a shell."""
        source = self.source
        words = (*_words(source, place), *_lost(source, place))
        if not words:
            return ()
        name = words[0].text.rpartition("/")[2]
        if name == "find":
            return found_by_find(words)
        if name == "alias":
            scripts = [after_equals(characters(source, word.span)) for word in words[1:] if "=" in word.text]
            return tuple(call for script in scripts for call in self._nested(script, words[:1]))
        where = script_words(words)
        bare = where is not None and all(
            source.text[word.span.start : word.span.end] == word.text for word in words[where[0] :]
        )
        if where is None or (bare and where[0] < len(words) and call_of(words)):
            return self._plain(place, call_of(words))
        if where[0] >= len(words):
            return tuple(call for script in bodies(source, place) for call in self._nested(script, words))
        script: list[Char] = []
        for word in words[slice(*where)]:
            if script:
                script.append((" ", script[-1][2], script[-1][2] + 1))
            script += characters(source, word.span)
        return self._nested(script, words[: where[0]]) or self._fed(place, words, script)

    def _fed(self, place: Place, words: tuple[Word, ...], script: list[Char]) -> tuple[Call, ...]:
        """What `ssh host 'bash -s' <<E` feeds to the shell that it starts."""
        inner = tuple(Word(text, Span(0, 0)) for text in "".join(char for char, _, _ in script).split())
        if not inner or script_words(inner) != (len(inner), len(inner)):
            return ()
        return tuple(call for body in bodies(self.source, place) for call in self._nested(body, words))

    def _plain(self, place: Place, call: Call | None) -> tuple[Call, ...]:
        """A call that no other command runs, with where its input comes from: what xargs reads does not reach it."""
        if call is None:
            return ()
        fed = any(word.text.endswith("xargs") for word in call.before)
        return (call if fed else call._replace(input=input_of(self.source, place)),)

    def _nested(self, script: list[Char], before: tuple[Word, ...]) -> tuple[Call, ...]:
        text = "".join(char for char, _, _ in script)
        if not mentions(text):
            return ()
        if self.depth >= DEEPEST:
            self.too_deep = True
            return ()
        insort(self.scripts, Span(script[0][1], script[-1][2]))
        line = parse(text, self.depth + 1)
        self.too_deep = self.too_deep or line.broken in ("too-deep", "too-long")
        return tuple(_outside(call, script, before[:MOST_BEFORE]) for call in line.calls)


def _within(call: Call, chance: Chance) -> Call:
    """A call in a branch of the line, which may be a script with branches of its own."""
    return call if call.chance == "perhaps" else call._replace(chance=chance)


def _outside(call: Call, script: list[Char], before: tuple[Word, ...]) -> Call:
    """A call that was found in a script, with its places in the outer line."""

    def out(word: Word) -> Word:
        return word._replace(span=Span(script[word.span.start][1], script[word.span.end - 1][2]))

    words = tuple(out(word) for word in call.words)
    inner = tuple(out(word) for word in call.before)
    return call._replace(words=words, span=Span(words[0].span.start, words[-1].span.end), before=(*before, *inner))


def _broken(text: str, root: tree_sitter.Node) -> str | None:
    if not root.has_error:
        return None
    return unfinished(text) or "syntax"


def _word_nodes(place: Place) -> Iterator[tree_sitter.Node]:
    """The command's own words: its name and arguments, and those that stand behind a redirection (`docker > f ps`)."""
    for child in place.node.children:
        if child.type == "command_name":
            yield child.children[0] if child.children else child
        elif child.type in ("file_redirect", "herestring_redirect"):
            yield from _behind_redirect(child)
        elif child.type not in ("heredoc_redirect", "variable_assignment", "comment"):
            yield child
    if place.holder is not None and place.holder.node.type == "redirected_statement" and not place.at:
        for child in place.behind():
            yield from _behind_redirect(child)


def _lost(source: Source, place: Place) -> Iterator[Word]:
    """A `-` in front of a here-document (`docker build - 2>&1 <<EOF`), which the grammar passes over, or makes `-<<` of."""
    redirect = place.next()
    if redirect is not None and any(one.type == "heredoc_redirect" for one in place.redirects()):
        start, end = source.offset(place.node.end_byte), source.offset(redirect.start_byte)
        glued = source.text.startswith("-<<", end) and source.text[start:end].isspace()
        if glued or source.text[start:end].strip() == "-":
            at = source.text.index("-", start)
            yield Word("-", Span(at, at + 1))


def _behind_redirect(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The grammar hangs words behind `> file` on the redirection; they belong to the command."""
    if node.type == "file_redirect":
        named = [child for child in node.children if child.is_named and child.type != "file_descriptor"]
        yield from named[1:]


def _words(source: Source, place: Place) -> list[Word]:
    """The command's words; what touches is one word, also where the grammar ends one before a backtick."""
    words: list[Word] = []
    for child in _word_nodes(place):
        if child.is_missing:  # behind `6>#` the grammar puts the word that it waits for
            continue
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
    return any(one.type in EXPANSIONS for one in below(node))


def _globs(source: Source, node: tree_sitter.Node) -> bool:
    """An unquoted `*`, `?`, `[`, `{a,b}` or a leading `~`: the shell may change the word."""
    bare = "".join(source.raw(leaf) for leaf in _bare_leaves(node))
    return bool(re.search(r"(?<!\\)[*?\[]|\{[^{}]*,[^{}]*\}", bare)) or bool(TILDE.match(source.raw(node)))


def _bare_leaves(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type in QUOTES:
            continue
        if not current.child_count:
            yield current
        stack += reversed(current.children)


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
        found = plain.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return body
    return found.partition("\0")[0]  # a NUL ends it there
