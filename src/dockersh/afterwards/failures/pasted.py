"""An error's text from anywhere (a log, CI, a chat): which failures it tells of, else which it is near to by its words.

Nobody is asked: the text may come from another machine. What stands before the words (times, levels, services, marks of a CI)
is taken off; a text that a narrow terminal broke into lines is joined again.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterator

from dockersh.afterwards.failures import heard
from dockersh.afterwards.failures.buildcause import FAILED, cause, in_build
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.known import MOST, PRINTED, SOURCES, STEP, known, printed, read
from dockersh.afterwards.failures.options import words
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

LONGEST = 20_000  # characters of a text that are looked at
LINES = 200
LINE = 1_500  # characters of a line: a wording may look from each of them to the end
# What stands before an error: a time, a CI's mark or a build step's number, a service's name, a syslog's host, a chat's quote.
BEFORE = pattern(
    r"^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?|\[[\d:. ]+\]|\d\d:\d\d:\d\d(?:[.,]\d+)?"
    r"|##\[\w+\]|::error[^:]*::|#\d+(?: \d+\.\d+)?|[A-Z][a-z]{2} +\d+ [\d:]+ \S+ [\w.-]+(?:\[\d+\])?:|[\w.-]+\s+\|"
    r"|(?:>|\$|✗|×|❌|`+)(?=\s|`)|fatal: |\[\w+\])\s*"
)
LOGGED = pattern(r"\bmsg=\"((?:[^\"\\]|\\.)*)\"")
# What of a pattern is no word of the error: groups by name, classes, escapes, look-arounds.
NO_WORDS = pattern(r"\(\?P<\w+>(?:\[[^\]]*\]|[^()])*\)|\[(?:\\.|[^\]\\])*\][*+?]*|\\[A-Za-z]|\(\?[:=!<]+|\{\d*,?\d*\}")
WORD = pattern(r"[A-Za-z]{3,}")
# Of what a build step says, this names its cause anywhere: the rest may be any program's, in any place.
OF_STEPS = frozenset(
    (
        "build-tools-missing",
        *("build-step-without-dns", "build-step-without-network", "build-step-certificate"),
        *("apt-key-missing", "apt-signature-unreadable", "apt-clock", "distribution-ended"),
        *("npm-broke-off", "npm-versions-conflict", "npm-lock-differs", "node-openssl", "pip-managed-elsewhere"),
    )
)
CLOCK = pattern(r"(?m)^#\d+ \d+\.\d+ ")  # the builder's own: what stands behind it a step said
ENOUGH = 0.55  # of what both say
OF_PROGRAMS = ("host-unknown", "denied", "refused")  # kinds of words in program.toml that have a page without a line
SHARED = 3  # words
SHORT = 4
COVERED = 0.3  # of the text's own words


class Told(NamedTuple):
    """What a text tells of: *failures* that are known; else one in *near*, whose words are like it."""

    failures: tuple[Failure, ...] = ()
    near: Failure | None = None


def told(text: str) -> Told:
    """The failures of a text, as docker's own errors are read; none where nothing is like it."""
    lines = list(_lines(text[:LONGEST]))[:LINES]
    lines = _of_docker(lines)
    stepped = CLOCK.search(text) is not None
    found: dict[tuple[str, str], Failure] = {}
    for line in (*lines, *((" ".join(lines)[:LINE], "".join(lines)[:LINE]) if len(lines) > 1 else ())):
        failure = read(line) or read(line, "compose up") or printed(line) or _of_a_step(line, stepped=stepped)
        known_already = failure is None or any(code == failure.code for code, _ in found)
        if failure and not (known_already and line not in lines):
            found.setdefault((failure.code, str(sorted(failure.args.items()))), failure)
    if not found:  # what docker only warns of is left out above
        notices = (printed(line) for line in text[:LONGEST].split("\n"))
        found = {(one.code, ""): one for one in notices if one}
    if found:
        return Told(_distinct(in_build(tuple(found.values())[:MOST], heard.lines_of(text[:LONGEST]))))
    ours = next((one for line in lines if (one := _of_a_program(line))), None)
    return Told((ours,)) if ours else Told(near=_near(" ".join(lines)))


