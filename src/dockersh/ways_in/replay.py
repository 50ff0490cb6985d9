"""`--replay FILE.md`: the shell blocks of a page, line by line, each explained and asked about, in one shell for all of it.

Of a page only what its fences call a shell's is run; a line with a masked secret never.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator

from dockersh import texts
from dockersh.execute import foreground
from dockersh.execute.outcome import HANDED_ON, Outcome
from dockersh.execute.script_shell import ShellSession
from dockersh.explaining.secrets import DOT
from dockersh.finding import say
from dockersh.machine import limits, regular_files
from dockersh.machine.screen import drawn
from dockersh.reading import syntax
from dockersh.reading.syntax.logical_lines import split
from dockersh.texts.wording import sentence
from dockersh.ways_in.documents.blocks import SCRIPT_KINDS
from dockersh.ways_in.documents.kinds.pages import FENCE
from dockersh.ways_in.shell import Shell
from dockersh.ways_in.streams import STDERR, stdin_is_terminal, write
from dockersh.ways_in.told import Told

UNREAD = 2
STOPPED = 130
GO_ON, SKIP, QUIT = "go-on", "skip", "quit"


def replay(shell: Shell, file: str) -> Outcome:
    """Ask about each line and run it; the status of the last one that ran. 2 where nothing can be read, or nobody asked."""
    try:
        found = list(lines(regular_files.read(file, limits.DOCUMENT).decode("utf-8", "surrogateescape")))
    except OSError as error:
        return _complain(shell, "unreadable", file=file, reason=error.strerror or os.strerror(errno.EIO))
    if not found:
        return _complain(shell, "nothing", file=file)
    if shell.settings.explain_only or shell.settings.json:
        return _explained(shell, found)
    if not (stdin_is_terminal() and os.isatty(STDERR)):
        return _complain(shell, "no-terminal", file=file)
    return _run(shell, found)


def lines(page: str) -> Iterator[str]:
    """The logical lines of the page's blocks of shell, as they were written; remarks are left out."""
    block: list[str] | None = None
    mark = ""
    for line in page.split("\n"):
        fence = FENCE.match(line.rstrip("\r"))
        if mark and line.strip().startswith(mark) and not line.strip().strip(mark[0]):
            yield from _logical(block or [])
            block, mark = None, ""
        elif not mark and fence and not fence["indent"].strip():
            mark = fence["mark"]
            block = [] if fence["kind"].lower() in SCRIPT_KINDS else None
        elif block is not None:
            block.append(line)


def _logical(block: list[str]) -> Iterator[str]:
    for line in split("\n".join(block)):
        if line.strip() and not line.lstrip().startswith("#"):
            yield line


def _explained(shell: Shell, found: list[str]) -> Outcome:
    worst = Outcome(0)
    for line in found:
        done = shell.say_explanation(line, syntax.parse(line)).done
        worst = done if done is not None and done.status else worst
    return worst


def _run(shell: Shell, found: list[str]) -> Outcome:
    program = foreground.user_shell(shell.env)
    try:
        started = ShellSession({**shell.env, HANDED_ON: "1"}, program, shell.settings.shell_options)
    except (OSError, ValueError) as error:
        return shell.say_problem(program, foreground.not_started(error, time.time()))
    with started as session:
        return _asked(shell, session, found)


def _asked(shell: Shell, session: ShellSession, found: list[str]) -> Outcome:
    outcome = Outcome(0)
    for number, line in enumerate(found, 1):
        write(sys.stderr, f"\n[{number}/{len(found)}] {line.strip()}\n")
        if DOT in line:
            write(sys.stderr, sentence(shell.settings.lang, say("replay.masked")) + "\n")
            continue
        told = shell.say_explanation(line, syntax.parse(line)) if syntax.parse(line).calls else Told(syntax.parse(line))
        wanted = _answer(shell.settings.lang)
        if wanted == QUIT:
            break
        if wanted == GO_ON and told.done is None:
            outcome = session.run(line)
            shell.say_aftermath(told, outcome)
            if outcome.status:
                write(sys.stderr, sentence(shell.settings.lang, say("replay.failed", status=str(outcome.status))) + "\n")
        if session.ended is not None:
            return Outcome(session.ended)
    return outcome


def _answer(lang: str) -> str:
    """What is wanted with the line: Enter alone, or a letter. What was typed before the question does not count."""
    import termios  # noqa: PLC0415  only where somebody is asked

    try:
        termios.tcflush(0, termios.TCIFLUSH)
        write(sys.stderr, f"{sentence(lang, say('replay.question'))} ")
        data = os.read(0, 1024)
    except KeyboardInterrupt:
        write(sys.stderr, "\n")
        return QUIT
    except (OSError, termios.error):
        return QUIT
    said = drawn(data.decode("utf-8", "replace")).strip().lower()
    known = {word: wanted for wanted in (GO_ON, SKIP, QUIT) for word in (texts.raw(lang, "replay", wanted) or "").split()}
    if not data:
        return QUIT
    return known.get(said, SKIP if said else GO_ON)


def _complain(shell: Shell, key: str, **args: str) -> Outcome:
    write(sys.stderr, sentence(shell.settings.lang, say(f"replay.{key}", **args)) + "\n")
    return Outcome(UNREAD)
