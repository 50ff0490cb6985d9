"""A block of a page → shell: with prompts it is a session, whose other lines are output; without, all of it is a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dockersh.reading.syntax.unfinished import Waiting
from dockersh.reading.syntax.words import mentions
from dockersh.ways_in.documents.passage import BLANKS, Passage, joined
from dockersh.ways_in.documents.snippet import Snippet, script, without_templates

# A prompt that was copied along. In a script `#` begins a remark; in a session it may be root's prompt.
PROMPT = re.compile(
    r"^\s*+(?:\([\w.-]+\)\s*+)?(?:(?:[\w.-]++@[\w.-][^\s$#>]*+\s?)?[$%❯➜]>?|PS(?: [^>\n]*+)?>|C:\\[^>\n]*+>)\s+(?=\S)"
)
ROOT_PROMPT = re.compile(rf"{PROMPT.pattern}|^\s*+(?:(?:[\w.-]++@)?[\w.-][^\s#]*+\s?)?#\s+(?=(?:sudo )?docker)")
ANGLE_PROMPT = re.compile(r"^\s*>\s+(?=(?:sudo )?docker(?:-compose)?\s)")  # of a shell only where the block begins with it
GOES_ON = re.compile(r"^\s*>(?:\s|$)")  # the shell's prompt while it waits for the rest of a line
CONTINUES = re.compile(r"(?:\\|[ \t][`^])[ \t\r]*$")
DOCKER_FIRST = re.compile(r"^\s*(?:sudo\s+)?docker(?:-compose)?\s")
# The words behind a fence that mean shell commands; a session has prompts, and output between them.
SCRIPT_KINDS = frozenset(("sh", "bash", "shell", "zsh", "ksh", "fish", "shellscript"))
SESSION_KINDS = frozenset(("console", "shell-session", "shellsession", "sh-session", "bash-session", "terminal", "session"))
OTHER_SHELLS = frozenset(("powershell", "ps1", "pwsh", "ps", "cmd", "bat", "batch", "dos"))
UNKNOWN_KINDS = frozenset(("", "text", "txt", "plaintext", "plain", "none", "docker", "cli", "command", "prompt"))


def fenced(kind: str, lines: Sequence[Passage]) -> Iterator[Snippet]:
    """The shell of a block that is said to be of a *kind*."""
    if kind in SESSION_KINDS:
        yield from block(lines, ROOT_PROMPT)
    elif kind in SCRIPT_KINDS:
        yield from block(lines, PROMPT)
    elif kind in OTHER_SHELLS:
        yield from block(lines, PROMPT, judged=False)
    elif kind in UNKNOWN_KINDS:
        yield from block(lines, PROMPT, sure=False, judged=False)


def indented(lines: Sequence[Passage]) -> Iterator[Snippet]:
    """Indented lines are code or the text of a list: only what begins with a prompt or docker, and what that goes on with."""
    kept: list[Passage] = []
    for line in lines:
        goes_on = bool(kept) and CONTINUES.search(kept[-1].text)
        if goes_on or PROMPT.match(line.text) or DOCKER_FIRST.match(line.text):
            kept.append(line.without_indent())
        elif kept:
            yield from block(kept, PROMPT, sure=False, judged=False)
            kept = []
    yield from block(kept, PROMPT, sure=False, judged=False)


def block(lines: Sequence[Passage], prompts: re.Pattern[str], *, sure: bool = True, judged: bool = True) -> Iterator[Snippet]:
    """A block's shell, by its prompts."""
    first = next((line for line in lines if not line.blank and not line.text.lstrip(BLANKS).startswith("#")), None)
    if any(prompts.match(line.text) and mentions(line.text) for line in lines):
        yield from _session(lines, prompts, judged=judged)
    elif first is not None and ANGLE_PROMPT.match(first.text):
        yield from _session(lines, ANGLE_PROMPT, judged=judged)
    elif any(mentions(line.text) for line in lines):
        yield from script(without_templates(joined(lines)), sure=sure, judged=judged)


def _session(lines: Sequence[Passage], prompts: re.Pattern[str], *, judged: bool) -> Iterator[Snippet]:
    """Each command behind a prompt, with what it goes on with."""
    pending: list[Passage] = []
    waiting = Waiting()
    for line in lines:
        prompt = prompts.match(line.text)
        anew = prompt is not None and (not pending or waiting.waits() != "heredoc")
        if anew and pending:
            yield from _command(pending, judged=judged)
            pending, waiting = [], Waiting()
        if not anew and not pending:
            continue
        cut = prompt if anew else GOES_ON.match(line.text)
        pending.append(line.cut(cut.end(), len(line.text)) if cut else line)
        waiting.feed(pending[-1].text + "\n")
        if not CONTINUES.search(line.text) and not waiting.waits():
            yield from _command(pending, judged=judged)
            pending, waiting = [], Waiting()
    yield from _command(pending, judged=judged)


def _command(lines: Sequence[Passage], *, judged: bool) -> Iterator[Snippet]:
    if lines:
        passage = joined(lines)
        yield Snippet(passage, passage.text if judged else "")
