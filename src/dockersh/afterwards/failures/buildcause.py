"""A build's failure with what stands around its error: the place, and why the step failed, by what it printed last.

A step's own words are read only where its builder says that it failed: what other steps print is no failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dockersh.afterwards.failures import buildplace
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.known import STEP, known
from dockersh.startup.lazy_regex import pattern

FAILED = "build-step-failed"
# A failure that means something else at this instruction: what `--from` names is another image, and not the build context.
ELSEWHERE = {"copy-source-missing": (pattern(r"--from=|\bfrom="), "copy-from-missing")}
CLASSIC = pattern(r"^(?:ERROR: Service '[^']+' failed to build ?: ?)?The command '")
ENDED = pattern(r"^#(\d+) ERROR: process ")
LOG = pattern(r"^#(\d+) \d+\.\d+ (.*)$")  # of the plain progress, which shows all that a step prints
LAST = 10  # lines before the old builder's error, which marks nothing; as many as BuildKit shows again


def in_build(failures: Iterable[Failure], lines: Sequence[str]) -> tuple[Failure, ...]:
    """The failures of a build whose builder said these lines; a step that failed is told by its cause where that is known."""
    place = buildplace.find(lines)
    return tuple(_explained(one, place, lines)._replace(where=place.say()) for one in failures)


def _explained(failure: Failure, place: buildplace.Place, lines: Sequence[str]) -> Failure:
    if failure.code == FAILED:
        why = cause([*_logged(lines), *place.printed, *_classic(lines)])
        return failure._replace(code=why.code, args={**failure.args, **why.args}) if why else failure
    sign, code = ELSEWHERE.get(failure.code, (None, failure.code))
    return failure._replace(code=code) if sign and sign.search(place.instruction) else failure


def cause(printed: Iterable[str]) -> Failure | None:
    """Why a step failed that printed these lines, without times in front of them."""
    said = list(printed)
    for code, patterns in known(STEP).items():
        for match in (found for line in said for one in patterns if (found := one.search(line))):
            return Failure(code, {name: value for name, value in match.groupdict().items() if value}, match.string)
    return None


def _logged(lines: Sequence[str]) -> Iterator[str]:
    """What the step that failed has printed, of the plain progress."""
    ended = next((match[1] for line in reversed(lines) if (match := ENDED.search(line))), None)
    logs = (LOG.search(line) for line in lines if ended)
    return (match[2].strip() for match in logs if match and match[1] == ended)


def _classic(lines: Sequence[str]) -> Sequence[str]:
    end = next((at for at, line in enumerate(lines) if CLASSIC.search(line)), 0)
    return lines[max(0, end - LAST) : end]
