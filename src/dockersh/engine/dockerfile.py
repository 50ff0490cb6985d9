"""What a Dockerfile says: its stages, which of them a target needs, and what they take from the context.

Read by the client on this machine, whatever engine builds. https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

INSTRUCTION = pattern(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
VARIABLE = pattern(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
TAKES = pattern(r"(?:--from=|--mount=\S*?\bfrom=)([^\s,]+)")  # of COPY, and of a mount of RUN
HEREDOC = pattern(r"<<-?(['\"]?)(\w+)\1")


class Stage(NamedTuple):
    """One FROM: the image as written with its variables filled in (None: cannot be known), and the name of the stage.

    *takes* are the stages that it copies or mounts from, as they are written; *sources* the plain names that its COPY and ADD
    take from the context; *steps* its instructions.
    """

    base: str | None
    name: str = ""
    takes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    steps: int = 0


# https://docs.docker.com/reference/dockerfile/
INSTRUCTIONS = frozenset(
    (
        *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"),
        *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
    )
)
SYNTAX = pattern(r"^[ \t]*#[ \t]*(?:syntax|escape)[ \t]*=", re.IGNORECASE | re.MULTILINE)
ARG = pattern(r"(\w+)(?:=(\"[^\"]*\"|'[^']*'|\S*))?")
SET = pattern(r"TARGET|BUILD|(?i:https?_proxy|no_proxy|ftp_proxy|all_proxy)")  # variables that a build has by itself
HERE = pattern(r"\d*<<-?[^<\d]\S*$")
# Observed: engines 20.10 and 28.5 refuse the first; of the others 20.10 stops, 28.5 does the step without.
BUILDKIT = ("--mount", "--chmod", "--network", "--security")
EXTENDED = ("RUN", "COPY", "ADD")
NEWER = ("--link", "--checksum", "--exclude", "--parents")
LONGEST = 4096  # characters of a word with variables that is filled in; no reference is as long


class Dockerfile(NamedTuple):
    """*steps* counts the instructions that do something; *sources* are plain names that COPY or ADD take from the context;
    *unknown* are words that no instruction has, unless a frontend of its own or another escape reads it. *checked*: a
    HEALTHCHECK stands in it. *blank* are images after FROM of which their variables leave nothing, or nothing behind the colon;
    *buildkit* what only BuildKit can do, *newer* what the old builder stops at or passes over, by the engine's version.
    """

    stages: tuple[Stage, ...]
    steps: int
    sources: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    checked: bool = False
    blank: tuple[str, ...] = ()
    buildkit: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()

    def needed(self, target: str = "") -> tuple[Stage, ...]:
        """The stages that BuildKit builds for a target (its name, no number; else the last one), in the order of the file.

        Source: moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go; observed with 28.5.2.
        """
        last = self._named(target, len(self.stages)) if target else len(self.stages) - 1
        found: set[int] = set()
        left = [last] if last is not None and self.stages else []
        while left:
            place = left.pop()
            if place not in found:
                found.add(place)
                stage = self.stages[place]
                used = (self._place(name, place) for name in (stage.base or "", *stage.takes))
                left += [one for one in used if one is not None]
        return tuple(self.stages[place] for place in sorted(found))

    def _place(self, name: str, before: int) -> int | None:
        """The stage of that name or number in front of another one; the last of several."""
        if name.isdecimal():
            return int(name) if int(name) < before else None
        return self._named(name, before)

    def _named(self, name: str, before: int) -> int | None:
        named = [place for place, stage in enumerate(self.stages[:before]) if stage.name and stage.name == name.lower()]
        return named[-1] if named else None


def read(text: str, args: dict[str, str]) -> Dockerfile:
    """The stages and sources of a Dockerfile; *args* are the build arguments of the line."""
    stages: list[Stage] = []
    known: dict[str, str] = {}
    unknown: list[str] = []
    steps = 0
    checked = False
    usual = not SYNTAX.search(text)
    found = tuple(instructions(text))
    for name, rest in found:
        unknown += [name] if usual and name not in INSTRUCTIONS else []
        checked = checked or name == "HEALTHCHECK"
        steps += name != "ARG" or bool(stages)
        if name == "ARG" and not stages:
            known.update(_declared(rest, args))
        elif name == "FROM":
            stages.append(_stage(rest, known))
        elif stages:
            stages[-1] = _with(stages[-1], name, rest)
    sources = dict.fromkeys(source for stage in stages for source in stage.sources)
    blank = _blanks(found, args) if usual else ()
    return Dockerfile(tuple(stages), steps, tuple(sources), tuple(unknown), checked, blank, *_extras(found))


def _declared(rest: str, args: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names of an ARG, and the values that they have in FROM."""
    return ((key, args.get(key, value.strip("\"'"))) for key, value in ARG.findall(rest))


