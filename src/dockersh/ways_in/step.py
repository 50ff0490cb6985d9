"""`step LINE`: a line carried out one stage at a time, each by the docker command that does just that stage.

The commands are the plan's own longhands, run as words and shown masked; the end is the same as the plain line's:
`docker run …` = pull if missing, `docker create …`, `docker start --attach …`. Between two stages the person looks around.
The shell expands the line once, before the first stage, as it does for the plain line.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence

from dockersh.client.real_docker import real_docker
from dockersh.engine import Question, State
from dockersh.execute import foreground
from dockersh.execute.expansion import Carry, Expanded, expand
from dockersh.execute.outcome import HANDED_ON, Outcome
from dockersh.explaining.foresee import foresee
from dockersh.explaining.word import longhand, word
from dockersh.explanation import CommandExplanation
from dockersh.finding import Say
from dockersh.foresight.plan import Plan
from dockersh.foresight.plan.longhand import MADE_UP
from dockersh.foresight.refusals.engine.common import status as in_words
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation.questions import assignments, global_options
from dockersh.reading.syntax import Word
from dockersh.reading.syntax.made import line_of, made
from dockersh.reading.syntax.simple import simple
from dockersh.startup.typed import NamedTuple
from dockersh.texts.wording import sentence
from dockersh.ways_in.shell import Shell
from dockersh.ways_in.streams import stdin_is_terminal, write

PART_OF_OTHERS = frozenset(("create-volume",))  # the engine makes them when it makes the container
BY_ITSELF = frozenset(("when-it-ends", "with-it"))  # what the engine does for `--rm`
STOPPED, FAILED = 130, 1
SHORT = 12  # characters of an id that are shown


class Stage(NamedTuple):
    """One docker command, and the steps of the plan that it does."""

    steps: tuple[str, ...]
    command: tuple[Word, ...]

    @property
    def thing(self) -> str:
        """What it is done to."""
        return self.command[-1].text


def stages(plan: Plan) -> tuple[Stage, ...]:
    """The stages of a plan; empty where a step has no docker command of its own.

    A pull that nobody knows the need of is left to `docker create`, which pulls what is missing.
    """
    found: list[Stage] = []
    for step in plan.steps:
        left = step.step in PART_OF_OTHERS or step.reason in BY_ITSELF or (step.step == "pull" and step.will == "maybe")
        if step.will == "no" or left:
            continue
        if not step.command:
            return ()
        if found and found[-1].command == step.command:  # attach and start are one command
            found[-1] = found[-1]._replace(steps=(*found[-1].steps, step.step))
        else:
            found.append(Stage((step.step,), step.command))
    return tuple(found)


class Stepper:
    """Carries out one line. *carry* runs a line as the plain line would be run; without it, a shell of its own does.

    *made* is the id of the container that came into being on the way, *called* how people name it.
    """

    def __init__(self, shell: Shell, carry: Carry | None = None) -> None:
        self.shell = shell
        self.carry = carry
        self.lang = shell.settings.lang
        self.env = shell.env
        self.made: str | None = None
        self.called = ""
        self.asks = stdin_is_terminal() and os.isatty(2)

    def line(self, text: str, arguments: Sequence[str] = ()) -> int:
        """A line as it was typed, with the arguments of `sh -c`. The status of the last stage, 130 where somebody quit."""
        found = simple(text)
        if found is None:
            return self._say("one-docker-line", FAILED)
        if found.passing:
            return self._say("passing-file", FAILED)
        if found.runs and self.asks and not self._agreed():
            return self._quit()
        given = expand(text, found.program, self.carry or (lambda line: self._in_a_shell(line, arguments)))
        if isinstance(given, Outcome):
            return self.shell.say_problem(foreground.user_shell(self.env), given).status
        return self._given(text, given, found.assigned)

    def _in_a_shell(self, line: str, arguments: Sequence[str]) -> Outcome:
        argv = [foreground.user_shell(self.env), *self.shell.settings.shell_options, "-c", line, *arguments]
        return foreground.run(argv, {**self.env, HANDED_ON: "1"})

    def _given(self, text: str, given: Expanded, assigned: tuple[str, ...]) -> int:
        (program, *_) = syntax.parse(text).calls[0].words
        before = made(*(f"{name}={given.env[name]}" for name in assigned if name in given.env))
        self.env = {name: value for name, value in given.env.items() if name != "_"}
        return self._stepped((*before, *made(program.text, *given.words)))

    def words(self, words: Sequence[str]) -> int:
        """A docker command that is words already: no shell is between."""
        return self._stepped(made(*words))

    def _stepped(self, words: tuple[Word, ...]) -> int:
        """Plan, then carry out stage by stage."""
        parsed = line_of(words)
        if len(parsed.calls) != 1:
            return self._say("one-docker-line", FAILED)
        situation = self.shell.situation(terminal=stdin_is_terminal())
        foreseen = foresee(parsed, self.shell.ahead, situation)
        (call,) = foreseen.calls
        (command,) = word(foreseen, self.lang).commands
        found = stages(call.plan)
        if command.refused:
            for one in command.findings[:1]:
                write(sys.stderr, f"✗ {one.text}\n")
            return self._say("refused", FAILED)
        if not found or (len(found) == 1 and not any(step.will == "no" for step in call.plan.steps)):
            return self._say("one-step", FAILED)
        return self._all(found, command, call.invocation)

    def _all(self, found: tuple[Stage, ...], command: CommandExplanation, invocation: Invocation) -> int:
        for step in command.steps:
            if step.will == "no":
                write(sys.stderr, f"– {step.step}: {step.text}\n")
        self.called = (invocation.value("name") or "").removeprefix("/")
        status = 0
        for number, stage in enumerate(found, 1):
            answer = self._offer(f"{number}/{len(found)}", " + ".join(stage.steps), self._named(stage, SHORT))
            if answer == "q":
                return self._quit()
            if answer == "s":
                continue
            status = self._one(stage)
            if status and "start" not in stage.steps:
                return self._quit(status)
            self._look(stage, invocation)
        return status

    def _named(self, stage: Stage, length: int | None = None) -> tuple[Word, ...]:
        """The stage's words, with the id where docker made up the name."""
        (own,) = made(self.made[:length]) if self.made else (MADE_UP,)
        return tuple(own if word == MADE_UP else word for word in stage.command)

    def _one(self, stage: Stage) -> int:
        program, *words = (word.text for word in self._named(stage))
        argv = [real_docker(program, self.env.get("PATH", os.defpath)) or program, *words]
        outcome = self._created(argv) if "create" in stage.steps else foreground.run(argv, self.env)
        return self.shell.say_problem(argv[0], outcome).status

    def _created(self, argv: Sequence[str]) -> Outcome:
        """`docker create`, which says the id on standard output."""
        with tempfile.TemporaryFile() as out:
            outcome = foreground.run(argv, self.env, stdout=out.fileno())
            out.seek(0)
            said = out.read().decode("utf-8", "replace")
        write(sys.stdout, said)
        if outcome.status == 0 and said.split():
            self.made = said.split()[-1]
            self.called = self.called or self.made[:SHORT]
        return outcome

    def _look(self, stage: Stage, invocation: Invocation) -> None:
        """The state of the thing, now."""
        if "pull" in stage.steps:
            found = self._asked(invocation, Question("image", (stage.thing,))).image(stage.thing)
            self._say("here" if found else "not-here", 0, image=stage.thing)
            return
        name = self.made if {"create", "start"} & set(stage.steps) and self.made else stage.thing
        held = self._asked(invocation, Question("containers", (name,))).container(name)
        if held:
            write(sys.stderr, self._text("now", name=held.name, status=sentence(self.lang, in_words(held))) + "\n")
        elif held is None:
            self._say("gone", 0, name=self.called if name == self.made else name)

    def _asked(self, invocation: Invocation, question: Question) -> State:
        """The engine that the line goes to."""
        return self.shell.ahead.ask((question,), global_options(invocation), assignments(invocation.call))

    def _quit(self, status: int = STOPPED) -> int:
        if self.made is None:
            return self._say("quit", status)
        return self._say("quit-made", status, name=self.called)

    def _agreed(self) -> bool:
        """Whether the shell may run what stands in the line."""
        self._say("expands", 0)
        return self._read() != "q"

    def _offer(self, place: str, step: str, words: tuple[Word, ...]) -> str:
        """Show the next command, the one at *place* (`2/5`), and give what the person answers."""
        number, _, count = place.partition("/")
        self._say("head", 0, number=number, count=count, step=step, command=longhand(words))
        answer = self._answer()
        if answer == "s":
            self._say("skipped", 0)
        return answer

    def _answer(self) -> str:
        """Enter: go on; s: skip; q or Ctrl-C or the end of the input: quit. Nobody is asked where there is no terminal."""
        if not self.asks:
            return ""
        self._say("keys", 0)
        return self._read()

    def _read(self) -> str:
        try:
            said = os.read(0, 1024)
        except (KeyboardInterrupt, OSError):
            return "q"
        return said.decode("utf-8", "replace").strip().lower()[:1] if said else "q"

    def _say(self, key: str, status: int, **args: str) -> int:
        write(sys.stderr, self._text(key, **args) + "\n")
        return status

    def _text(self, key: str, **args: str) -> str:
        return sentence(self.lang, Say(f"step.{key}", args))
