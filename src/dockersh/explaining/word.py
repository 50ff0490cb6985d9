"""What was foreseen, in a person's language. The only place, besides the aftermath, where texts are looked up."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from dockersh import texts
from dockersh.explaining.effects import effects
from dockersh.explaining.foresee import Foreseen, ForeseenCall, hidden_of
from dockersh.explaining.parts import Around, explain_parts
from dockersh.explaining.secrets import Hidden, mask_line
from dockersh.explanation import CommandExplanation, Explanation, Note
from dockersh.explanation import Finding as WordedFinding
from dockersh.explanation import Step as WordedStep
from dockersh.finding import SEVERITIES, Finding
from dockersh.foresight.step import Step
from dockersh.reading.invocation import Invocation, skim
from dockersh.reading.syntax import Call, Line, Span, Word
from dockersh.reading.syntax.made import line_of
from dockersh.texts.wording import finding_fix, finding_text, label, sentence, visible


def word(foreseen: Foreseen, lang: str) -> Explanation:
    """The explanation of a line in `lang`, its secrets masked."""
    line = foreseen.line
    shown = mask_line(line, foreseen.invocations)
    commands = tuple(_command(line, call, spoken_of(lang, call.invocation.call)) for call in foreseen.calls)
    about = spoken_of(lang, line.calls[0]) if line.calls else lang
    return Explanation(shown, lang, commands, _findings(about, foreseen.findings, Hidden(line.text)))


def spoken_of(lang: str, call: Call) -> str:
    """The language in which a call is spoken of: of the program that runs, by the name that was typed."""
    return texts.of_program(lang, call.program, call.behind)


@functools.lru_cache(maxsize=16)
def longhand(command: tuple[Word, ...]) -> str:
    """The words of a step as a line to read: with its secrets masked."""
    line = line_of(command)
    return visible(mask_line(line, [skim(call) for call in line.calls]))


def _command(line: Line, foreseen: ForeseenCall, lang: str) -> CommandExplanation:
    invocation = foreseen.invocation
    hidden = hidden_of(line, invocation.call)
    return CommandExplanation(
        _plain(invocation.call.span),
        invocation.name,
        invocation.typed,
        invocation.command is not None,
        _summary(lang, invocation),
        explain_parts(
            mask_line(line, [invocation]), lang, invocation, Around(foreseen.places, foreseen.entrypoint, foreseen.things)
        ),
        tuple(_step(lang, step, foreseen.planned, hidden) for step in foreseen.plan.steps),
        tuple(Note(name, sentence(lang, hidden.say(says))) for name, says in foreseen.notes),
        _findings(lang, foreseen.findings, hidden),
        invocation.call.program,
        effects(foreseen),
    )


def _summary(lang: str, invocation: Invocation) -> str:
    command = invocation.command
    if command is None:
        return label(lang, "unknown-command")
    text = texts.raw(lang, command.stems[0], "command") if command.stems else invocation.help.get("")
    return texts.short(text) if text else ""


def _step(lang: str, step: Step, call: Call, hidden: Hidden) -> WordedStep:
    other = step.command and step.command != call.words  # the line itself is not said again
    same_as = hidden.text(longhand(step.command)) if other else None
    said = sentence(lang, hidden.say(step.says))
    return WordedStep(step.step, step.will, step.reason, said, same_as, step.before, step.after)


def _findings(lang: str, found: Iterable[Finding], hidden: Hidden) -> tuple[WordedFinding, ...]:
    """Findings as sentences, the gravest first, equals in the order found."""
    known = [one._replace(args=hidden.args(one.args)) for one in found]
    ordered = sorted(known, key=lambda one: SEVERITIES.index(one.severity))
    return tuple(_finding(lang, one) for one in ordered)


def _finding(lang: str, one: Finding) -> WordedFinding:
    span = _plain(one.span) if one.span else None
    return WordedFinding(one.code, one.severity, span, finding_text(lang, one), finding_fix(lang, one))


def _plain(span: Span) -> tuple[int, int]:
    return span.start, span.end