def _extras(found: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What only BuildKit can do, and what the old builder passes over on newer engines; each as it is shown."""
    flags = [(name, word.partition("=")[0]) for name, rest in found if name in EXTENDED for word in _leading(rest)]
    heres = [f"{name} <<EOF" for name, rest in found if name in EXTENDED and any(HERE.match(word) for word in rest.split())]
    newer = (*(f"{name} {flag}" for name, flag in flags if flag in NEWER), *heres)
    return tuple(dict.fromkeys(flag for _, flag in flags if flag in BUILDKIT)), tuple(dict.fromkeys(newer))


def _leading(rest: str) -> Iterator[str]:
    """The options in front of an instruction's own words."""
    return takewhile(lambda word: word.startswith("--"), rest.split())


def _blanks(found: Iterable[tuple[str, str]], args: dict[str, str]) -> tuple[str, ...]:
    """Every image after FROM that its variables leave blank: BuildKit stops at each, also in a stage that nobody needs."""
    known: dict[str, str] = {}
    blank: list[str] = []
    begun = False
    for name, rest in found:
        begun = begun or name == "FROM"
        if name == "ARG" and not begun:
            known.update(_declared(rest, args))
        word = next((one for one in rest.split() if not one.startswith("--")), "") if name == "FROM" else ""
        blank += [word] if _is_blank(word, known) else []
    return tuple(blank)


def _is_blank(word: str, known: dict[str, str]) -> bool:
    """Whether the variables of a word, all of a kind that we read, leave nothing of it, or nothing behind its colon."""
    if len(word) > LONGEST:
        return False
    used = [(match[1] or match[3], match[2]) for match in VARIABLE.finditer(word)]
    values = [known.get(name, "") or default or "" for name, default in used]
    others = VARIABLE.sub("", word) + "".join(values)
    if not used or "$" in others or any(SET.match(name) for name, _ in used):
        return False
    left = iter(values)
    filled = VARIABLE.sub(lambda _: next(left), word).strip("\"'")
    return not filled or filled.endswith(":")


def _with(stage: Stage, name: str, rest: str) -> Stage:
    """The stage with one instruction more."""
    copies = name in ("COPY", "ADD")
    takes = TAKES.findall(rest) if copies or name == "RUN" else []
    sources = _sources(rest) if copies else []
    return stage._replace(takes=(*stage.takes, *takes), sources=(*stage.sources, *sources), steps=stage.steps + 1)


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Each instruction in capitals and the rest of it, its lines joined; remarks, here-documents and empty lines left out."""
    lines = iter(text.split("\n"))
    for line in lines:
        if line.lstrip().startswith("#"):
            continue
        pieces, last = [], line
        while last.rstrip().endswith("\\"):
            pieces.append(last.rstrip()[:-1])
            last = next((one for one in lines if one.strip() and not one.lstrip().startswith("#")), "")
        if match := INSTRUCTION.match("".join((*pieces, last))):
            yield match[1].upper(), match[2].strip()
            for _, end in HEREDOC.findall(match[2]):
                next((one for one in lines if one.strip() == end), None)


def _stage(rest: str, known: dict[str, str]) -> Stage:
    words = [word for word in rest.split() if not word.startswith("--")]
    base = _filled(words[0], known) if words else None
    named = len(words) > 2 and words[1].upper() == "AS"
    return Stage(base, words[2].lower() if named else "", steps=1)


def _filled(word: str, known: dict[str, str]) -> str | None:
    """The word with its variables; None where one has no value, and for one that is no name."""
    if len(word) > LONGEST:
        return None
    values = [known.get(match[1] or match[3], "") or match[2] or "" for match in VARIABLE.finditer(word)]
    left = iter(values)
    return VARIABLE.sub(lambda _: next(left), word) if all(values) else None


def _sources(rest: str) -> list[str]:
    """Plain names: no other stage's, no address, no pattern, no variable, no here-document."""
    words = rest.split()
    if any(word.startswith("--from") for word in words) or rest.startswith("[") or "<<" in rest:
        return []
    names = [word for word in words if not word.startswith("--")][:-1]
    return [name for name in names if not re.search(r"[*?\[$\"']|://|^git@", name)]
