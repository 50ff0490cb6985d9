"""A file → its shell lines, each with where it stands. Characters keep their places, so that spans lead back to the file."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dockersh.script import split

FENCE = re.compile(r"^(?P<indent>[ >]*)(?P<mark>`{3,}|~{3,})\s*\{?\.?(?P<kind>[\w+-]*)")
# The words behind a fence that mean shell commands; a session has prompts, and output between them.
SCRIPT_KINDS = frozenset(("", "sh", "bash", "shell", "zsh", "fish", "powershell"))
SESSION_KINDS = frozenset(("console", "shell-session", "sh-session", "terminal"))
# A prompt that was copied along. In a script `#` begins a remark; in a session it may be root's prompt.
PROMPT = re.compile(r"^\s*(?:\([\w.-]+\)\s*)?(?:[\w.-]+@[\w.-]+[^\s$#>]*\s?)?[$%>❯]\s+(?=\S)")
ROOT_PROMPT = re.compile(rf"{PROMPT.pattern}|^\s*(?:[\w.-]+@[\w.-]+[^\s#]*\s?)?#\s+(?=(?:sudo )?docker)")
DOCKER_FIRST = re.compile(r"^\s*(?:sudo\s+)?docker(?:-compose)?\s")
RECIPE = re.compile(r"^\t\s*[@+-]*\s*")
RUN_KEY = re.compile(r"^(?P<head>\s*(?:-\s+)?(?:run|script|command|entrypoint)\s*:\s*)(?P<value>\S.*)?$")
ITEM = re.compile(r"^(?P<head>\s*-\s+)(?P<value>\S.*)$")


class Snippet(NamedTuple):
    """One logical shell line: *text* as dockersh reads it, *start* its first character's offset in the file."""

    text: str
    start: int


def extract(name: str, text: str) -> Iterator[Snippet]:
    """The shell lines of a file, chosen by its name: Makefile, Markdown, YAML workflow, else a shell script."""
    base = os.path.basename(name).lower()
    if base.endswith((".md", ".markdown", ".mdx", ".rst", ".txt")) or base.startswith("readme"):
        return _markdown(text)
    if base in ("makefile", "gnumakefile") or base.endswith((".mk", ".mak")):
        return _makefile(text)
    if base.endswith((".yml", ".yaml")):
        return _workflow(text)
    return _script(text, 0)


def _script(text: str, start: int) -> Iterator[Snippet]:
    """A shell script; its remarks are remarks, also where docker stands in them."""
    at = start
    for line in split(text):
        if line.strip() and not line.lstrip().startswith("#"):
            yield Snippet(line, at)
        at += len(line) + 1


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each physical line without its end, and its offset."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, line.rstrip("\r\n")
        at += len(line)


def _makefile(text: str) -> Iterator[Snippet]:
    """Recipe lines; what only make knows (`$<`, `$^`) becomes a variable of the same length."""
    found = [(at, line) for at, line in _lines(text)]
    index = 0
    while index < len(found):
        at, line = found[index]
        index += 1
        mark = RECIPE.match(line)
        if mark is None:
            continue
        whole = line
        while whole.endswith("\\") and index < len(found):
            whole += "\n" + found[index][1]
            index += 1
        body = whole[mark.end() :]
        yield Snippet(re.sub(r"(?<!\$)\$[<^@*?+|%]", "$_", body), at + mark.end())


def _markdown(text: str) -> Iterator[Snippet]:
    """Fenced blocks of shell, and indented blocks whose lines begin with a prompt or with docker."""
    fence: tuple[str, str, str] | None = None  # indent, closing mark, language
    block: list[tuple[int, str]] = []
    for at, line in _lines(text):
        if fence is not None:
            indent, mark, kind = fence
            if line.strip(" >").startswith(mark) and not line.strip(" >").strip(mark[0]):
                yield from _fenced(kind, block)
                fence, block = None, []
            else:
                cut = len(indent) if line.startswith(indent) else 0
                block.append((at + cut, line[cut:]))
        elif opened := FENCE.match(line):
            fence = (opened["indent"], opened["mark"], opened["kind"].lower())
        elif line.startswith(("    ", "\t")) and (PROMPT.match(line) or DOCKER_FIRST.match(line)):
            yield from _block([(at, line)], PROMPT)
    if fence is not None:
        yield from _fenced(fence[2], block)


def _fenced(kind: str, block: list[tuple[int, str]]) -> Iterator[Snippet]:
    if kind in SESSION_KINDS:
        yield from _block(block, ROOT_PROMPT)
    elif kind in SCRIPT_KINDS:
        yield from _block(block, PROMPT)


def _block(lines: list[tuple[int, str]], prompts: re.Pattern[str]) -> Iterator[Snippet]:
    """A block with prompts is a session: what has none is output. Without prompts all of it is a script."""
    session = any(prompts.match(line) and "docker" in line for _, line in lines)
    pending: list[tuple[int, str]] = []
    for at, line in lines:
        prompt = prompts.match(line) if session and not pending else None
        if session and prompt is None and not pending:
            continue
        if not line.strip() or (not pending and prompt is None and line.lstrip().startswith("#")):
            yield from _joined(pending)
            pending = []
            continue
        pending.append((at + prompt.end(), line[prompt.end() :]) if prompt else (at, line))
        if not line.rstrip().endswith(("\\", "`", "^")) and not _open(pending):
            yield from _joined(pending)
            pending = []
    yield from _joined(pending)


def _open(lines: list[tuple[int, str]]) -> bool:
    from dockersh.syntax import unfinished  # noqa: PLC0415  reads better beside its use

    return unfinished("\n".join(line for _, line in lines)) is not None


def _joined(lines: list[tuple[int, str]]) -> Iterator[Snippet]:
    """One logical line; where an indent was cut between its physical lines, spaces keep the places."""
    if not lines:
        return
    start, text = lines[0]
    for at, line in lines[1:]:
        text += "\n" + " " * (at - (start + len(text) + 1)) + line
    yield Snippet(text, start)


def _workflow(text: str) -> Iterator[Snippet]:
    """`run:` and `script:` of CI files: a line behind the key, a list below it, or a block (`|`, `>`)."""
    found = list(_lines(text))
    index = 0
    while index < len(found):
        at, line = found[index]
        index += 1
        key = RUN_KEY.match(line)
        if key is None:
            continue
        value = key["value"] or ""
        indent = len(line) - len(line.lstrip())
        if value and not re.match(r"[|>][+-]?\d?\s*(#.*)?$", value):
            yield Snippet(value, at + len(key["head"]))
            continue
        body = []
        while index < len(found) and _belongs(found[index][1], indent):
            body.append(found[index])
            index += 1
        yield from _body(body, block=bool(value))


def _body(body: Iterable[tuple[int, str]], *, block: bool) -> Iterator[Snippet]:
    """The lines below a key: a block of script, or a list of commands."""
    lines: list[tuple[int, str]] = []
    for at, line in body:
        item = None if block else ITEM.match(line)
        if item:
            yield from _unquoted(at + len(item["head"]), item["value"])
        elif block:
            cut = len(line) - len(line.lstrip())
            lines.append((at + cut, line[cut:]))
    yield from _block(lines, PROMPT)


def _unquoted(at: int, value: str) -> Iterator[Snippet]:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        at, value = at + 1, value[1:-1]
    yield Snippet(value, at)


def _belongs(line: str, indent: int) -> bool:
    """Whether a line stands below a key of that indent: deeper, empty, or an item of its list."""
    return not line.strip() or _indent(line) > indent or bool(ITEM.match(line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
