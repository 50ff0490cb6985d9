"""The interactive shell. The only place that imports prompt_toolkit."""

from __future__ import annotations

import os
import sys

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.shell import BashLexer

from dockersh import syntax
from dockersh.finding import say
from dockersh.repl.history import PrivateHistory
from dockersh.shell import Shell, write
from dockersh.wording import sentence

LEAVE = frozenset(("exit", "quit"))


def run(shell: Shell) -> int:
    """Read lines and run them until `exit` or Ctrl-D; the status of the last one."""
    session: PromptSession[str] = PromptSession(
        history=PrivateHistory(),
        lexer=PygmentsLexer(BashLexer),
        auto_suggest=AutoSuggestFromHistory(),
        key_bindings=_keys(),
        multiline=True,
        prompt_continuation="> ",
        enable_open_in_editor=True,
    )
    write(sys.stderr, sentence(shell.settings.lang, say("repl.welcome")) + "\n")
    status = 0
    while True:
        try:
            line = session.prompt(_prompt(status))
        except KeyboardInterrupt:
            continue
        except EOFError:
            return status
        words = line.split()
        if words and words[0] in LEAVE and len(words) <= 2:
            return _leaving_status(words, status)
        if words:
            status = _run(shell, line, words)


def _prompt(status: int) -> str:
    return f"dockersh [{status}]> " if status else "dockersh> "


def _leaving_status(words: list[str], status: int) -> int:
    return int(words[1]) & 255 if len(words) == 2 and words[1].isdecimal() else status


def _run(shell: Shell, line: str, words: list[str]) -> int:
    """`cd` changes this process; every other line goes the way of `-c`."""
    target = _cd_target(line, words)
    return shell.line(line).status if target is None else _change_folder(shell, target)


def _cd_target(line: str, words: list[str]) -> str | None:
    """Where a bare `cd`, `cd -`, `cd ~/x` or `cd DIR` leads; None for every other line, and for one only a shell can read."""
    if words[0] != "cd" or len(words) > 2:
        return None
    if len(words) == 1 or words[1].startswith("~"):
        return words[-1] if len(words) == 2 else "~"
    return words[1] if syntax.parse(line).plain else None


def _change_folder(shell: Shell, where: str) -> int:
    """Go there, and let the lines to come know by $PWD and $OLDPWD."""
    target = shell.env.get("OLDPWD", "") if where == "-" else os.path.expanduser(where)
    before = os.getcwd()
    try:
        os.chdir(target)
    except OSError as error:
        what = say("repl.cd-failed", folder=target or where, reason=error.strerror or "")
        write(sys.stderr, sentence(shell.settings.lang, what) + "\n")
        return 1
    shell.env.update(OLDPWD=before, PWD=os.getcwd())
    return 0


def _keys() -> KeyBindings:
    """Enter runs a complete line, and goes on with an unfinished one; Escape Enter always runs."""
    bindings = KeyBindings()

    @bindings.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        if syntax.unfinished(event.current_buffer.text):
            event.current_buffer.insert_text("\n")
        else:
            event.current_buffer.validate_and_handle()

    @bindings.add("escape", "enter")
    def _always(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    return bindings
