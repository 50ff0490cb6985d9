"""A script, in a file or on standard input: each logical line explained, then run by one shell that lives through it."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from dockersh import permissions
from dockersh.execute import foreground
from dockersh.execute.outcome import HANDED_ON, Outcome
from dockersh.execute.script_shell import ShellSession
from dockersh.reading import syntax
from dockersh.reading.syntax.earlier import settings
from dockersh.reading.syntax.logical_lines import logical_lines
from dockersh.startup.lazy_regex import pattern
from dockersh.ways_in.shell import Shell
from dockersh.ways_in.told import Told

# What may change the folder of a script's shell.
MOVES = pattern(r"(?<![\w./-])(?:cd|pushd|popd|source|eval|\.)(?![\w./-])")


def run_file(shell: Shell, words: Sequence[str]) -> Outcome:
    """As `run_script`, for a file; standard input stays its programs'. Raises OSError if it is unreadable."""
    script = os.open(words[0], os.O_RDONLY | os.O_CLOEXEC)
    try:
        return run_script(shell, script, words[0], words[1:])
    finally:
        os.close(script)


def run_script(shell: Shell, script: int = 0, name: str = "", arguments: Sequence[str] = ()) -> Outcome:
    """Run (or with `explain_only` or `json` only explain) a script, read from a descriptor; the status of its last line.

    *name* is its `$0`.
    """
    if shell.settings.explain_only or shell.settings.json:
        return _explained(shell, script)
    return _run(shell, script, name, arguments)


def _explained(shell: Shell, script: int) -> Outcome:
    """Every line explained; 1 where one of them is as grave as `--fail-on` says."""
    worst = Outcome(0)
    for text in logical_lines(script):
        if text.strip():
            done = shell.say_explanation(text, syntax.parse(text)).done
            worst = done if done is not None and done.status else worst
        _follow(shell, text)
    return worst


def _run(shell: Shell, script: int, name: str, arguments: Sequence[str]) -> Outcome:
    program = foreground.user_shell(shell.env)
    try:
        started = ShellSession({**shell.env, HANDED_ON: "1"}, program, shell.settings.shell_options, name, arguments)
    except (OSError, ValueError) as error:
        return shell.say_problem(program, foreground.not_started(error, time.time()))
    with started as session:
        return _lines(shell, session, script)


def _lines(shell: Shell, session: ShellSession, script: int) -> Outcome:
    outcome = Outcome(0)
    for text in logical_lines(script):
        parsed = syntax.parse(text)
        told = Told(parsed)
        if parsed.calls and not text.lstrip().startswith("#"):  # in a script, `# docker ps` is a remark
            told = shell.say_explanation(text, parsed)
            if told.done is not None:
                return told.done
        outcome = session.run(text)
        shell.say_aftermath(told, outcome)
        _follow(shell, text)
        if session.ended is not None:
            return Outcome(session.ended)
    return outcome


def _follow(shell: Shell, text: str) -> None:
    """A line of the script may choose another engine for the lines behind it, or another folder."""
    shell.stays = shell.stays and not MOVES.search(text)
    found = settings(text)
    if found and not permissions.own_engine((), found, shell.env):
        shell.ask_nobody()
