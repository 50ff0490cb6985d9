"""The loop of the interactive shell: read a line, decide whose it is, run it, go on."""

from __future__ import annotations

import os
import re
import shutil
import sys

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import DynamicAutoSuggest
from prompt_toolkit.cursor_shapes import DynamicCursorShapeConfig, ModalCursorShapeConfig, SimpleCursorShapeConfig
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.styles import DynamicStyle

from dockersh import builtin, catalogue, syntax
from dockersh.builtin import Desk
from dockersh.builtin.adjust import expand
from dockersh.builtin.read import help_page
from dockersh.config import Value
from dockersh.engine.watcher import Snapshot, Watcher
from dockersh.highlight import part_at
from dockersh.invocation import Part
from dockersh.repl.bar import bar
from dockersh.repl.completer import LineCompleter
from dockersh.repl.history import PrivateHistory
from dockersh.repl.keys import bindings
from dockersh.repl.lexer import LineLexer, theme
from dockersh.repl.process import LivingShell
from dockersh.repl.suggest import LivingSuggest
from dockersh.script import split
from dockersh.shell import write
from dockersh.syntax import Line

ENDS = re.compile(r"\b(?:exit|exec|logout)\b")
# docker talks to another engine behind these.
MOVES = re.compile(r"\bcontext\s+(?:use|update|import)\b")


class Loop:
    """One interactive session."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.shell = desk.shell
        self.process = LivingShell(self.shell.env)
        self.watcher: Watcher | None = None
        self.history = PrivateHistory()
        self.session = self._session()
        desk.past = lambda: tuple(reversed(list(self.history.load_history_strings())))

    def _session(self) -> PromptSession[str]:
        return PromptSession(
            history=self.history,
            lexer=LineLexer(),
            include_default_pygments_style=False,  # would lend its dark blue to what we only make bold
            style=DynamicStyle(lambda: theme(str(self.value("theme")))),
            auto_suggest=DynamicAutoSuggest(lambda: LivingSuggest(self._snapshot) if self.value("suggest") else None),
            completer=LineCompleter(lambda: self.shell.engine, lambda: self.desk.lang, lambda: builtin.BUILTINS),
            complete_while_typing=Condition(lambda: bool(self.value("complete-while-typing"))),
            enable_history_search=True,
            enable_open_in_editor=True,
            key_bindings=bindings(self),
            cursor=DynamicCursorShapeConfig(
                # vi's two modes can be told apart; in emacs the terminal keeps the cursor it has
                lambda: ModalCursorShapeConfig() if self.value("editing") == "vi" else SimpleCursorShapeConfig()
            ),
            multiline=True,
            prompt_continuation="> ",
        )

    def value(self, key: str) -> Value:
        """A setting."""
        return self.desk.config.values[key]

    def change(self, key: str, value: Value) -> None:
        """Change a setting for the session."""
        self.desk.change(key, value)

    def help_at(self, text: str, cursor: int) -> None:
        """F1: the page of the option or command at the cursor; without one, our own."""
        found = part_at(text, cursor)
        if found is None or found[0].command is None:
            help_page(self.desk, "")
            return
        invocation, part = found
        option = f" --{part.name}" if isinstance(part, Part) and part.flag is not None else ""
        help_page(self.desk, f"docker {invocation.name}{option}")

    def _bar(self) -> StyleAndTextTuples:
        buffer = self.session.default_buffer
        return bar(self.desk, self._snapshot(), buffer.text, buffer.cursor_position)

    def _snapshot(self) -> Snapshot | None:
        return self.watcher.now if self.watcher else None

    def _watch(self) -> None:
        """Started by the first prompt that is drawn: nothing waits for it."""
        if self.watcher is None and self.shell.docker and self.shell.settings.ask_engine and self.value("toolbar"):
            self.watcher = Watcher(self.shell.docker, self.session.app.invalidate)
            self.watcher.start()

    def run(self) -> int:
        """Until somebody leaves; the status to leave with."""
        try:
            while self.desk.leaving is None:
                self._once()
        finally:
            self.process.close()
            self.shell.seen.save()
            if self.watcher is not None:
                self.watcher.stop()
        return self.desk.leaving

    def _adapt(self) -> None:
        """Follow the settings that prompt_toolkit keeps for itself: `set` may have changed them since the last line."""
        self.session.editing_mode = EditingMode.VI if self.value("editing") == "vi" else EditingMode.EMACS
        self.session.bottom_toolbar = self._bar if self.value("toolbar") or self.value("live") else None

    def _once(self) -> None:
        self._adapt()
        try:
            text = self.session.prompt(self._prompt(), pre_run=self._watch)
        except KeyboardInterrupt:
            return
        except EOFError:
            self.desk.leaving = self.desk.status
            return
        for line in split(text):
            if line.strip() and self.desk.leaving is None:
                self.desk.status = self._line(line)
        if self.watcher is not None:
            self.watcher.poke()

    def _prompt(self) -> str:
        return f"dockersh [{self.desk.status}]> " if self.desk.status else "dockersh> "

    def _line(self, typed: str) -> int:
        """The status of one logical line."""
        line = expand(self.desk, typed)
        found = builtin.find(line, interactive=True)
        if found is not None:
            return found[0].run(self.desk, found[1])
        if line.lstrip().startswith("!"):
            return self._shells(line.lstrip()[1:])
        line = self._implied(line)
        parsed = syntax.parse(line)
        if parsed.plain and len(parsed.calls) == 1 and not parsed.calls[0].before:
            status = self.shell.line(line).status
            if self.watcher is not None and MOVES.search(line):
                self.watcher.again()
            return status
        return self._explained(line, parsed)

    def _implied(self, line: str) -> str:
        """With `set implicit on`, `images` is `docker images`, unless a program has that name."""
        first = line.split(maxsplit=1)[0]
        if not self.value("implicit") or first not in catalogue.children("") or shutil.which(first):
            return line
        return f"docker {line.lstrip()}"

    def _explained(self, line: str, parsed: Line) -> int:
        """A line for the shell behind us; what docker does in it is explained."""
        done = self.shell.say_explanation(line, parsed)
        if done is not None:
            return done.status
        return self._shells(line)

    def _shells(self, line: str) -> int:
        outcome, ended = self.process.run(line, self.desk.status)
        if ended and ENDS.search(line):
            self.desk.leaving = outcome.status
        self._follow()
        self.shell.say_aftermath(syntax.parse(line), outcome)
        return outcome.status

    def _follow(self) -> None:
        """Our own world becomes the shell's: exported variables count for docker and for our questions."""
        if self.process.env != self.shell.env:
            os.environ.clear()
            os.environ.update(self.process.env)
            self.shell.adopt(self.process.env)
            if self.watcher is not None:
                self.watcher.again()


def complain(desk: Desk) -> None:
    """Say what is wrong with the settings file."""
    for problem in desk.config.problems:
        write(sys.stderr, desk.text(f"config.{problem.code}", **problem.args) + "\n")
