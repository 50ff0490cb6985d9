"""A file → its shell lines, each with where it stands. Characters keep their places, so that spans lead back to the file."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Iterator

from dockersh import syntax
from dockersh.syntax.templates import WORKFLOW
from dockersh.syntax.unfinished import unfinished
from dockersh.typed import NamedTuple

FENCE = re.compile(r"^(?P<indent>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?P<mark>`{3,}|~{3,})\s*\{?\.?(?P<kind>[\w+-]*)")
AROUND = " \t>"  # what may stand in front of a line of a block
# The words behind a fence that mean shell commands; a session has prompts, and output between them.
SCRIPT_KINDS = frozenset(("", "sh", "bash", "shell", "zsh", "fish", "powershell"))
SESSION_KINDS = frozenset(("console", "shell-session", "sh-session", "terminal"))
# A prompt that was copied along. In a script `#` begins a remark; in a session it may be root's prompt.
PROMPT = re.compile(r"^\s*(?:\([\w.-]+\)\s*)?(?:[\w.-]+@[\w.-]+[^\s$#>]*\s?)?[$%>❯]\s+(?=\S)")
ROOT_PROMPT = re.compile(rf"{PROMPT.pattern}|^\s*(?:[\w.-]+@[\w.-]+[^\s#]*\s?)?#\s+(?=(?:sudo )?docker)")
GOES_ON = re.compile(r"^\s*>(?:\s|$)")  # the shell's prompt while it waits for the rest of a line
DOCKER_FIRST = re.compile(r"^\s*(?:sudo\s+)?docker(?:-compose)?\s")
# A variable that only says which docker: `DOCKER ?= docker`, `compose="${COMPOSE:-docker compose}"`.
WHICH = re.compile(
    r"""^\s*(?:export\s+|readonly\s+)?(?P<name>\w+)\s*[:?]*=\s*["']?(?:\$\{\w+:-)?"""
    r"""(?P<docker>(?:sudo )?docker(?:-compose| compose)?)\}?["']?\s*$""",
    re.MULTILINE,
)
POWERSHELL = re.compile(r"`\s*$|^\s*&\s|\$env:|\bWrite-|-ErrorAction|\$LastExitCode|`:", re.MULTILINE)
MOST = 400  # physical lines of one logical line, where a file is too broken to be read at once
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
    if is_page(name):
        return _markdown(text)
    if base in ("makefile", "gnumakefile") or base.endswith((".mk", ".mak")):
        return _makefile(text)
    if base.endswith((".yml", ".yaml")):
        return _workflow(text)
    return _script(text)


def is_page(name: str) -> bool:
    """Whether a file is for people: what is to be filled in there is no mistake."""
    base = os.path.basename(name).lower()
    return base.endswith((".md", ".markdown", ".mdx", ".rst", ".txt")) or base.startswith("readme")


def _script(text: str) -> Iterator[Snippet]:
    """A shell script as a whole; logical line by logical line where it cannot be read so.

    Its remarks are remarks, also where docker stands in them.
    """
    code = re.sub(r"^[ \t]*#.*$", _blank, _with_docker(text), flags=re.MULTILINE)
    if syntax.parse(code).broken is None:
        yield Snippet(code, 0)
        return
    start, pending = 0, ""
    for count, line in enumerate(code.splitlines(keepends=True)):
        pending += line
        if count % MOST and unfinished(pending.removesuffix("\n")):
            continue
        yield Snippet(pending.removesuffix("\n"), start)
        start, pending = start + len(pending), ""
    yield Snippet(pending.removesuffix("\n"), start)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _with_docker(text: str) -> str:
    """`$DOCKER run` with docker in its place, where the file itself says that DOCKER is docker; all places stay."""
    for found in list(WHICH.finditer(text)):
        name, docker = found["name"], found["docker"]
        for used in (f"$({name})", f"${{{name}}}"):
            text = text.replace(used, docker.ljust(len(used))) if len(docker) <= len(used) else text
        if len(docker) <= len(name) + 1:
            text = re.sub(rf"\${name}\b", docker.ljust(len(name) + 1), text)
    return text


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each physical line without its end, and its offset."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, line.rstrip("\r\n")
        at += len(line)


