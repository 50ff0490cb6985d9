"""The pipeline on one page: a line → its explanation. The only place, besides the aftermath, where texts are looked up."""

from __future__ import annotations

import os.path
import time
from collections.abc import Iterable

from dockersh import syntax, texts
from dockersh.advice import advise
from dockersh.advice.pasted import pasted
from dockersh.catalogue import Command
from dockersh.engine import Engine, NoEngine, State
from dockersh.engine.where import address, elsewhere
from dockersh.explanation import CommandExplanation, Explanation, Finding, Note, Step
from dockersh.finding import SEVERITIES, Say, finding
from dockersh.finding import Finding as Found
from dockersh.invocation import Invocation, read
from dockersh.invocation.questions import assignments, global_options
from dockersh.pieces import decode_all, explain_parts
from dockersh.plan import Plan, Request, only_reads, plan, questions, second_questions
from dockersh.plan import Step as Planned
from dockersh.secrets import mask_line
from dockersh.syntax import Call, Line, Span
from dockersh.typed import TYPE_CHECKING, NamedTuple
from dockersh.wording import finding_fix, finding_text, label, sentence, visible

if TYPE_CHECKING:
    from dockersh.catalogue.installed import Help

NOWHERE = "//docker.example.com"  # what the client calls an engine behind ssh in its errors
MOST_WORDS = 3  # that name a command: `docker buildx imagetools create`


class Situation(NamedTuple):
    """Where the line will run. *stdin_is_terminal* None: nobody knows. *now* in seconds since 1970; None: the clock."""

    stdin_is_terminal: bool | None = None
    now: float | None = None


def explain(
    line: str,
    *,
    lang: str = "en",
    engine: Engine | None = None,
    situation: Situation | None = None,
    help: Help | None = None,  # noqa: A002  the word people look for
) -> Explanation:
    """Explain every docker invocation of one logical line. Prints nothing, runs nothing, never raises for bad input.

    `engine` answers questions about what is there (default: nobody is asked); `lang` is `en` or `ko`;
    `help` says what the installed docker knows of what the catalogue does not (default: nobody is asked).
    """
    parsed = syntax.parse(line)
    pipeline = _Pipeline(parsed, lang, engine or NoEngine(), situation or Situation(), help)
    commands = tuple(pipeline.command(call) for call in parsed.calls)
    findings = [finding(f"line-{parsed.broken}", "error")] if parsed.broken else []
    shown = mask_line(parsed, pipeline.read_calls)
    findings += pasted(parsed, shown)
    return Explanation(shown, lang, commands, _worded(lang, findings))


