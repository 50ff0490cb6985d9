"""One line from start to end, for all three ways in: explain, hand on, say what happened."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from dockersh import syntax
from dockersh.binary import real_docker
from dockersh.engine import Engine, NoEngine
from dockersh.explanation import Explanation
from dockersh.finding import Say, say
from dockersh.invocation import read
from dockersh.later import Later
from dockersh.outcome import HANDED_ON, NOT_FOUND, Outcome
from dockersh.pipeline import Situation, explain
from dockersh.plan.client import ALONE
from dockersh.render import Detail, render
from dockersh.render.choose import Colour, style
from dockersh.seen import Seen
from dockersh.syntax import Line
from dockersh.typed import TYPE_CHECKING, Literal, NamedTuple, TextIO
from dockersh.wording import sentence, visible

if TYPE_CHECKING:
    from dockersh import delegate
    from dockersh.catalogue.installed import InstalledHelp
    from dockersh.failures.failure import Failure
else:
    delegate = Later("dockersh.delegate")  # once the explanation stands there; what is only explained needs none

STDOUT, STDERR = 1, 2
AFTER = 0.1  # seconds that a question may take after the command: the next prompt waits for it
# Said even where nobody watches.
LEFT_BEHIND = frozenset(("aftermath.created-and-stays",))
# Their two streams come interleaved from one place: copying one of them would change the order on the screen.
INTERLEAVED = frozenset(("container logs", "compose logs", "service logs"))


class Settings(NamedTuple):
    """What the person chose. *detail* `auto` means full until something was seen often, then brief.

    *shell_options* are for the shell that runs the line (`-e`, `-o pipefail`).
    """

    lang: str = "en"
    detail: Detail = "full"
    colour: Colour = "auto"
    ask_engine: bool = True
    explain_only: bool = False
    json: bool = False
    confirm: Literal["never", "loss", "always"] = "never"
    shell_options: tuple[str, ...] = ()


class Shell:
    """Explains and runs lines with one set of settings.

    What it says goes to standard error, except with `explain_only`.
    """

    def __init__(self, settings: Settings, env: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self.engine: Engine = NoEngine()
        self.after: Engine = NoEngine()
        self.help: InstalledHelp | None = None
        self.adopt(os.environ if env is None else env)
        self.seen = Seen()
        self.drawn = ""
        self.last_failure: Failure | None = None
        self.foreseen: frozenset[str] = frozenset()  # the findings that the last explanation told of
        self.refusal_told = False  # whether one of them was that docker refuses the line

    def adopt(self, env: Mapping[str, str]) -> None:
        """Go on in another environment: its PATH may have another docker, its DOCKER_HOST another engine."""
        self.env = dict(env)
        self.docker = real_docker(path=self.env.get("PATH", os.defpath))
        if self.settings.ask_engine:
            from dockersh.catalogue.installed import InstalledHelp  # noqa: PLC0415  not for those who ask nobody
            from dockersh.engine.docker import DockerEngine, time_box  # noqa: PLC0415

            self.engine = DockerEngine(self.docker, time_box(self.env))
            self.after = DockerEngine(self.docker, time_box(self.env, AFTER))
            self.help = InstalledHelp(self.docker) if self.docker else None

    def line(self, text: str, arguments: Sequence[str] = ()) -> Outcome:
        """Explain a logical line and, unless `explain_only`, run it as `sh -c` would."""
        parsed = syntax.parse(text)
        if (done := self.say_explanation(text, parsed)) is not None:
            return done
        outcome = self._hand_on(text, parsed, arguments)
        self.say_failure(parsed, outcome)
        self.say_aftermath(parsed, outcome)
        return outcome

    def argv(self, words: Sequence[str]) -> Outcome:
        """Explain and run a docker command given as words (`dockersh docker ps`): docker gets exactly these words."""
        import shlex  # noqa: PLC0415  only this way in needs it

        text = shlex.join(words)
        parsed = syntax.parse(text)
        if (done := self.say_explanation(text, parsed)) is not None:
            return done
        outcome = self._docker([self._program(words[0]), *words[1:]], listen=self._listens(parsed))
        self.say_failure(parsed, outcome)
        self.say_aftermath(parsed, outcome)
        return outcome

    def say_explanation(self, text: str, parsed: Line) -> Outcome | None:
        """Print the explanation where it belongs. What came of it when that was all there is to do; None: the line runs."""
        settings = self.settings
        self.foreseen = frozenset()
        self.refusal_told = False
        if settings.detail == "off" and not settings.explain_only and not settings.json:
            return None
        ours = parsed.calls or (parsed.broken and "docker" in text)
        if not ours and not settings.json:
            return Outcome(0) if settings.explain_only else None
        # What is only explained may run anywhere: our own input says nothing about it.
        terminal = None if settings.explain_only or settings.json else stdin_is_terminal()
        explanation = explain(text, lang=settings.lang, engine=self.engine, situation=Situation(terminal), help=self.help)
        if settings.json:
            write(sys.stdout, explanation.to_json() + "\n")
            return Outcome(0)
        descriptor = STDOUT if settings.explain_only else STDERR
        drawn = render(explanation, self._detail(explanation), style(descriptor, settings.colour, self.env))
        if settings.explain_only:
            write(sys.stdout, drawn)
        elif drawn and not (settings.detail == "auto" and drawn == self.drawn):  # the same again is not said again
            self.drawn = drawn
            told = [one for command in explanation.commands for one in command.findings]
            self.foreseen = frozenset(one.code for one in told)
            self.refusal_told = any(one.severity == "error" for one in told)
            write(sys.stderr, drawn + "\n")  # a blank line before docker speaks
        return Outcome(0) if settings.explain_only else self._refused(explanation)

    def _refused(self, explanation: Explanation) -> Outcome | None:
        """Ask where something would be lost, and somebody is there to answer; None: go on."""
        if self.settings.confirm == "never" or not (stdin_is_terminal() and os.isatty(STDERR)):
            return None
        from dockersh.confirm import answer, asks  # noqa: PLC0415  most lines are not asked about

        status = answer(self.settings.lang) if asks(explanation, self.settings.confirm) else 0
        return Outcome(status) if status else None

    def _detail(self, explanation: Explanation) -> Detail:
        if self.settings.explain_only and self.settings.detail == "off":
            return "full"
        return self.seen.detail(explanation) if self.settings.detail == "auto" else self.settings.detail

    def _hand_on(self, text: str, parsed: Line, arguments: Sequence[str]) -> Outcome:
        """A line of plain words goes straight to docker; every other one to the user's shell, as typed."""
        options = self.settings.shell_options
        if parsed.plain and len(parsed.calls) == 1 and not parsed.calls[0].before and not options:
            words = [word.text for word in parsed.calls[0].words]
            return self._docker([self._program(words[0]), *words[1:]], listen=self._listens(parsed))
        env = {**self.env, HANDED_ON: "1"} if parsed.calls else self.env
        return delegate.run(
            [delegate.user_shell(self.env), *options, "-c", text, *arguments], env, listen=self._listens(parsed)
        )

    def _listens(self, parsed: Line) -> bool:
        """Whether standard error is copied to be explained: not where that could show on the screen."""
        if self.settings.detail == "off" or not parsed.calls:
            return False
        if not delegate.one_output():
            return True
        if INTERLEAVED & {read(call).name for call in parsed.calls}:
            return False
        return parsed.plain or not _others(parsed)

    def _program(self, word: str) -> str:
        """The program for the word in front: the real docker, never ourselves; `docker-compose` and paths as they are."""
        return real_docker(word, self.env.get("PATH", os.defpath)) or word

    def _docker(self, argv: Sequence[str], *, listen: bool) -> Outcome:
        outcome = delegate.run(argv, self.env, listen=listen)
        if outcome.problem is not None:
            what = say("aftermath.not-started", command=argv[0], reason=outcome.problem)
            if outcome.status == NOT_FOUND:
                alone = os.path.basename(argv[0]) == ALONE
                what = say("aftermath.compose-not-found" if alone else "aftermath.not-found")
            write(sys.stderr, sentence(self.settings.lang, what) + "\n")
        return outcome

    def say_failure(self, parsed: Line, outcome: Outcome) -> None:
        """What docker's error means, why here, what to type next; nothing where docker did not fail."""
        if outcome.errors is None or not parsed.calls or parsed.prompts:  # with a prompt the shell ran something else
            return
        from dockersh.failures.found import found, was_foreseen  # noqa: PLC0415  most lines do not fail

        failures = found([read(call) for call in parsed.calls], outcome, self.engine)
        for index, failure in enumerate(failures):
            self.last_failure = failure
            if failure.code != "unknown" or os.isatty(STDERR):
                # An error in words that nobody knows, behind one that was told, is that one.
                before = was_foreseen(failure, self.foreseen) or (failure.code == "unknown" and self.refusal_told)
                drawn = self._as_foreseen() if before else self.failure_text(failure)
                write(sys.stderr, drawn if index or outcome.errors.endswith("\n") else "\n" + drawn)

    def _as_foreseen(self) -> str:
        """One line for what was said before the command already."""
        from dockersh.render.failed import failed  # noqa: PLC0415  most lines do not fail

        text = sentence(self.settings.lang, say("failed.as-foreseen"))
        return failed(text, None, None, style(STDERR, self.settings.colour, self.env))

    def failure_text(self, failure: Failure, descriptor: int = STDERR, *, full: bool = False) -> str:
        """The failure explained; with `full` the long form of its page too. Ends in a newline."""
        from dockersh.failures.page import page  # noqa: PLC0415  most lines do not fail
        from dockersh.render.failed import failed  # noqa: PLC0415

        told = page(self.settings.lang, failure)
        text = failed(told.text, told.why, told.fix, style(descriptor, self.settings.colour, self.env))
        return f"{visible(failure.line)}\n{text}{told.more and told.more + chr(10)}" if full else text

    def say_aftermath(self, parsed: Line, outcome: Outcome) -> None:
        """A line on what became of the line's objects; where nobody watches, only on what a failure left behind."""
        if self.settings.detail == "off" or outcome.problem or parsed.prompts:
            return
        watched = os.isatty(STDOUT) or os.isatty(STDERR)
        if not watched and not outcome.status:
            return
        from dockersh.aftermath import what_happened  # noqa: PLC0415  nothing that comes before the command waits for it

        for call in parsed.calls:
            for what in what_happened(read(call), outcome, self.after):
                if watched or what.key in LEFT_BEHIND:
                    self._say(what)

    def _say(self, what: Say) -> None:
        """One sentence, on a new line where Ctrl-P Ctrl-Q left the cursor behind the container's prompt."""
        from dockersh.render.cells import ascii_marks, wrap  # noqa: PLC0415  most lines have no aftermath

        look = style(STDERR, self.settings.colour, self.env)
        text = "\n".join(wrap(sentence(self.settings.lang, what), look.columns)) + "\n"
        left = "\n" if what.key == "aftermath.left-running" else ""
        write(sys.stderr, left + (ascii_marks(text) if look.ascii else text))


def _others(parsed: Line) -> bool:
    """Whether the line has programs besides docker: words outside of docker's invocations."""
    rest = list(parsed.text)
    for call in parsed.calls:
        rest[call.span.start : call.span.end] = " " * (call.span.end - call.span.start)
    return any(char.isalpha() for char in rest)


def stdin_is_terminal() -> bool:
    """Whether standard input is a terminal; False when it is closed."""
    try:
        return os.isatty(0)
    except OSError:
        return False


def write(stream: TextIO | None, text: str) -> None:
    """Print now, and never fail for it: a closed pipe, or a locale that cannot show a character, must not stop docker."""
    if stream is None or not text:
        return
    try:
        data = text.encode(stream.encoding or "utf-8", "backslashreplace")
        stream.flush()
        stream.buffer.write(data)
        stream.flush()
    except (OSError, ValueError, AttributeError):
        return