def _makefile(text: str) -> Iterator[Snippet]:
    """Recipe lines; what only make knows (`$<`, `$^`) becomes a variable of the same length, `$$` the shell's `$`."""
    found = list(_lines(_with_docker(text)))
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
        yield Snippet(re.sub(r"\$\$", "_$", re.sub(r"(?<!\$)\$[<^@*?+|%]", "$_", body)), at + mark.end())


def _markdown(text: str) -> Iterator[Snippet]:
    """Fenced blocks of shell, and indented blocks whose lines begin with a prompt or with docker."""
    fence: tuple[int, str, str] | None = None  # indent, closing mark, language
    block: list[tuple[int, str]] = []
    for at, line in _lines(text):
        bare = line.strip(AROUND)
        if fence is not None:
            indent, mark, kind = fence
            if bare.startswith(mark) and not bare.strip(mark[0]):
                yield from _fenced(kind, block)
                fence, block = None, []
            else:
                cut = min(indent, len(line) - len(line.lstrip(AROUND)))
                block.append((at + cut, line[cut:]))
        elif opened := FENCE.match(line):
            yield from _indented(block)
            fence, block = (len(opened["indent"]), opened["mark"], opened["kind"].lower()), []
        elif line.startswith(("    ", "\t")):
            block.append((at, line))
        else:
            yield from _indented(block)
            block = []
    yield from _fenced(fence[2], block) if fence is not None else _indented(block)


def _indented(block: list[tuple[int, str]]) -> Iterator[Snippet]:
    """Indented lines are code or the text of a list: only what begins with a prompt or docker, and what that goes on with."""
    lines: list[tuple[int, str]] = []
    for at, line in block:
        goes_on = bool(lines) and lines[-1][1].rstrip().endswith("\\")
        if goes_on or PROMPT.match(line) or DOCKER_FIRST.match(line):
            lines.append((at, line))
        elif lines:
            yield from _block(lines, PROMPT)
            lines = []
    yield from _block(lines, PROMPT)


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
        prompt = (GOES_ON if pending else prompts).match(line) if session else None
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
    return unfinished("\n".join(line for _, line in lines)) is not None


def _joined(lines: list[tuple[int, str]]) -> Iterator[Snippet]:
    """One logical line; where an indent was cut between its physical lines, spaces keep the places.

    They stand at the end of the line before, so that a here-document ends where it did; behind a backslash nothing may stand.
    """
    if not lines:
        return
    start, text = lines[0]
    for at, line in lines[1:]:
        gap = " " * (at - (start + len(text) + 1))
        text += (f"\n{gap}" if text.endswith("\\") else f"{gap}\n") + line
    yield Snippet(text, start)


def _workflow(text: str) -> Iterator[Snippet]:
    """`run:` and `script:` of CI files: a line behind the key, a list below it, or a block (`|`, `>`)."""
    found = list(_lines(WORKFLOW.sub(lambda match: f"${{{'_' * (len(match[0]) - 3)}}}", text)))
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
        while index < len(found) and _belongs(found[index][1], indent, block=bool(value)):
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
    if not POWERSHELL.search("\n".join(line for _, line in lines)):
        yield from _block(lines, PROMPT)


def _unquoted(at: int, value: str) -> Iterator[Snippet]:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        at, value = at + 1, value[1:-1]
    yield Snippet(value, at)


def _belongs(line: str, indent: int, *, block: bool) -> bool:
    """Whether a line stands below a key of that indent: deeper, empty, or an item of its list."""
    item = not block and _indent(line) == indent and ITEM.match(line) is not None
    return not line.strip() or _indent(line) > indent or item


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
