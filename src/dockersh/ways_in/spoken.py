"""What was said of a line, before and after it ran, for whoever suggests the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockersh.explaining.foresee import Foreseen, ForeseenCall
from dockersh.finding import Finding, Say, say
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple
from dockersh.texts import SOURCE, of_program
from dockersh.texts.wording import finding_fix

if TYPE_CHECKING:
    from dockersh.afterwards.failures.failure import Failure

WRONG = ("name", "word", "flag", "key", "value", "field")  # what of a finding is the word as it was typed


class Spoken(NamedTuple):
    """*fixes*: what to type instead, of a line that was said to fail, in the language of the source, whose sentences begin
    with what is to be typed; how it *failed*; what *happened* to its objects.

    *printed*: the id that docker printed; *meant*: the line with the nearest names in the place of those that nobody knows,
    one for each.
    """

    fixes: tuple[str, ...] = ()
    failed: Failure | None = None
    happened: tuple[Say, ...] = ()
    meant: tuple[str, ...] = ()
    printed: str = ""

    def of_the_status(self, status: int) -> tuple[Say, ...]:
        """What is known of a docker line that ended so, where no failure of docker's was found."""
        said = tuple(what for what in self.happened if what.key.startswith("statuses."))
        return said or (say("statuses.own", status=str(status)),)


def advised(foreseen: Foreseen | None) -> tuple[str, ...]:
    """What to type instead of what will fail. Nothing in it is masked."""
    calls = foreseen.calls if foreseen else ()
    return tuple([fix for call in calls for fix in _fixes(call)])


def _fixes(foreseen: ForeseenCall) -> Iterator[str]:
    call = foreseen.invocation.call
    lang = of_program(SOURCE, call.program, call.behind)
    fixes = (finding_fix(lang, one) for one in foreseen.findings if one.severity == "error")
    yield from (fix for fix in fixes if fix)


def corrected(line: str, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The line with a near name in the place of the one that was not found."""
    return tuple([better for one in findings if (better := _better(line, one))])


def _better(line: str, found: Finding) -> str:
    near = found.args.get("near", "")
    if found.span is None or found.severity != "error" or not isinstance(near, str) or not near:
        return ""
    start, end = found.span
    typed = [word for key in WRONG if isinstance(word := found.args.get(key), str) and word]
    wrong = next((word for word in typed if word in line[start:end]), "")
    return f"{line[:start]}{line[start:end].replace(wrong, near, 1)}{line[end:]}" if wrong else ""
