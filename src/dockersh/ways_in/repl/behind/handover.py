"""A line handed to the shell behind the prompt; then our world follows that shell's, and what came of the line is said."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable

from dockersh.execute.foreground import user_shell
from dockersh.execute.outcome import Outcome
from dockersh.explaining.secrets import mask
from dockersh.finding import say
from dockersh.reading import syntax
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin import Desk, record
from dockersh.ways_in.repl.behind.process import LivingShell
from dockersh.ways_in.streams import on_a_new_line, write
from dockersh.ways_in.told import Told

ENDS = re.compile(r"\b(?:exit|exec|logout)\b")


class Handover:
    """One a session. *moved* is called when exported variables have changed: they may name another engine."""

    def __init__(self, desk: Desk, moved: Callable[[], None]) -> None:
        self.desk = desk
        self.shell = desk.shell
        self.process = LivingShell(self.shell.env)
        self.moved = moved
        self._warned = False  # that jobs are suspended

    def line(self, line: str, told: Told | None = None) -> int:
        """Run a line; where it was *told* of, what docker says on standard error is heard. Its status."""
        self.look()
        listen, read = (self.shell.listens(told), self.shell.reads(told)) if told else (False, False)
        kept = self.desk.record_output and told is not None and record.may_keep(told)
        outcome, ended = self.process.run(line, self.desk.status, listen=listen or kept, read=read or kept)
        self.desk.output = (outcome.output or "") if kept else ""
        outcome = outcome._replace(errors=outcome.errors if listen else None, printed=outcome.printed if read else None)
        on_a_new_line()
        self.shell.say_problem(user_shell(self.process.env), outcome)
        if ended and ENDS.search(line):
            self.desk.leaving = outcome.status
        self._follow()
        if not self._say_jobs():
            self.shell.said_after(told or Told(syntax.parse(line)), outcome)
        return outcome.status

    def look(self) -> None:
        """Tell of the jobs that ended since the last line."""
        self.process.look()
        self._say_jobs()

    def carry(self, line: str) -> Outcome:
        """Run a line of which somebody else speaks."""
        return self.process.run(line, self.desk.status)[0]

    def is_known(self, word: str) -> bool:
        """Whether the shell has a program, a function or a word of its own of this name."""
        return self.process.run(f"command -v -- {shlex.quote(word)} >/dev/null 2>&1")[0].status == 0

    def keep_jobs(self) -> None:
        """Who leaves while a job is suspended is told of it, and leaves with the second try."""
        leaving = self.desk.leaving is not None
        if leaving and self.process.jobs.suspended and not self._warned:
            self.desk.leaving = None
            write(sys.stderr, sentence(self.desk.lang, say("repl.jobs-suspended")) + "\n")
        self._warned = leaving

    def _say_jobs(self) -> bool:
        """What is new about the jobs; whether one was suspended just now, of which nothing else is to be said yet."""
        news = self.process.news()
        for job in news:
            if self.process.tells_itself(job):
                continue
            state = job.state if job.how else "gone"
            what = say(f"repl.job-{state}", number=str(job.number), line=mask(job.line), how=job.how)
            write(sys.stderr, sentence(self.desk.lang, what) + "\n")
        return any(job.state == "suspended" for job in news)

    def _follow(self) -> None:
        """Our own world becomes the shell's: exported variables count for docker and for our questions."""
        if self.process.env != self.shell.env:
            os.environ.clear()
            os.environ.update(self.process.env)
            self.shell.adopt(self.process.env)
            self.moved()