def _of_docker(lines: list[str]) -> list[str]:
    """Where the builder tells that a step failed, its own lines: the step's are read by their cause."""
    marks = (heard.ENGINE, heard.CLIENT, heard.BUILDER)
    stepped = any(failure.code == FAILED for line in lines if (failure := read(line)))
    return [line for line in lines if any(mark.search(line) for mark in marks)] if stepped else lines


def _distinct(failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
    """Each failure once, by the line that names most; that a step failed is not told beside why it did."""
    fullest = {one.code: one for one in sorted(failures, key=lambda one: len(one.args))}
    told = tuple(dict.fromkeys(one.code for one in failures))
    caused = any(code in known(STEP) for code in told)
    once = [code for code in told if code in (*known(PRINTED), *known(STEP))]
    return tuple(
        one
        for one in failures
        if not (one.code in once and one is not fullest[one.code]) and not (caused and one.code == FAILED)
    )


def _of_a_program(line: str) -> Failure | None:
    """What a program in a container says when its surroundings stop it: only words that name what they are about."""
    if heard.ENGINE.search(line) or line.startswith(("docker: ", "ERRO[", "FATA[")):
        return None
    for kind in OF_PROGRAMS:
        for one in words()[kind]:
            if (match := one.search(line)) and (named := {name: value for name, value in match.groupdict().items() if value}):
                return Failure(f"program-says-{kind}", named, line)
    return None


def _of_a_step(line: str, *, stepped: bool) -> Failure | None:
    """What a package manager says alike in a build and elsewhere; a name without a dot is a container's, and no download's."""
    found = cause([line])
    near = found and "." not in str(found.args.get("host", "."))
    return found if found and (stepped or (found.code in OF_STEPS and not near)) else None


def _lines(text: str) -> Iterator[str]:
    for line in (one[: 2 * LINE] for one in heard.lines_of(text)):
        logged = LOGGED.search(line)
        bare = _bare(re.sub(r"\\(.)", r"\1", logged[1]) if logged else line)
        if bare and not heard.is_epilogue(bare):
            yield bare


def _bare(line: str) -> str:
    """A line without what stands before its words."""
    while (match := BEFORE.match(line)) and match.end():
        line = line[match.end() :]
    return line.strip("` \t")[:LINE]


def _near(text: str) -> Failure | None:
    """The failure whose wording and the text have most words in common; rare ones weigh more."""
    spoken = _words(text)
    wordings, weight = _wordings()
    scored = [(_likeness(words, spoken, weight), code) for code, words in wordings if len(words & spoken) >= SHARED]
    likeness, code = max(scored, default=(0.0, ""))
    return Failure(code, {}, text) if likeness >= ENOUGH else None


def _likeness(words: frozenset[str], spoken: set[str], weight: dict[str, float]) -> float:
    """How much of a wording is in a text, and how much of the text in the wording."""
    shared = words & spoken
    if len(words) <= SHORT and shared != words:  # three words of four are in many a text
        return 0.0
    told = sum(weight[word] for word in shared) / sum(weight[word] for word in words)
    covered = len(shared) / len(spoken)
    return (told + covered) / 2 if covered >= COVERED else 0.0


@functools.cache
def _wordings() -> tuple[list[tuple[str, frozenset[str]]], dict[str, float]]:
    """Each wording's own words, and how much each word says: the rarer, the more."""
    wordings = [
        (code, frozenset(_words(NO_WORDS.sub(" ", one.pattern))))
        for source in SOURCES
        for code, patterns in known(source).items()
        for one in patterns
    ]
    often = Counter(word for _, words in wordings for word in words)
    return wordings, {word: math.log(1 + len(wordings) / count) for word, count in often.items()}


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}
