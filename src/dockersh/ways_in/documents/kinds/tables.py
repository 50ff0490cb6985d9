"""TOML: the strings at paths that hold shell, read by tree-sitter's grammar, which knows where each stands in the file.

Source: TOML 1.0.0, "String"; which paths are whose stands in `keys.toml`.
"""

from __future__ import annotations

import contextlib
import functools
import os.path
import re
import sys
from collections.abc import Iterator, Sequence

from dockersh.reading.syntax.words import PROGRAMS, mentions
from dockersh.startup import toml_cache
from dockersh.startup.extension import extension
from dockersh.startup.typed import TYPE_CHECKING
from dockersh.ways_in.documents.passage import Passage, UnreadableError, joined, unescaped
from dockersh.ways_in.documents.snippet import Snippet, as_words, script, without_templates

if TYPE_CHECKING:
    import tree_sitter

# One byte for each character: the grammar counts bytes, and of a string only its two ends are asked.
WIDE = re.compile(r"[^\x00-\x7f]")
ESCAPE = re.compile(r"\\(?:[ \t\r]*\n\s*|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
WRONG = "\ufffd"  # no character has this number
ESCAPED = {"n": "\n", "t": "\t", "r": " ", "b": " ", "f": " "}
POSIX = re.compile(r"@shell|(?:/(?:usr/)?bin/|/usr/bin/env (?:-S )?)?(?:ba|da|z|k|a)?sh\b")
SHEBANG = re.compile(r"\s*#!\s*(?P<program>[^\n]*)")
FAILING = re.compile(r"\A-[ \t]+")  # hatch, tox: a command that may fail
# What hatch, tox and cibuildwheel fill in: `{args}`, `{env:NAME}`, `{posargs:a b}`. `${NAME}` is the shell's.
FIELD = re.compile(r"(?<![${])\{[a-z_]+(?::[^{}\n]*)?\}(?!\})")

Path = tuple[str, ...]


@functools.cache
def _paths(name: str) -> re.Pattern[str]:
    """The paths of one list in `keys.toml`: they end so, and `*` is any key."""
    table = toml_cache.load(os.path.join(os.path.dirname(__file__), "keys.toml"))["toml"]
    return re.compile("|".join(re.escape(path).replace(r"\*", "[^/]*") for path in table[name]))


def _is(name: str, path: Path) -> bool:
    return any(_paths(name).fullmatch("/".join(path[begin:])) for begin in range(len(path)))


def toml(passage: Passage) -> Iterator[Snippet]:
    """The tasks of pyproject.toml, mise, pixi, hatch, tox, cargo-make. Raises UnreadableError."""
    if not mentions(passage.text):
        return
    try:
        for body in _bodies(passage, _root(passage.text)):
            if mentions(body.text):
                yield from script(without_templates(body.exchanged(FIELD, _variable)))
    except RecursionError as error:
        raise UnreadableError(1) from error


def excerpt(passage: Passage) -> Iterator[Snippet]:
    """A part of such a file, as pages show it; nothing of what is no TOML by itself."""
    with contextlib.suppress(UnreadableError):
        yield from toml(passage)


def _variable(found: re.Match[str]) -> str:
    return f"${{{'_' * (len(found[0]) - 3)}}}" if len(found[0]) > 3 else "$mm"


def _root(text: str) -> tree_sitter.Node:
    bindings = extension("tree_sitter", "_binding")
    language = bindings.Language(extension("tree_sitter_toml", "_binding").language())
    root: tree_sitter.Node = bindings.Parser(language).parse(WIDE.sub("_", text).encode()).root_node
    if root.has_error:
        raise UnreadableError(_first_error(root))
    return root


def _first_error(node: tree_sitter.Node) -> int:
    """The line at which the parser gave up."""
    while not node.is_missing:
        inside = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inside is None:
            break
        node = inside
    return node.start_point[0] + 1


def _bodies(passage: Passage, root: tree_sitter.Node) -> Iterator[Passage]:
    """Each script of a file, in order."""
    yield from _of_table(passage, (), root)
    for table in root.named_children:
        if table.type in ("table", "table_array_element"):
            yield from _of_table(passage, _key(passage, table.named_children[0]), table)


def _of_table(passage: Passage, path: Path, table: tree_sitter.Node) -> Iterator[Passage]:
    pairs = [one.named_children[:2] for one in table.named_children if one.type == "pair"]
    held = {_key(passage, key): value for key, value in pairs}
    other = _other_shell(passage, held)
    for key, value in held.items():
        here = (*path, *key)
        if key == ("command",) and ("args",) in held:
            yield from _command(passage, [value, *held["args",].named_children])
        elif _is("shell", here) and not _is("other", here) and not other:
            yield from _scripts(passage, here, value)
        else:
            yield from _below(passage, here, value)


def _other_shell(passage: Passage, held: dict[Path, tree_sitter.Node]) -> bool:
    """Whether mise's `shell` or cargo-make's `script_runner` stands beside a script, and means no POSIX shell."""
    said = held.get(("shell",)) if ("run",) in held else held.get(("script_runner",))
    return said is not None and said.type == "string" and not POSIX.match(_string(passage, said).text)


def _below(passage: Passage, path: Path, value: tree_sitter.Node) -> Iterator[Passage]:
    """The tables in a value; those of a list have the path of the list."""
    if value.type == "inline_table":
        yield from _of_table(passage, path, value)
    elif value.type == "array":
        for child in value.named_children:
            yield from _below(passage, path, child)


def _scripts(passage: Passage, path: Path, value: tree_sitter.Node) -> Iterator[Passage]:
    """A string, or the strings of a list as the lines of one script; `["docker", "ps"]` is one command."""
    strings = [child for child in value.named_children if child.type == "string"]
    if value.type == "string":
        yield from _script(_string(passage, value))
    elif strings and len(strings) == len(_values(value)):
        lines = [_line(_string(passage, child)) for child in strings]
        yield from _command(passage, strings) if lines[0].text in PROGRAMS else _script(joined(lines))
    elif value.type == "array":
        for child in value.named_children:
            yield from _scripts(passage, path, child)
    else:
        yield from _below(passage, path, value)


def _line(body: Passage) -> Passage:
    mark = FAILING.match(body.text)
    return body.cut(mark.end(), len(body.text)) if mark else body


def _values(value: tree_sitter.Node) -> Sequence[tree_sitter.Node]:
    return [child for child in value.named_children if child.type != "comment"]


def _script(body: Passage) -> Iterator[Passage]:
    first = SHEBANG.match(body.text)
    if first is None or re.search(r"sh\b", first["program"]):
        yield body


def _command(passage: Passage, words: Sequence[tree_sitter.Node]) -> Iterator[Passage]:
    if all(word.type in ("string", "comment") for word in words):
        yield from as_words([_string(passage, word) for word in words if word.type == "string"])


def _key(passage: Passage, node: tree_sitter.Node) -> Path:
    if node.type == "dotted_key":
        return tuple(part for child in node.named_children for part in _key(passage, child))
    if node.type == "quoted_key":
        return (_string(passage, node).text,)
    return (passage.text[node.start_byte : node.end_byte],)


def _string(passage: Passage, node: tree_sitter.Node) -> Passage:
    """A string's text as TOML means it, each character where it stands."""
    width = len(node.children[0].type)
    inside = passage.cut(node.start_byte + width, node.end_byte - width)
    if width == 3 and (first := re.match(r"\r?\n", inside.text)):
        inside = inside.cut(first.end(), len(inside.text))
    return unescaped(inside, ESCAPE, _meant) if node.children[0].type[0] == '"' else inside


def _meant(escape: str) -> str:
    letter = escape[1]
    if letter in "uU" and len(escape) > 2:
        code = int(f"0x{escape[2:]}", 0)
        return chr(code) if code <= sys.maxunicode else WRONG
    return "" if "\n" in escape else ESCAPED.get(letter, letter)
