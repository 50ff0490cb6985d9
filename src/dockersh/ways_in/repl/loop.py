"""The loop of the interactive shell: read a line, decide whose it is, run it, go on."""

from __future__ import annotations

import os
import re
import sys
import time

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import DynamicAutoSuggest, Suggestion
from prompt_toolkit.cursor_shapes import DynamicCursorShapeConfig, ModalCursorShapeConfig, SimpleCursorShapeConfig
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import merge_key_bindings
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import DynamicStyle

from dockersh.client.real_docker import real_docker
from dockersh.client.settings import current_context
from dockersh.engine.docker import DockerEngine, time_box
from dockersh.engine.watcher import Snapshot, Watcher
from dockersh.execute.outcome import NOT_FOUND
from dockersh.explaining.secrets import mask
from dockersh.finding import say
from dockersh.reading import syntax
from dockersh.reading.invocation import Part
from dockersh.reading.syntax import Line
from dockersh.reading.syntax.logical_lines import split
from dockersh.render.roles import part_at
from dockersh.texts.wording import sentence
from dockersh.ways_in import builtin
from dockersh.ways_in.builtin import Desk, named_lines, practise, record
from dockersh.ways_in.builtin.adjust import expand
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.builtin.read import help_page
from dockersh.ways_in.config import Value
from dockersh.ways_in.repl.above import AbovePrompt
from dockersh.ways_in.repl.bar import bar
from dockersh.ways_in.repl.behind.handover import Handover
from dockersh.ways_in.repl.hidden import ShowHidden
from dockersh.ways_in.repl.keys import bindings
from dockersh.ways_in.repl.later import LaterLook
from dockersh.ways_in.repl.lexer import LineLexer, theme
from dockersh.ways_in.repl.meant import implied, meant
from dockersh.ways_in.repl.next_step import next_line
from dockersh.ways_in.repl.prompt import prompt
from dockersh.ways_in.repl.search import Search, search_keys
from dockersh.ways_in.repl.stands_for import history_of, named, recalled
from dockersh.ways_in.repl.suggest import LivingSuggest
from dockersh.ways_in.repl.tab.completer import LineCompleter
from dockersh.ways_in.spoken import Spoken
from dockersh.ways_in.streams import write

# docker talks to another engine behind these.
MOVES = re.compile(r"\bcontext\s+(?:use|update|import)\b")


