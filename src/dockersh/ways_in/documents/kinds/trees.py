"""YAML and JSON: the scalars below keys that hold shell, read by PyYAML, which knows where each stands in the file."""

from __future__ import annotations

import contextlib
import functools
import os.path
import re
from collections.abc import Iterator, Sequence

from dockersh.reading.syntax.templates import WORKFLOW
from dockersh.reading.syntax.words import mentions
from dockersh.startup import toml_cache
from dockersh.startup.typed import TYPE_CHECKING, Any
from dockersh.ways_in.documents.passage import BLANKS, Passage, UnreadableError, joined, unescaped
from dockersh.ways_in.documents.snippet import Snippet, blank, blank_lines, script, without_templates

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

# What a template puts in before the file is YAML; its place is a word of the same length.
TEMPLATE = re.compile(
    r"(?P<begins>^[ \t]*)?(?P<what>\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|\{#[^#\n]*#\})(?P<ends>[ \t]*$)?", re.MULTILINE
)
# Where YAML 1.1 begins a new line, as libyaml and PyYAML count them (YAML 1.1, 5.4: b-break).
BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
JSON_REMARK = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
DOUBLE_ESCAPE = re.compile(r"\\(?:\r?\n[ \t]*|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
SINGLE_ESCAPE = re.compile(r"''")
ESCAPED = {"n": "\n", "t": "\t", "r": " ", "0": " ", "e": " ", "\n": " "}
FOLD = re.compile(r"[ \t]*\n[ \t]*(?=[^\s])")
# A backtick that goes on or escapes stands alone; two of them hold a command of a POSIX shell.
POWERSHELL = re.compile(
    r"^(?:[^`\n]*`[^`\n]*`)*+[^`\n]*(?:[ \t]`[ \t\r]*$|`:)|^[ \t]*&\s|\$env:|\bWrite-|-ErrorAction|\$LastExitCode", re.MULTILINE
)
POSIX = re.compile(r"(?:/(?:usr/)?bin/|/usr/bin/env )?(?:ba|da|z|k|a)?sh\b")


@functools.cache
def _keys() -> dict[str, dict[str, frozenset[str]]]:
    tables = toml_cache.load(os.path.join(os.path.dirname(__file__), "keys.toml"))
    return {name: {key: frozenset(words) for key, words in table.items()} for name, table in tables.items()}


def yaml(passage: Passage) -> Iterator[Snippet]:
    """The shell of CI files, playbooks, Taskfiles. Raises UnreadableError."""
    yield from _snippets(passage, "yaml")


def excerpt(passage: Passage) -> Iterator[Snippet]:
    """A part of such a file, as pages show it; nothing of what is no YAML by itself."""
    with contextlib.suppress(UnreadableError):
        yield from _snippets(passage, "yaml")


def json(passage: Passage) -> Iterator[Snippet]:
    """The scripts of package.json, the commands of devcontainer.json, remarks allowed. Raises UnreadableError."""
    bare = passage.exchanged(JSON_REMARK, lambda found: found[0] if found[0][0] == '"' else blank_lines(found))
    yield from _snippets(bare.read_as(bare.text.replace("\t", " ")), "json")


def _snippets(passage: Passage, language: str) -> Iterator[Snippet]:
    if not mentions(passage.text):
        return
    starts = [0, *(found.end() for found in BREAK.finditer(passage.text))]
    for root in _compose(passage.text):
        for scripts in _below(root, language, top=True):
            parts = [_scalar(passage, node, starts) for node in scripts]
            body = joined(parts, " ") if len(parts) > 1 else parts[0]
            if mentions(body.text):
                yield from _shell(body)


def _shell(body: Passage) -> Iterator[Snippet]:
    if not POWERSHELL.search(body.text):
        yield from script(without_templates(body.exchanged(WORKFLOW, lambda found: f"${{{'_' * (len(found[0]) - 3)}}}")))


def _compose(text: str) -> list[Node]:
    """The trees of a file's documents; where a template stands in it, with a word in its place."""
    found = _composed(text)
    if isinstance(found, int) and (filled := TEMPLATE.sub(_word, text)) != text:
        found = _composed(filled)
    if isinstance(found, int):
        raise UnreadableError(found)
    return found


def _word(found: re.Match[str]) -> str:
    """In place of a value a word, of a statement nothing; a line that begins with one is a remark.

    Alone at the edge of the page it is nothing, too: a remark there would end a block of text.
    """
    size = len(found["what"])
    if found["what"][1] == "{":
        shown = "_" * size
    else:
        at_the_edge = found["begins"] == "" and found["ends"] is not None
        shown = " " * size if found["begins"] is None or at_the_edge else "#".ljust(size)
    return (found["begins"] or "") + shown + (found["ends"] or "")


def _composed(text: str) -> list[Node] | int:
    """The trees, or the line at which the parser gave up."""
    import yaml as parser  # noqa: PLC0415  only these files need it

    loader: Any = getattr(parser, "CSafeLoader", parser.SafeLoader)
    try:
        return [root for root in parser.compose_all(text, loader) if root is not None]
    except (parser.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line + 1 if mark else 1


def _below(node: Node, language: str, *, top: bool = False) -> Iterator[Sequence[ScalarNode]]:
    """Each script below a node: one scalar, or the words of one command. Anchors are read once, where they stand."""
    if node.id == "mapping":
        yield from _of_mapping(node, language, top=top)
    elif node.id == "sequence":
        for child in node.value:
            yield from _below(child, language)


def _of_mapping(node: MappingNode, language: str, *, top: bool) -> Iterator[Sequence[ScalarNode]]:
    keys, other = _keys()[language], _other_shell(node)
    for key, value in node.value:
        name = str(key.value)
        if name in keys.get("scripts", ()) and value.id == "mapping":
            yield from ([one] for _, one in value.value if one.id == "scalar")
        elif name in keys["shell"] and not other:
            yield from _scripts(value, language)
        elif name in keys.get("command", ()) and not top and not other:
            yield from _command(value, language)
        else:
            yield from _below(value, language)


def _other_shell(node: MappingNode) -> bool:
    """Whether `shell:` stands beside a script, and means another one than a POSIX shell."""
    said = [value for key, value in node.value if key.value == "shell" and value.id == "scalar" and len(node.value) > 1]
    beside = any(key.value == "run" for key, _ in node.value)
    return bool(said) and beside and not POSIX.match(said[0].value)


def _scripts(value: Node, language: str) -> Iterator[Sequence[ScalarNode]]:
    if value.id == "scalar":
        yield [value]
    elif value.id == "sequence":
        for child in value.value:
            yield from _scripts(child, language)
    else:
        yield from _below(value, language)


def _command(value: Node, language: str) -> Iterator[Sequence[ScalarNode]]:
    """`command: [docker, ps]` is one command, `command: ["docker ps"]` a list of lines."""
    if value.id == "sequence" and len(value.value) > 1 and _are_words(value):
        yield list(value.value)
    else:
        yield from _scripts(value, language)


def _are_words(value: SequenceNode) -> bool:
    return all(child.id == "scalar" and not re.search(r"\s", child.value) for child in value.value)


def _scalar(passage: Passage, node: ScalarNode, starts: Sequence[int]) -> Passage:
    """A scalar's text as the shell gets it, each character where it stands."""
    begin = starts[node.start_mark.line] + node.start_mark.column
    end = starts[node.end_mark.line] + node.end_mark.column
    raw = passage.cut(begin, min(end, len(passage.text)))
    if node.style in ("|", ">"):
        return _block(raw, folded=node.style == ">")
    if node.style == '"':
        inside = raw.cut(1, max(1, len(raw.text.rstrip()) - 1))
        return unescaped(inside.exchanged(FOLD, blank), DOUBLE_ESCAPE, _meant)
    if node.style == "'":
        inside = raw.cut(1, max(1, len(raw.text.rstrip()) - 1))
        return unescaped(inside.exchanged(FOLD, blank), SINGLE_ESCAPE, lambda _: "'")
    return raw.exchanged(FOLD, blank)


def _meant(escape: str) -> str:
    letter = escape[1]
    if letter in "xuU":
        return chr(int(f"0x{escape[2:]}", 0))
    return " " if escape.endswith("\n") or "\n" in escape else ESCAPED.get(letter, letter)


def _block(raw: Passage, *, folded: bool) -> Passage:
    """The lines of a block without their indent; a folded one is one line, but for what is indented deeper or apart."""
    _, *lines = raw.lines()
    width = min((len(line.text) - len(line.text.lstrip(" ")) for line in lines if not line.blank), default=0)
    kept = [line.without_indent(width) if not line.blank else line.cut(0, 0) for line in lines]
    if not folded:
        return joined(kept)
    runs: list[list[Passage]] = [[]]
    for line in kept:
        if line.blank or line.text[:1] in BLANKS:
            runs += [[line], []]
        else:
            runs[-1].append(line)
    return joined(joined(run, " ") for run in runs if run)