class _Pipeline:
    """What the calls of one line share: the language, the engine, and whether something before them changed its state."""

    def __init__(self, line: Line, lang: str, engine: Engine, situation: Situation, asked: Help | None) -> None:
        self.asked = asked
        self.line = line
        self.lang = lang
        self.engine = engine
        self.situation = situation
        self.changed = False
        self.silent = False
        self.read_calls: list[Invocation] = []

    def command(self, call: Call) -> CommandExplanation:
        invocation = _with_plugins(self._read(call))
        self.read_calls.append(invocation)
        values, bad = decode_all(invocation)
        invocation = invocation._replace(findings=(*invocation.findings, *bad))
        known_now = self._filled(call, invocation)
        request = self._request(known_now)
        state = self._state(request)
        made = plan(request, state)
        self.changed = self.changed or not only_reads(invocation.name)
        found = (*known_now.findings, *made.findings, *advise(request))
        known = invocation.command is not None
        return CommandExplanation(
            _plain(call.span),
            invocation.name,
            invocation.typed,
            known,
            self._summary(invocation),
            explain_parts(self.line.text, self.lang, invocation, values),
            self._steps(made),
            tuple(Note(name, sentence(self.lang, says)) for name, says in (*_where(request, state), *made.notes)),
            _worded(self.lang, found),
        )

    def _filled(self, call: Call, invocation: Invocation) -> Invocation:
        """For the plan: the lists that other docker lines in this one will give it, asked for now."""
        inside = call.more or any(word.splits and "docker" in word.text for word in call.words)
        if not inside or self.changed or self.silent or invocation.findings:
            return invocation
        from dockersh.inner import filled  # noqa: PLC0415  few lines have one

        known = filled(self.line, call, self.engine)
        if known is call:
            return invocation
        found = read(known)
        if any(one.code in ("missing-argument", "argument-swallowed") for one in found.findings):
            found = found._replace(findings=(finding("empty-list", "error", call.span, command=f"docker {found.typed}"),))
        return found

    def _read(self, call: Call) -> Invocation:
        """Read; what the catalogue does not know is looked up in the installed docker's own help, and read again."""
        invocation = read(call)
        if self.asked is None or not any(_asks_for_help(found) for found in invocation.findings):
            return invocation
        from dockersh.catalogue.installed import learn  # noqa: PLC0415  known lines never need it

        typed = tuple(word.text for word in call.words[1:] if word.literal and not word.text.startswith("-"))
        extra, words = learn(self.asked, typed[:MOST_WORDS], None if _guessed(invocation) else invocation.command)
        return read(call, extra)._replace(help=words) if extra else invocation

    def _request(self, invocation: Invocation) -> Request:
        now = self.situation.now if self.situation.now is not None else time.time()
        terminal = self.situation.stdin_is_terminal if self.line.alone else None
        return Request(mask_line(self.line, [invocation]), invocation, now, terminal, self.line.alone)

    def _state(self, request: Request) -> State:
        """Behind a command that changes things, or an engine that kept us waiting, nobody is asked."""
        if isinstance(self.engine, NoEngine):
            return State("off")
        asked = questions(request)
        call = request.invocation.call
        elsewhere = any(os.path.basename(word.text) == "ssh" for word in call.before)
        if not asked or self.changed or self.silent or elsewhere:
            return State("off")
        state = self.engine.ask(asked, global_options(request.invocation), assignments(call))
        if state.up and (more := second_questions(request, state)):
            state = state.joined(self.engine.ask(more, global_options(request.invocation), assignments(call)))
        if NOWHERE in state.endpoint:
            state = state._replace(endpoint=address(global_options(request.invocation), assignments(call), os.environ))
        self.silent = state.status == "silent"
        if state.status == "denied" and call.before:
            return State("off")  # sudo may well be allowed to
        return state

    def _summary(self, invocation: Invocation) -> str:
        command = invocation.command
        if command is None:
            return label(self.lang, "unknown-command")
        text = texts.raw(self.lang, command.stems[0], "command") if command.stems else invocation.help.get("")
        return texts.short(text) if text else ""

    def _steps(self, made: Plan) -> tuple[Step, ...]:
        return tuple(self._step(one) for one in made.steps)

    def _step(self, one: Planned) -> Step:
        same_as = visible(one.same_as) if one.same_as else None
        return Step(one.step, one.will, one.reason, sentence(self.lang, one.says), same_as, one.before, one.after)


def _where(request: Request, state: State) -> tuple[tuple[str, Say], ...]:
    """The engine that the line goes to, where somebody was asked and it is not this machine's."""
    if state.status == "off" or state.absent_context:
        return ()
    invocation = request.invocation
    found = elsewhere(global_options(invocation), assignments(invocation.call), os.environ)
    return (("engine", Say("notes.engine-elsewhere", {"where": found})),) if found else ()


def _asks_for_help(found: Found) -> bool:
    return found.code.startswith("unknown-") or found.code in ("plugin-missing", "prints-its-own")


def _guessed(invocation: Invocation) -> bool:
    """Whether the command is only what a slip of the fingers was probably meant to be."""
    return any(found.code == "unknown-command-near" for found in invocation.findings)


def _with_plugins(invocation: Invocation) -> Invocation:
    """A command we do not know is no mistake where a plugin of this machine brings it."""
    if not invocation.findings or not (invocation.command is None or invocation.command.plugin or _guessed(invocation)):
        return invocation
    from dockersh.catalogue import plugins  # noqa: PLC0415  few lines have such a command

    word = invocation.typed.partition(" ")[0]
    if _guessed(invocation) and plugins.installed(word):
        invocation = read(invocation.call, {word: Command(word, "[ARG...]", 0, None, {}, {}, (), plugin=True)})
    brought = [found for found in invocation.findings if plugins.installed(str(found.args.get("word", "")))]
    return invocation._replace(findings=tuple(found for found in invocation.findings if found not in brought))


def _worded(lang: str, found: Iterable[Found]) -> tuple[Finding, ...]:
    """Findings as sentences, the gravest first, equals in the order found."""
    ordered = sorted(found, key=lambda one: SEVERITIES.index(one.severity))
    return tuple(
        Finding(one.code, one.severity, _plain(one.span) if one.span else None, finding_text(lang, one), finding_fix(lang, one))
        for one in ordered
    )


def _plain(span: Span) -> tuple[int, int]:
    return span.start, span.end
