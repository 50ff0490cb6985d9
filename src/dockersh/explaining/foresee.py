"""What a line will do, in codes and arguments: read, asked about, planned and advised on. No language is in it."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from dockersh import permissions
from dockersh.engine import Engine, NoEngine, State, of
from dockersh.engine.second_round import joined
from dockersh.engine.where import address, elsewhere
from dockersh.explaining import in_branch, other_engines
from dockersh.explaining.secrets import Hidden, has_secret, mask_line
from dockersh.finding import Finding, Say, finding
from dockersh.foresight.advice import advise
from dockersh.foresight.advice.pasted import pasted
from dockersh.foresight.inside import entrypoint
from dockersh.foresight.plan import Plan, Request, only_reads, plan, questions, second_questions
from dockersh.foresight.refusals import refused_by_client
from dockersh.foresight.things import things
from dockersh.reading.catalogue import Command
from dockersh.reading.invocation import Invocation, decode, skim
from dockersh.reading.invocation.questions import assignments, global_options
from dockersh.reading.syntax import Call, Line, Span
from dockersh.reading.syntax.made import run_by
from dockersh.reading.syntax.places import OWN, Places, filled
from dockersh.reading.syntax.words import mentions
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dockersh.reading.catalogue.installed import Help

NOWHERE = "//docker.example.com"  # what the client calls an engine behind ssh in its errors
MOST_WORDS = 3  # that name a command: `docker buildx imagetools create`


# In front of docker: what runs it with other folders, or at another time.
ELSEWHERE = frozenset(
    ("ssh", "su", "sh", "bash", "dash", "zsh", "ksh", "ash", "eval", "watch", "trap", "alias", "find", "chroot", "env")
)
MOVES = pattern(r"(?<![\w./-])(?:cd|pushd|popd)(?![\w./-])")
LOOPS = pattern(r"\b(?:for|while|until)\s")


class Situation(NamedTuple):
    """Where the line will run. *stdin_is_terminal* None: nobody knows. *now* in seconds since 1970; None: the clock.

    *places*: the folder and the home folder of the shell that runs it, empty where the line may run anywhere. *behind*: the
    program that answers to docker's name there (`podman`), where it is another one.
    """

    stdin_is_terminal: bool | None = None
    now: float | None = None
    places: Places = Places()
    behind: str = ""


class ForeseenCall(NamedTuple):
    """One docker invocation of a line: what was read, what the engine said, what it will do, what there is to mind.

    *planned* is the call that the plan is about: the invocation's, with the answers of lists that stand in it. *places* are
    those that were known of it; *entrypoint* is the image's own program, where it takes the line's words;
    *things* what those are that the line names, by their place in it.
    """

    invocation: Invocation
    planned: Call
    state: State
    plan: Plan
    notes: tuple[tuple[str, Say], ...]
    findings: tuple[Finding, ...]
    places: Places = Places()
    entrypoint: tuple[str, ...] = ()
    things: Mapping[Span, Say] = {}

    @property
    def refused(self) -> bool:
        """Whether docker will refuse it or fail."""
        return any(found.severity == "error" for found in self.findings)


class Foreseen(NamedTuple):
    """A line foreseen, call by call; *findings* are those about the line as a whole. Nothing in it is masked."""

    line: Line
    calls: tuple[ForeseenCall, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def invocations(self) -> tuple[Invocation, ...]:
        """The docker invocations of the line, read and decoded, in the order typed."""
        return tuple([call.invocation for call in self.calls])

    @property
    def refused(self) -> bool:
        """Whether docker will refuse one of them or fail."""
        return any(call.refused for call in self.calls)


def hidden_of(line: Line, call: Call) -> Hidden:
    """The secrets of one call, in front of it included."""
    begin = call.before[0].span.start if call.before else call.span.start
    return Hidden(line.text, begin, call.span.end)


def foresee(
    line: Line,
    engine: Engine | None = None,
    situation: Situation | None = None,
    help: Help | None = None,  # noqa: A002  as in explain
) -> Foreseen:
    """Foresee every docker invocation of a line. Prints nothing, runs nothing, never raises for bad input.

    `engine` answers questions about what is there, `help` says what the installed docker knows of what the catalogue does not;
    without them nobody is asked.
    """
    situation = situation or Situation()
    line = run_by(line, situation.behind)
    foreseer = _Foreseer(line, _patient(engine), situation, help)
    calls = tuple(foreseer.call(call) for call in line.calls)
    broken = [finding(f"line-{line.broken}", "error")] if line.broken else []
    shown = mask_line(line, [call.invocation for call in calls])
    return Foreseen(line, calls, (*broken, *pasted(line, shown)))


def _patient(engine: Engine | None) -> Engine:
    """The engine, not asked again once it was silent."""
    if engine is None or isinstance(engine, NoEngine):
        return NoEngine()
    from dockersh.engine.patience import Patient  # noqa: PLC0415  lines that ask nobody do without

    return Patient(engine)


class _Foreseer:
    """What the calls of one line share: the engine, and whether something before them changed its state."""

    def __init__(self, line: Line, engine: Engine, situation: Situation, asked: Help | None) -> None:
        self.asked = asked
        self.line = line
        self.moves = not line.alone and not {"cd", "pushd"}.isdisjoint(line.text.split())
        self.engine = engine
        self.situation = situation
        moved = MOVES.search(line.text)
        self.moved_at = moved.start() if moved else len(line.text)  # from there on the folder is another one
        self.loops = moved is not None and LOOPS.search(line.text) is not None
        self.hidden: Hidden | None = None
        self.changed = False
        self.silent = False

    def call(self, call: Call) -> ForeseenCall:
        places = self._places(call)
        call = self._placed(call, places)
        invocation = decode(_with_plugins(self._skim(call)))
        invocation = invocation._replace(findings=(*invocation.findings, *refused_by_client(invocation)))
        known_now = self._filled(call, invocation)
        request = self._request(known_now)
        state = self._state(request)
        request = other_engines.served(request, state)
        planned = plan(request, state)
        self.changed = self.changed or not only_reads(invocation.name)
        found = (*known_now.findings, *planned.findings, *advise(request, state))
        if call.foreign:
            planned, found = other_engines.of_another(request, state, planned, found)
        elif state.served:
            planned, found = other_engines.of_socket(request, state, planned, (*known_now.findings, *advise(request, state)))
        elif call.chance:
            planned, found = in_branch.judged(self._request(invocation), planned, found)
        notes = (*_where(request, state), *planned.notes)
        taken = entrypoint(request, state) or () if invocation.words() and not invocation.flags("entrypoint") else ()
        return ForeseenCall(invocation, known_now.call, state, planned, notes, found, places, taken, things(request, state))

    def _places(self, call: Call) -> Places:
        """The places that hold for a call: behind `cd` the folder is another one, on another machine or in an alias all is."""
        places = self.situation.places
        if not {os.path.basename(word.text) for word in call.before}.isdisjoint(ELSEWHERE):
            return Places()
        return places._replace(folder="") if self.loops or self.moved_at < call.span.start else places

    def _placed(self, call: Call, places: Places) -> Call:
        """The call with what the shell fills in where we know it: its folder, its home, variables that the line sets."""
        if not (places.folder or places.home) or all(word.literal for word in call.words):
            return call
        begin = call.before[0].span.start if call.before else call.span.start
        known = places.variables(self.line.text[:begin], frozenset(name for name, _ in call.earlier) & OWN)
        self.hidden = self.hidden or Hidden(self.line.text)
        secrets = self.hidden.secrets
        clear = {name: value for name, value in known.items() if not _is_secret(name, value, secrets)}
        return call._replace(words=tuple(filled(word, clear, places) or word for word in call.words))

    def _filled(self, call: Call, invocation: Invocation) -> Invocation:
        """For the plan: the lists that other docker lines in this one will give it, asked for now."""
        inside = call.more or any(word.splits and mentions(word.text) for word in call.words)
        if not inside or not call.engine or self.changed or self.silent or invocation.findings:
            return invocation
        from dockersh.explaining.inner_lines import filled  # noqa: PLC0415  few lines have one

        known = filled(self.line, call, of(self.engine, call))
        if known is call:
            return invocation
        found = decode(skim(known), invocation)
        lacking = any(one.code in ("missing-argument", "argument-swallowed", "build-needs-context") for one in found.findings)
        return _empty(found) if lacking else found

    def _skim(self, call: Call) -> Invocation:
        """Read; what the catalogue does not know is looked up in the installed docker's own help, and read again."""
        invocation = skim(call)
        if self.asked is None or call.foreign or not any(_asks_for_help(found) for found in invocation.findings):
            return invocation
        if not permissions.own_settings(global_options(invocation), assignments(call), os.environ):
            return invocation  # its plugins are others than ours
        from dockersh.reading.catalogue.installed import learn  # noqa: PLC0415  known lines never need it

        hidden = hidden_of(self.line, call).secrets
        plain = (word.text for word in call.words[1:] if word.literal and not word.text.startswith("-"))
        typed = tuple(word for word in plain if not any(one in word for one in hidden))  # they go into the cache
        extra, words = learn(self.asked, typed[:MOST_WORDS], None if _guessed(invocation) else invocation.command)
        return skim(call, extra)._replace(help=words) if extra else invocation

    def _request(self, invocation: Invocation) -> Request:
        now = self.situation.now if self.situation.now is not None else time.time()
        piped = False if invocation.call.input else None
        terminal = self.situation.stdin_is_terminal if self.line.alone else piped
        return Request(mask_line(self.line, [invocation]), invocation, now, terminal, self.line.alone, self.moves)

    def _state(self, request: Request) -> State:
        """Behind a command that changes things, or an engine that kept us waiting, nobody is asked."""
        call = request.invocation.call
        engine = of(self.engine, call)
        if isinstance(engine, NoEngine):
            return State("off")
        asked = questions(request)
        away = any(os.path.basename(word.text) == "ssh" for word in call.before)
        if not asked or self.changed or self.silent or away:
            return State("off")
        state = engine.ask(asked, global_options(request.invocation), assignments(call))
        if state.up and (more := second_questions(request, state)):
            state = joined(state, engine.ask(more, global_options(request.invocation), assignments(call)))
        if NOWHERE in state.endpoint:
            state = state._replace(endpoint=address(global_options(request.invocation), assignments(call), os.environ))
        self.silent = state.status == "silent"
        if state.status == "denied" and call.before:
            return State("off")  # sudo may well be allowed to
        return state


