"""`step LINE`: a line carried out one stage at a time, each by the docker command that does just that stage.

The commands are the plan's own longhands, so that what is shown is what runs, and the end is the same as the plain line's:
`docker run …` = pull if missing, `docker create …`, `docker start --attach …`. Between two stages the person looks around.
"""

from __future__ import annotations

import os
import subprocess
import sys

from dockersh import delegate, syntax
from dockersh.engine import Question
from dockersh.explanation import CommandExplanation
from dockersh.finding import Say
from dockersh.invocation import read
from dockersh.outcome import HANDED_ON
from dockersh.pipeline import Situation, explain
from dockersh.plan.foresee import status as in_words
from dockersh.shell import Shell, stdin_is_terminal, write
from dockersh.typed import NamedTuple
from dockersh.wording import sentence

RANDOM = "CONTAINER"  # stands in a longhand for a name that docker makes up
PART_OF_OTHERS = frozenset(("create-volume",))  # the engine makes them when it makes the container
STOPPED, FAILED = 130, 1


class Stage(NamedTuple):
    """One docker command, and the steps of the plan that it does."""

    steps: tuple[str, ...]
    command: str
    thing: str


def stages(command: CommandExplanation) -> tuple[Stage, ...]:
    """The stages of a planned command; empty where a step has no docker command of its own."""
    found: list[Stage] = []
    for step in command.steps:
        if step.will == "no" or step.step in PART_OF_OTHERS or step.reason == "when-it-ends":
            continue
        if step.same_as is None:
            return ()
        if found and found[-1].command == step.same_as:  # attach and start are one command
            found[-1] = found[-1]._replace(steps=(*found[-1].steps, step.step))
        else:
            found.append(Stage((step.step,), step.same_as, step.same_as.split(" ")[-1]))
    return tuple(found)


class Stepper:
    """Carries out one line. *made* is the container that came into being on the way."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.lang = shell.settings.lang
        self.made: str | None = None
        self.asks = stdin_is_terminal() and os.isatty(2)

    def run(self, line: str) -> int:
        """Explain, then carry out stage by stage. Gives the status of the last one, 130 where somebody quit."""
        parsed = syntax.parse(line)
        if len(parsed.calls) != 1 or parsed.calls[0].before or parsed.calls[0].span.end < len(line.rstrip()):
            return self._say("one-docker-line", FAILED)
        explained = explain(line, lang=self.lang, engine=self.shell.engine, situation=Situation(stdin_is_terminal()))
        (command,) = explained.commands
        found = stages(command)
        if command.refused:
            for one in command.findings[:1]:
                write(sys.stderr, f"✗ {one.text}\n")
            return self._say("refused", FAILED)
        if len(found) < 2 and not any(step.will == "no" for step in command.steps):
            return self._say("one-step", FAILED)
        return self._all(found, command)

    def _all(self, found: tuple[Stage, ...], command: CommandExplanation) -> int:
        for step in command.steps:
            if step.will == "no":
                write(sys.stderr, f"– {step.step}: {step.text}\n")
        status = 0
        for number, stage in enumerate(found, 1):
            text = stage.command.replace(RANDOM, self.made) if self.made else stage.command
            head = {"number": str(number), "count": str(len(found)), "step": " + ".join(stage.steps), "command": text}
            self._say("head", 0, **head)
            answer = self._answer()
            if answer == "q":
                return self._quit()
            if answer == "s":
                self._say("skipped", 0)
                continue
            status = self._one(stage, text)
            if status and "start" not in stage.steps:
                return self._quit(status)
            self._look(stage)
        return status

    def _one(self, stage: Stage, text: str) -> int:
        env = {**self.shell.env, HANDED_ON: "1"}
        argv = [delegate.user_shell(self.shell.env), "-c", text]
        if "create" not in stage.steps:
            return delegate.run(argv, env).status
        done = subprocess.run(argv, env=env, stdout=subprocess.PIPE, check=False)  # noqa: S603  the person's own line
        write(sys.stdout, done.stdout.decode("utf-8", "replace"))
        name = next((part.value for part in read(syntax.parse(text).calls[0]).flags("name")), None)
        if done.returncode == 0:
            self.made = name or done.stdout.decode("ascii", "replace").strip()[:12]
        return done.returncode

    def _look(self, stage: Stage) -> None:
        """The state of the thing, now."""
        name = self.made if {"create", "start"} & set(stage.steps) else None
        if "pull" in stage.steps:
            found = self.shell.engine.ask((Question("image", (stage.thing,)),)).image(stage.thing)
            self._say("here" if found else "not-here", 0, image=stage.thing)
        elif name or stage.thing:
            held = self.shell.engine.ask((Question("containers", (name or stage.thing,)),)).container(name or stage.thing)
            if held:
                write(sys.stderr, self._text("now", name=held.name, status=sentence(self.lang, in_words(held))) + "\n")
            elif held is None:
                self._say("gone", 0, name=name or stage.thing)

    def _quit(self, status: int = STOPPED) -> int:
        if self.made is None:
            return self._say("quit", status)
        return self._say("quit-made", status, name=self.made)

    def _answer(self) -> str:
        """Enter: go on; s: skip; q or Ctrl-C or the end of the input: quit. Nobody is asked where there is no terminal."""
        if not self.asks:
            return ""
        self._say("keys", 0)
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
