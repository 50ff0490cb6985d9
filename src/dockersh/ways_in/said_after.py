"""What is said when a line has run: why it failed, and what became of its objects."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from dockersh import texts
from dockersh.afterwards.failures.failure import Failure
from dockersh.engine import Engine, NoEngine, of
from dockersh.execute.outcome import NOT_FOUND, Outcome
from dockersh.explaining.secrets import Hidden
from dockersh.finding import Finding, Say, say
from dockersh.foresight.refusals.client.version_and_plugins import ALONE
from dockersh.machine import limits
from dockersh.reading.syntax.words import DOCKER
from dockersh.render import Detail, Style
from dockersh.startup.typed import NamedTuple
from dockersh.texts import SOURCE
from dockersh.texts.wording import finding_fix, sentence, visible
from dockersh.ways_in.seen import Seen
from dockersh.ways_in.streams import STDERR, on_a_new_line, write
from dockersh.ways_in.told import Told

# Said even where nobody watches.
LEFT_BEHIND = frozenset(("aftermath.created-and-stays",))
# What a status may mean where nothing better is known.
UNEXPLAINED = frozenset(("statuses.exec-126", "statuses.exec-127"))
# What was wanted: at detail `failures` nobody wants to hear of it.
WENT_WELL = frozenset(
    f"aftermath.{key}"
    for key in (
        *("left-running", "still-running", "in-background", "running-again", "created", "ran", "ran-interactive", "stopped"),
        *("ran-and-removed", "removed", "pulled", "pruned", "freed", "images-deleted", "names-deleted"),
        *("service-created", "service-started", "service-stopped", "service-removed", "service-paused"),
    )
)


class Speaker(NamedTuple):
    """In which language, how much and for which terminal; the engines to ask before and after a run.

    *said_next*: the explanation told what to type afterwards.
    """

    lang: str
    detail: Detail
    style: Style
    ahead: Engine
    after: Engine
    seen: Seen
    said_next: bool = False

    def about(self, told: Told) -> Speaker:
        """The same, in the words of the program that the line's first call runs."""
        calls = [found.invocation.call for found in told.foreseen.calls[:1]] if told.foreseen else []
        return self._replace(lang=texts.of_program(self.lang, calls[0].program, calls[0].behind)) if calls else self


def problem(program: str, outcome: Outcome) -> Say:
    """That a program could not be started."""
    if outcome.status == NOT_FOUND and program in DOCKER:
        return say("aftermath.compose-not-found" if program == ALONE else "aftermath.not-found")
    return say("aftermath.not-started", command=program, reason=outcome.problem or "")


def failure(by: Speaker, told: Told, outcome: Outcome) -> Failure | None:
    """Say what docker's error means; the last failure that was found."""
    from dockersh.afterwards.failures.found import found, without_secrets  # noqa: PLC0415  most lines do not fail

    by = by.about(told)
    last, errors = None, outcome.errors or ""
    for index, plain in enumerate(found(told.invocations, outcome, by.ahead)):
        last = without_secrets(plain, told.line.text)
        if last.code != "unknown" or os.isatty(STDERR):
            before = _foretold(last, told)
            drawn = _as_foreseen(by, last, before) if before else failure_text(by, last)
            on_a_new_line("\n" if index else errors)
            write(sys.stderr, drawn)
    return last


def _foretold(known: Failure, told: Told) -> Finding | None:
    """What was said before the command of this failure; of several, one that says what to type.

    An error in words that nobody knows, after one that was told, is that one.
    """
    from dockersh.afterwards.failures.found import was_foreseen  # noqa: PLC0415  most lines do not fail

    about = [found for found in told.findings if was_foreseen(known, {found.code})]
    if known.code == "unknown":
        about = [found for found in told.findings if found.severity == "error"]
    one = next((found for found in about if finding_fix(SOURCE, found)), about[0] if about else None)
    return one and one._replace(args=Hidden(told.line.text).args(one.args))


def _as_foreseen(by: Speaker, known: Failure, before: Finding) -> str:
    """For what was said before the command already: where, and what to type, which then stands beside the prompt.

    Where the failure has a cure, it is the one that was said then: docker's own words know less of the line.
    """
    from dockersh.afterwards.failures.page import page  # noqa: PLC0415  most lines do not fail
    from dockersh.render.failed import failed  # noqa: PLC0415

    text = sentence(by.lang, say("failed.as-foreseen"))
    own = page(by.lang, known)
    fix = own.fix and (finding_fix(by.lang, before) or own.fix)
    return failed(text, None, fix, by.style, own.where)


def failure_text(by: Speaker, known: Failure, *, full: bool = False) -> str:
    """The failure explained; with `full` the long form of its page too. Ends in a newline."""
    from dockersh.afterwards.failures.page import page  # noqa: PLC0415  most lines do not fail
    from dockersh.render.failed import failed  # noqa: PLC0415

    told = page(by.lang, known)
    text = failed(told.text, told.why, told.fix, by.style, told.where)
    said = visible(known.line) and visible(known.line) + "\n"
    return f"{said}{text}{told.more and told.more + chr(10)}" if full else text


def patient(by: Speaker, told: Told, docker: str | None, env: Mapping[str, str]) -> Speaker:
    """With more time for the engine's answer, where something was started in the background. *docker* None: a prompt waits."""
    if docker is None or isinstance(by.after, NoEngine) or not any(one.on("detach") for one in told.invocations):
        return by
    from dockersh.engine.docker import DockerEngine, time_box  # noqa: PLC0415  most lines start nothing

    return by._replace(after=DockerEngine(docker, time_box(env, limits.STARTED), before_a_run=True))


def aftermath(by: Speaker, told: Told, outcome: Outcome, *, watched: bool, explained: bool = False) -> tuple[Say, ...]:
    """Say what became of the line's objects, and give it back; where nobody watches, only what was left behind.

    *explained*: why the line failed was said, so that its status needs no words.
    """
    from dockersh.afterwards.aftermath import what_happened  # noqa: PLC0415  nothing before the command waits for it
    from dockersh.afterwards.aftermath.sure import sure  # noqa: PLC0415

    by = by.about(told)
    hidden = Hidden(told.line.text)
    dockers = sure(told.line, outcome)
    happened: list[Say] = []
    told_of = False
    for invocation in told.invocations:
        for what in what_happened(invocation, outcome, of(by.after, invocation.call), sure=dockers):
            if (watched and not (explained and what.key in UNEXPLAINED)) or what.key in LEFT_BEHIND:
                happened.append(hidden.say(what))
                if _is_told(by, outcome, what):
                    on_a_new_line("\n" if told_of else "")
                    told_of = True
                    write(sys.stderr, worded(by, hidden.say(_shorter(by, what))))
    return tuple(happened)


def _is_told(by: Speaker, outcome: Outcome, what: Say) -> bool:
    return by.detail != "failures" or outcome.status != 0 or what.key not in WENT_WELL


def _shorter(by: Speaker, what: Say) -> Say:
    """Without what to type next, where that was said before."""
    short = f"{what.key}-known"
    if by.detail != "auto" or not texts.raw(by.lang, *short.split(".", 1)):
        return what
    return what._replace(key=short) if by.seen.knows(f"note {what.key}") or by.said_next else what


def worded(by: Speaker, what: Say) -> str:
    """One sentence, wrapped."""
    from dockersh.render.cells import ascii_marks, wrap  # noqa: PLC0415  most lines have no aftermath

    look = by.style
    text = "\n".join(wrap(sentence(by.lang, what), look.columns)) + "\n"
    return ascii_marks(text) if look.ascii else text