def _is_secret(name: str, value: str, secrets: list[str]) -> bool:
    return has_secret(f"{name}={value}") or any(one in value for one in secrets)


def _empty(found: Invocation) -> Invocation:
    """A list that gives no names now: the command will lack its argument."""
    command = f"{found.call.program} {found.typed}"
    return found._replace(findings=(finding("empty-list", "error", found.call.span, command=command),))


def _where(request: Request, state: State) -> tuple[tuple[str, Say], ...]:
    """What was not asked, and why; the engine that the line goes to, where somebody was asked and it is not this machine's."""
    left = state.not_asked
    name = "not-read" if left and left.reason.startswith("compose") else "not-asked"
    said = ((name, Say(f"notes.not-asked-{left.reason}", {"what": left.what})),) if left else ()
    if state.status == "off" or state.absent_context:
        return said
    invocation = request.invocation
    if invocation.call.engine == "podman":
        return said
    found = elsewhere(global_options(invocation), assignments(invocation.call), os.environ)
    return (("engine", Say("notes.engine-elsewhere", {"where": found})), *said) if found else said


def _asks_for_help(found: Finding) -> bool:
    return found.code.startswith("unknown-") or found.code in ("plugin-missing", "prints-its-own")


def _guessed(invocation: Invocation) -> bool:
    """Whether the command is only what a slip of the fingers was probably meant to be."""
    return any(found.code == "unknown-command-near" for found in invocation.findings)


def _with_plugins(invocation: Invocation) -> Invocation:
    """A command we do not know is no mistake where a plugin of this machine brings it."""
    if not invocation.findings or not (invocation.command is None or invocation.command.plugin or _guessed(invocation)):
        return invocation
    from dockersh.client import plugins  # noqa: PLC0415  few lines have such a command

    word = invocation.typed.partition(" ")[0]
    about = (global_options(invocation), assignments(invocation.call), os.environ)
    other = None if permissions.own_settings(*about) else permissions.settings_folder(*about)

    def installed(name: str) -> bool:
        return plugins.installed(name) or (other is not None and plugins.lies_in(other, name))

    if _guessed(invocation) and installed(word):
        invocation = skim(invocation.call, {word: Command(word, "[ARG...]", 0, None, {}, {}, (), plugin=True)})
    brought = [found for found in invocation.findings if installed(str(found.args.get("word", "")))]
    return invocation._replace(findings=tuple(found for found in invocation.findings if found not in brought))
