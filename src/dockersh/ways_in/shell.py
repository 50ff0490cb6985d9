"""One line from start to end, for all three ways in: explain, hand on, say what happened."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence

from dockersh.client.maker import maker
from dockersh.client.real_docker import real_docker
from dockersh.engine import Engine, NoEngine
from dockersh.execute.outcome import HANDED_ON, Outcome
from dockersh.explaining.foresee import Situation, foresee
from dockersh.explaining.word import word
from dockersh.explanation import Explanation
from dockersh.finding import Say
from dockersh.machine import limits
from dockersh.machine.given import environment
from dockersh.reading import syntax
from dockersh.reading.invocation.questions import prints_an_id
from dockersh.reading.syntax import Line
from dockersh.reading.syntax.words import mentions
from dockersh.render import Detail, render
from dockersh.render.choose import Colour, style
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING, Literal, NamedTuple
from dockersh.texts import SOURCE, of_program
from dockersh.texts.wording import sentence
from dockersh.ways_in.introduction import Introduction
from dockersh.ways_in.seen import Seen
from dockersh.ways_in.spoken import Spoken, advised, corrected
from dockersh.ways_in.streams import STDERR, STDOUT, stdin_is_terminal, write
from dockersh.ways_in.told import Told, places

if TYPE_CHECKING:
    from dockersh.afterwards.failures.failure import Failure
    from dockersh.execute import foreground
    from dockersh.practice import rules
    from dockersh.reading.catalogue.installed import InstalledHelp
    from dockersh.ways_in import said_after
    from dockersh.ways_in.said_after import Speaker
else:
    rules = Later("dockersh.practice.rules")  # most sessions are no practice
    said_after = Later("dockersh.ways_in.said_after")  # when the line has run
    foreground = Later("dockersh.execute.foreground")  # once the explanation stands there; what is only explained needs none

# Their two streams come interleaved from one place: copying one of them would change the order on the screen.
INTERLEAVED = frozenset(("container logs", "compose logs", "service logs"))


# Steps whose things can be brought back, by the lines that are kept of them.
TAKES_AWAY = frozenset(("remove", "remove-volume", "remove-network", "delete-image", "untag", "rename"))


class Settings(NamedTuple):
    """What the person chose. *detail* `auto` means full until something was seen often, then brief.

    *fail_on*: severities for which what is only explained has status 1.
    *shell_options* are for the shell that runs the line (`-e`, `-o pipefail`). *practice* is the home of a practice session.
    *private*: nothing of what runs is kept, neither the lines that bring something back.
    """

    lang: str = SOURCE
    detail: Detail = "full"
    colour: Colour = "auto"
    ask_engine: bool = True
    explain_only: bool = False
    json: bool = False
    confirm: Literal["never", "loss", "always"] = "never"
    shell_options: tuple[str, ...] = ()
    fail_on: tuple[str, ...] = ()
    practice: str = ""
    private: bool = False


class Shell:
    """Explains and runs lines with one set of settings.

    What it says goes to standard error, except with `explain_only`.
    """

    def __init__(self, settings: Settings, env: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self.engine: Engine = NoEngine()  # of what is only explained
        self.ahead: Engine = NoEngine()  # of what runs next
        self.after: Engine = NoEngine()
        self.help: InstalledHelp | None = None
        self.adopt(environment() if env is None else env)
        self.seen, self.drawn, self.said_next = Seen(), "", False  # whether it was told what to type afterwards
        self.last_failure: Failure | None = None
        self.unexplained: tuple[Say, ...] = ()  # of the last docker line that failed, where that has no cause we know
        self.spoken, self.introduction = Spoken(), Introduction()
        self.prompts, self.stays = False, True  # a prompt waits for what is asked after a line; in a script's first folder

    def adopt(self, env: Mapping[str, str]) -> None:
        """Go on in another environment: its PATH may have another docker, its DOCKER_HOST another engine."""
        self.env = dict(env)
        self.docker = real_docker(path=self.env.get("PATH", os.defpath))
        if self.settings.ask_engine:
            from dockersh.engine.docker import DockerEngine, time_box  # noqa: PLC0415
            from dockersh.reading.catalogue.installed import InstalledHelp  # noqa: PLC0415  not for those who ask nobody

            self.engine = DockerEngine(self.docker, time_box(self.env))
            self.ahead = DockerEngine(self.docker, time_box(self.env), before_a_run=True)
            self.after = DockerEngine(self.docker, time_box(self.env, limits.AFTER), before_a_run=True)
            self.help = InstalledHelp(self.docker) if self.docker else None

    def ask_nobody(self) -> None:
        """From now on the engine of the lines is another one than ours: what it holds is not known."""
        self.engine = self.ahead = self.after = NoEngine()

    def line(self, text: str, arguments: Sequence[str] = ()) -> Outcome:
        """Explain a logical line and, unless `explain_only`, run it as `sh -c` would."""
        told = self.say_explanation(text, syntax.parse(text))
        if told.done is not None:
            return told.done
        return self.said_after(told, self._hand_on(text, told, arguments))

    def argv(self, words: Sequence[str]) -> Outcome:
        """Explain and run a docker command given as words (`dockersh docker ps`): docker gets exactly these words."""
        import shlex  # noqa: PLC0415  only this way in needs it

        text = shlex.join(words)
        told = self.say_explanation(text, syntax.parse(text))
        if told.done is not None:
            return told.done
        return self.said_after(told, self._docker([self._program(words[0]), *words[1:]], told))

    def said_after(self, told: Told, outcome: Outcome) -> Outcome:
        """The outcome as it is; why it failed, and what became of the line's objects, is said."""
        self.say_failure(told, outcome)
        self.say_aftermath(told, outcome)
        if outcome.status and told.line.dockers and outcome.problem is None:
            self.last_failure, self.unexplained = self.spoken.failed, self.spoken.of_the_status(outcome.status)
        return outcome

    def say_explanation(self, text: str, parsed: Line) -> Told:
        """Print the explanation where it belongs; what was foreseen and told."""
        settings = self.settings
        if settings.practice and (away := rules.complaint(parsed, settings.practice, settings.lang)):
            write(sys.stderr, away)
            return Told(parsed, done=Outcome(1))
        if settings.detail == "off" and not settings.explain_only and not settings.json:
            return Told(parsed)
        ours = parsed.calls or (parsed.broken and mentions(text))
        if not ours and not settings.json:
            return Told(parsed, done=Outcome(0) if settings.explain_only else None)
        # What is only explained may run anywhere: our own input says nothing about it.
        terminal = None if settings.explain_only or settings.json else stdin_is_terminal()
        engine = self.engine if settings.explain_only or settings.json else self.ahead
        foreseen = foresee(parsed, engine, self.situation(terminal=terminal), self.help)
        explanation = word(foreseen, settings.lang)
        if settings.json:
            write(sys.stdout, explanation.to_json() + "\n")
            return Told(parsed, foreseen, done=self._judged(explanation))
        return self._shown(Told(parsed, foreseen), explanation)

    def situation(self, *, terminal: bool | None = None) -> Situation:
        """Where our lines run: in this folder, with the program that answers to docker's name here."""
        return Situation(terminal, places=places(self.env, stays=self.stays), behind=maker(self.docker))

    def _shown(self, told: Told, explanation: Explanation) -> Told:
        """Print it: where the line is only explained on standard output, else before the command on standard error."""
        settings = self.settings
        detail = self._detail(told)
        descriptor = STDOUT if settings.explain_only else STDERR
        if detail == "auto" and told.foreseen is not None:
            explanation = self.seen.news(explanation, told.foreseen)
        self.spoken = Spoken(advised(told.foreseen), meant=corrected(told.line.text, told._replace(said=True).findings))
        explanation = self.introduction.once(explanation)
        self.said_next = any(note.note == "after" for command in explanation.commands for note in command.notes)
        drawn = render(explanation, detail, style(descriptor, settings.colour, self.env))
        if settings.explain_only:
            write(sys.stdout, drawn)
            return told._replace(done=self._judged(explanation))
        said = bool(drawn) and not (settings.detail == "auto" and drawn == self.drawn)  # the same again is not said again
        if said:
            self.drawn = drawn
            write(sys.stderr, drawn + "\n")  # a blank line before docker speaks
        done = self._refused(told)
        if done is None:
            self._keep(told)
        return told._replace(said=said, done=done)

    def _keep(self, told: Told) -> None:
        """Keep what brings back the things that the line is about to take away."""
        calls = told.foreseen.calls if told.foreseen and not self.settings.private else ()
        steps = [step for call in calls if not (call.refused or call.invocation.call.foreign) for step in call.plan.steps]
        if not any(step.step in TAKES_AWAY and step.will != "no" for step in steps):
            return
        from dockersh.recreate import recipes  # noqa: PLC0415  most lines take nothing away

        now = time.time()
        recipes.keep(recipes.file(self.env), recipes.of(steps, self.ahead, now), now)

    def _judged(self, explanation: Explanation) -> Outcome:
        """Of what is only explained: 1 where something is as grave as `--fail-on` says."""
        found = (*explanation.findings, *(one for command in explanation.commands for one in command.findings))
        return Outcome(int(any(one.severity in self.settings.fail_on for one in found)))

    def _refused(self, told: Told) -> Outcome | None:
        """Ask where something would be lost, and somebody is there to answer; None: go on."""
        mode = "loss" if self.settings.detail == "failures" and self.settings.confirm == "never" else self.settings.confirm
        if mode == "never" or not (stdin_is_terminal() and os.isatty(STDERR)):
            return None
        from dockersh.ways_in.confirm import answer, asks  # noqa: PLC0415  most lines are not asked about

        asked = told.foreseen is not None and asks(told.foreseen, mode)
        status = answer(self.settings.lang) if asked else 0
        return Outcome(status) if status else None

    def _detail(self, told: Told) -> Detail:
        """How much of this line: with `failures` what will fail, and what is lost; what is only explained, all the same."""
        chosen = self.settings.detail
        if chosen == "off":
            return "full" if self.settings.explain_only else "off"
        if chosen != "failures" or told.foreseen is None or told.foreseen.refused:
            return chosen
        from dockersh.ways_in.confirm import asks  # noqa: PLC0415  as above

        return "brief" if asks(told.foreseen, "loss") else "off"

    def _hand_on(self, text: str, told: Told, arguments: Sequence[str]) -> Outcome:
        """A line of plain words goes straight to docker; every other one to the user's shell, as typed."""
        parsed, options = told.line, self.settings.shell_options
        if parsed.plain and len(parsed.calls) == 1 and not parsed.calls[0].before and not options:
            words = [word.text for word in parsed.calls[0].words]
            return self._docker([self._program(words[0]), *words[1:]], told)
        env = {**self.env, HANDED_ON: "1"} if parsed.calls else self.env
        argv = [foreground.user_shell(self.env), *options, "-c", text, *arguments]
        return self.say_problem(argv[0], foreground.run(argv, env, listen=self.listens(told), read=self.reads(told)))

    def listens(self, told: Told) -> bool:
        """Whether standard error is copied to be explained: not where that could show on the screen."""
        parsed = told.line
        if self.settings.detail == "off" or not parsed.dockers:
            return False
        if not foreground.one_output():
            return True
        if INTERLEAVED & {invocation.name for invocation in told.invocations}:
            return False
        return parsed.plain or not told.has_others

    def reads(self, told: Told) -> bool:
        """Whether standard output is copied: of a line that prints nothing but the id of the container it makes."""
        listens = self.settings.detail != "off" and told.line.alone
        return listens and any(prints_an_id(invocation) for invocation in told.invocations)

    def _program(self, word: str) -> str:
        """The program for the word in front: the real docker, never ourselves; `docker-compose` and paths as they are."""
        return real_docker(word, self.env.get("PATH", os.defpath)) or word

    def _docker(self, argv: Sequence[str], told: Told) -> Outcome:
        outcome = foreground.run(argv, self.env, listen=self.listens(told), read=self.reads(told))
        return self.say_problem(argv[0], outcome)

    def say_problem(self, program: str, outcome: Outcome) -> Outcome:
        """One line where the program could not be started; the outcome as it is."""
        if outcome.problem is not None:
            what = said_after.problem(program, outcome)
            self.last_failure, self.unexplained = None, (what,)
            write(sys.stderr, sentence(of_program(self.settings.lang, os.path.basename(program)), what) + "\n")
        return outcome

    def say_failure(self, told: Told, outcome: Outcome) -> None:
        """What docker's error means, why here, what to type next; nothing where docker did not fail."""
        if outcome.errors is not None and told.line.dockers and not told.line.prompts:  # with a prompt the shell ran another
            failed = said_after.failure(self._speaker(STDERR), told, outcome)
            self.last_failure = failed or self.last_failure
            self.spoken = self.spoken._replace(failed=failed)

    def failure_text(self, failure: Failure, descriptor: int = STDERR, *, full: bool = False) -> str:
        """The failure explained; with `full` the long form of its page too. Ends in a newline."""
        return said_after.failure_text(self._speaker(descriptor), failure, full=full)

    def say_aftermath(self, told: Told, outcome: Outcome) -> None:
        """A line on what became of the line's objects; where nobody watches, only on what a failure left behind."""
        watched = os.isatty(STDOUT) or os.isatty(STDERR)
        silent = self.settings.detail == "off" or outcome.problem or told.line.prompts
        if not silent and (watched or outcome.status):
            by = said_after.patient(self._speaker(STDERR), told, None if self.prompts else self.docker, self.env)
            said = said_after.aftermath(by, told, outcome, watched=watched, explained=self.spoken.failed is not None)
            self.spoken = self.spoken._replace(happened=said, printed=outcome.printed or "")

    def worded(self, what: Say) -> str:
        """A sentence of the aftermath, as it is drawn on standard error."""
        return said_after.worded(self._speaker(STDERR), what)

    def _speaker(self, descriptor: int) -> Speaker:
        settings = self.settings
        look = style(descriptor, settings.colour, self.env)
        return said_after.Speaker(settings.lang, settings.detail, look, self.ahead, self.after, self.seen, self.said_next)
