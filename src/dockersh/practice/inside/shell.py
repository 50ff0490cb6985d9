"""The small shell itself: runs what `syntax` read, in the process of a container."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.practice.inside import builtins
from dockersh.practice.inside.builtins import NOT_FOUND, LoopEnd
from dockersh.practice.inside.expansion import Words
from dockersh.practice.inside.files import Problem
from dockersh.practice.inside.grammar import AndOr, For, Group, If, Loop, Pipeline, Simple
from dockersh.practice.inside.job import Job
from dockersh.practice.inside.process import Exited, Interrupted, Process
from dockersh.practice.inside.streams import STDERR, STDOUT
from dockersh.practice.inside.syntax import Parser, Unfinished, Wrong
from dockersh.startup.typed import NamedTuple

Lookup = Callable[[str], Callable[[Job], int] | None]


class Channels(NamedTuple):
    """Where a command's streams lead: to a function of text each, and its input (None: the process's own)."""

    out: Callable[[str], None]
    err: Callable[[str], None]
    text: str | None = None


class Shell(Words):
    """One shell; *name* is what it calls itself in its errors, *lookup* finds programs."""

    def __init__(self, process: Process, name: str, lookup: Lookup, arguments: tuple[str, ...] = ()) -> None:
        self.process, self.name, self.lookup = process, name, lookup
        self.arguments = arguments
        self.status = 0
        self.variables: dict[str, str] = {}
        self.errors_end = False  # set -e
        self.interactive = False
        self.builtins: dict[str, Callable[[Job], int]] = builtins.of(self)

    def run(self, text: str) -> int:
        """A script; its status."""
        try:
            program = Parser(text).program()
        except (Wrong, Unfinished) as problem:
            return self._syntax_error(problem)
        self._run_list(program, self.plain_channels())
        return self.status

    def capture(self, text: str) -> str:
        """What a text prints."""
        held: list[str] = []
        kept = self.status
        self._run_list(Parser(text).program(), self.plain_channels()._replace(out=held.append))
        self.status = kept if not held and not self.status else self.status
        return "".join(held)

    def channels(self, out: Callable[[str], None], err: Callable[[str], None], text: str | None = None) -> Channels:
        """Where a command's streams lead."""
        return Channels(out, err, text)

    def plain_channels(self) -> Channels:
        """To the process's own streams."""
        return Channels(lambda text: self.process.write(text, STDOUT), lambda text: self.process.write(text, STDERR))

    def interact(self, prompt: Callable[[], str]) -> int:
        """Lines as they are typed, until `exit` or the end of the input."""
        self.process.is_shell = self.interactive = True
        waiting = ""
        while True:
            try:
                line = self.process.read_line("> " if waiting else prompt())
                if not line:
                    return self._leave()
                waiting = self._typed(waiting + line)
            except Interrupted:
                self.process.write("\n")
                waiting, self.status = "", 130

    def _leave(self) -> int:
        if self.process.tty:
            self.process.write("\n")
        return self.status

    def _typed(self, text: str) -> str:
        """Runs what is complete; what is still open."""
        try:
            program = Parser(text).program()
        except Unfinished:
            return text
        except Wrong as problem:
            self._syntax_error(problem)
            return ""
        self._run_list(program, self.plain_channels())
        return ""

    def _syntax_error(self, problem: Exception) -> int:
        word = str(problem) or "end of file"
        unexpected = f'"{word}"' if self.name != "bash" else f"`{word}'"
        self.process.write(f"{self.name}: syntax error: unexpected {unexpected}\n", STDERR)
        self.status = 2
        return 2

    def _run_list(self, items: tuple[AndOr, ...], to: Channels) -> None:
        for item in items:
            for operator, pipeline in item.items:
                if (operator == "&&" and self.status) or (operator == "||" and not self.status):
                    continue
                self._run_pipeline(pipeline, to)
            if self.errors_end and self.status and not item.background:
                raise Exited(self.status)

    def _run_pipeline(self, pipeline: Pipeline, to: Channels) -> None:
        text = to.text
        for command in pipeline.commands[:-1]:
            held: list[str] = []
            self._run_command(command, Channels(held.append, to.err, text))
            text = "".join(held)
        self._run_command(pipeline.commands[-1], to._replace(text=text))
        if pipeline.negated:
            self.status = int(not self.status)

    def _run_command(self, command: object, to: Channels) -> None:
        self.process.check()
        if isinstance(command, Simple):
            self._run_simple(command, to)
        elif isinstance(command, If):
            self._run_if(command, to)
        elif isinstance(command, Loop):
            self._run_loop(command, to)
        elif isinstance(command, For):
            self._run_for(command, to)
        elif isinstance(command, Group):
            self._run_group(command, to)

    def _run_if(self, command: If, to: Channels) -> None:
        for condition, body in command.branches:
            if self._holds(condition, to):
                self._run_list(body, to)
                return
        self.status = 0
        self._run_list(command.otherwise, to)

    def _holds(self, condition: tuple[AndOr, ...], to: Channels) -> bool:
        before, self.errors_end = self.errors_end, False
        self._run_list(condition, to)
        self.errors_end = before
        return self.status == 0

    def _run_loop(self, command: Loop, to: Channels) -> None:
        while self._holds(command.condition, to) is not command.until:
            if not self._round(command.body, to):
                break
        self.status = 0

    def _run_for(self, command: For, to: Channels) -> None:
        for value in [one for word in command.words for one in self.expanded(word)]:
            self.assign(command.name, value)
            if not self._round(command.body, to):
                break

    def _round(self, body: tuple[AndOr, ...], to: Channels) -> bool:
        """One turn of a loop; whether it goes on."""
        try:
            self.process.check()
            self._run_list(body, to)
        except LoopEnd as end:
            return end.goes_on
        return True

    def _run_group(self, command: Group, to: Channels) -> None:
        if not command.subshell:
            self._run_list(command.body, to)
            return
        kept = dict(self.process.env), dict(self.variables), self.process.folder
        try:
            self._run_list(command.body, to)
        except Exited as end:
            self.status = end.status
        finally:
            self.process.env, self.variables, self.process.folder = kept

    # simple commands

    def _run_simple(self, command: Simple, to: Channels) -> None:
        words = [value for word in command.words for value in self.expanded(word)]
        values = [(name, self.joined(word)) for name, word in command.assigned]
        if not words:
            for name, value in values:
                self.assign(name, value)
            self.status = 0
        try:
            to = self._redirected(command, to)
        except Problem as problem:
            self._cannot(problem, to)
            return
        if words:
            self.call(words, dict(values), to)

    def _cannot(self, problem: Problem, to: Channels) -> None:
        reason = "nonexistent directory" if problem.reason == "No such file or directory" else problem.reason
        opening = problem.args[0] == "<"
        if self.name == "bash" or opening:
            to.err(
                f"{self.name}: {problem.path}: {problem.reason}\n"
                if self.name == "bash"
                else f"{self.name}: can't open {problem.path}: no such file\n"
            )
        else:
            to.err(f"{self.name}: can't create {problem.path}: {reason}\n")
        self.status = 1

    def _redirected(self, command: Simple, to: Channels) -> Channels:
        for operator, word in command.redirected:
            path = self.joined(word)
            if operator == "<":
                to = to._replace(text=self.process.files.read(self.path(path)))
            elif "&" in operator:
                to = to._replace(err=to.out) if operator == "2>&1" else to._replace(out=to.err)
            else:
                writer = self._writer(path, add=operator.endswith(">>"))
                to = to._replace(err=writer) if operator.startswith("2") else to._replace(out=writer)
        return to

    def _writer(self, path: str, *, add: bool) -> Callable[[str], None]:
        if path == "/dev/null":
            return lambda _text: None
        if path in ("/dev/stdout", "/proc/1/fd/1", "/dev/stderr", "/proc/1/fd/2"):
            stream = STDERR if path.endswith(("err", "2")) else STDOUT
            return lambda text: self.process.write(text, stream)
        files, full = self.process.files, self.path(path)
        try:
            files.write(full, "", add=add)
        except Problem as problem:
            raise Problem(path, problem.reason) from None
        return lambda text: files.write(full, text, add=True)

    def call(self, words: list[str], assigned: dict[str, str], to: Channels) -> None:
        """Run a command of words."""
        name = words[0]
        before = dict(self.process.env)
        self.process.env.update(assigned)
        try:
            job = Job(self.process, words, to.out, to.err, to.text)
            if name in self.builtins:
                self.status = self.builtins[name](job)
            else:
                self.status = self.program(job, to)
        except Problem as problem:
            to.err(f"{name}: {problem.path}: {problem.reason}\n")
            self.status = 1
        finally:
            if assigned:
                self.process.env = before

    def program(self, job: Job, to: Channels) -> int:
        """Run a program, or say that there is none; its status."""
        found = self.lookup(job.argv[0])
        if found is None:
            missing = "No such file or directory" if "/" in job.argv[0] else "command not found"
            reason = missing if self.name == "bash" else "not found"
            line = "line 1: " if self.name == "bash" and not self.interactive else ""
            to.err(f"{self.name}: {line}{job.argv[0]}: {reason}\n")
            return NOT_FOUND
        try:
            return found(job)
        except Interrupted:
            if not self.interactive:
                raise
            to.out("\n")
            return 130