class Loop:
    """One interactive session."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.shell = desk.shell
        self.shell.prompts = True
        self.behind = Handover(desk, self._again)
        self.watcher: Watcher | None = None
        desk.lines = named_lines.load()
        self.history = history_of(desk)
        self.history.begin()
        self.search = Search(desk, self._past)
        self.session = self._session()
        self.search.install(self.session)
        self.proposed = ""  # stands in grey in the next prompt: Enter alone runs it
        self.next_line = ""  # what it suggests while it is empty
        self.ran = ""  # of the last line, what was handed on
        self.above = AbovePrompt(self.session)
        self.later = LaterLook(
            lambda: DockerEngine(self.shell.docker, time_box(self.shell.env), before_a_run=True),
            lambda says: self.above.tell("".join(map(self.shell.worded, says))),
        )
        desk.carry = self.behind.carry
        desk.past = self._past
        desk.remember = self.history.before

    def _session(self) -> PromptSession[str]:
        return PromptSession(
            history=self.history,
            lexer=LineLexer(),
            input_processors=[ShowHidden()],
            include_default_pygments_style=False,  # would lend its dark blue to what we only make bold
            style=DynamicStyle(lambda: theme(str(self.value("theme")))),
            auto_suggest=DynamicAutoSuggest(lambda: LivingSuggest(self._snapshot) if self.value("suggest") else None),
            completer=LineCompleter(lambda: self.shell.engine, self.desk),
            complete_while_typing=Condition(lambda: bool(self.value("complete-while-typing"))),
            enable_history_search=True,
            enable_open_in_editor=True,
            key_bindings=merge_key_bindings([bindings(self), search_keys(self.search)]),
            cursor=DynamicCursorShapeConfig(
                # vi's two modes can be told apart; in emacs the terminal keeps the cursor it has
                lambda: ModalCursorShapeConfig() if self.value("editing") == "vi" else SimpleCursorShapeConfig()
            ),
            multiline=True,
            prompt_continuation="> ",
        )

    def _past(self) -> tuple[Ran, ...]:
        """The lines, the oldest first; the file knows those of other shells, but none of a private session."""
        return tuple(map(Ran, self.history.get_strings())) if self.value("private") else self.history.past()

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
        help_page(self.desk, f"{invocation.call.program} {invocation.name}{option}")

    def _bar(self) -> StyleAndTextTuples:
        buffer = self.session.default_buffer
        text, cursor = (self.search.line, 0) if self.search.open else (buffer.text, buffer.cursor_position)
        return bar(self.desk, self._snapshot(), text, cursor)

    def _snapshot(self) -> Snapshot | None:
        return self.watcher.now if self.watcher else None

    def _begin(self) -> None:
        """Once a prompt is drawn: the next step in grey, where the line is empty; the watcher, for which nothing waits."""
        buffer = self.session.default_buffer
        following = self.proposed or (self.next_line if self.value("suggest") else "")
        if following and not buffer.text:
            buffer.suggestion = Suggestion(following)
        self._watch()

    def _watch(self) -> None:
        if self.watcher is None and self.shell.docker and self.shell.settings.ask_engine and self.value("toolbar"):
            self.watcher = Watcher(self.shell.docker, self._changed)
            self.watcher.start()

    def _changed(self) -> None:
        """The watcher, in its thread, knows more."""
        self.session.app.invalidate()
        now = self._snapshot()
        if now is not None and now.up:
            self.later.ended(now.containers)

    def run(self) -> int:
        """Until somebody leaves; the status to leave with."""
        try:
            while self.desk.leaving is None:
                self._once()
                self.behind.keep_jobs()
        finally:
            self.later.stop()
            self.behind.process.close()
            self.shell.seen.save()
            if self.watcher is not None:
                self.watcher.stop()
        return self.desk.leaving

    def _adapt(self) -> None:
        """Follow the settings that prompt_toolkit keeps for itself: `set` may have changed them since the last line."""
        self.session.editing_mode = EditingMode.VI if self.value("editing") == "vi" else EditingMode.EMACS
        self.session.color_depth = ColorDepth.DEPTH_1_BIT if self.value("color") == "never" else None
        self.search.end()
        self.session.layout.focus(DEFAULT_BUFFER)
        self.session.bottom_toolbar = self._bar if self.value("toolbar") or self.value("live") else None

    def _once(self) -> None:
        self._adapt()
        self.above.catch_up()
        self.behind.look()
        try:
            text = self.session.prompt(self._prompt(), pre_run=self._begin)
        except KeyboardInterrupt:
            return
        except EOFError:
            self.desk.leaving = self.desk.status
            return
        proposed, self.proposed = self.proposed, ""
        if (whole := text or proposed).strip():
            self._remembered(whole)
        self.next_line = next_line(self.shell.spoken, self._snapshot())
        if self.watcher is not None:
            self.watcher.poke()

    def _remembered(self, typed: str) -> None:
        """Run what was typed, or what it recalls; the history gets to know what came of it."""
        whole = recalled(typed, self.desk, self.history)
        if whole is None:
            self.desk.status = 1
            return
        folder, context, begun = self.behind.process.folder, current_context(self.behind.process.env), time.monotonic()
        self.history.runs(whole)
        for line in split(whole):
            if line.strip() and self.desk.leaving is None:
                self._told(line)
        self.history.came(Ran(whole, None, self.desk.status, time.monotonic() - begun, folder, context))

    def _told(self, line: str) -> None:
        """Run one logical line, and tell of it."""
        self.shell.spoken = Spoken()
        self.ran = ""
        line = practise.begin(self.desk, line)
        self.later.before(line)
        self.desk.status = self._line(line)
        record.add(self.desk, self.ran)
        practise.teach(self.desk, line)
        self.later.after(line, self.shell.spoken)

    def _prompt(self) -> str:
        shape = str(self.value("prompt"))
        for word in self._kinds():  # always said, whatever its shape
            shape = shape.replace("dockersh", f"dockersh {word}", 1) if "dockersh" in shape else f"{word} {shape}"
        return prompt(shape, self.desk.status, self.behind.process.folder, self._snapshot(), self.behind.process.env)

    def _kinds(self) -> tuple[str, ...]:
        """What this session is, where it is no ordinary one."""
        settings = self.shell.settings
        known = (("practice", settings.practice), (self.desk.text("private.word"), settings.private))
        return tuple(word for word, so in known if so)

    def _line(self, typed: str) -> int:
        """The status of one logical line."""
        meaning = named(typed, self.desk, self.behind.is_known)
        if meaning is None:
            return 1
        line = expand(self.desk, meaning)
        found = builtin.find(line, interactive=True)
        if found is not None:
            self.ran = found[1] if found[0] is builtin.BUILTINS["step"] else ""
            return found[0].run(self.desk, found[1])
        if line.lstrip().startswith("!"):
            return self.behind.line(line.lstrip()[1:])
        line = implied(line) if self.value("implicit") else line
        if (likely := meant(line, self.behind.is_known)) is not None:
            return self._propose(likely)
        self.ran = line
        parsed = syntax.parse(line)
        if parsed.plain and len(parsed.calls) == 1 and real_docker(parsed.calls[0].words[0].text, self._path()) is None:
            return self.shell.line(line).status  # which says so
        status = self._explained(line, parsed)
        if MOVES.search(line):
            self._again()
        return status

    def _path(self) -> str:
        return self.shell.env.get("PATH", os.defpath)

    def _propose(self, line: str) -> int:
        """Say what was probably meant; it stands in grey in the next prompt, and Enter alone runs it."""
        self.proposed = line
        write(sys.stderr, sentence(self.desk.lang, say("repl.meant", line=mask(line))) + "\n")
        return NOT_FOUND

    def _explained(self, line: str, parsed: Line) -> int:
        """A line for the shell behind us; what docker does in it is explained."""
        told = self.shell.say_explanation(line, parsed)
        return self.behind.line(line, told) if told.done is None else told.done.status

    def _again(self) -> None:
        """The watcher asks another engine from now on."""
        if self.watcher is not None:
            self.watcher.again()
