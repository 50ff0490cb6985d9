"""Wrong ways through a level, made from its solution by the kinds of mistakes of beginners, and what each should be told."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from dockersh.practice.lessons.levels import Level
from dockersh.practice.lessons.slips import solving
from dockersh.reading.invocation import Invocation

# Lines that only look, and lines without docker: nobody is told anything about them.
LOOKS = ("docker ps", "docker ps -a", "docker images", "docker volume ls", "docker network ls", "docker version", "docker info")
IDS = ("docker ps -q", "docker ps -aq")  # where the level is about looking, they may be an answer
NO_DOCKER = ("ls", "pwd", "echo docker", "cd .")
# Commands that do something else; `{name}` is a container of the level or none.
OTHERS = (
    "docker commit {name} other",
    "docker cp {name}:/etc/hostname .",
    "docker pause {name}",
    "docker wait {name}",
    "docker update --memory 64m {name}",
    "docker network create another",
    "docker tag busybox another",
    "docker create alpine",
    "docker exec {name} ls",
    "docker container prune -f",
)


class Way(NamedTuple):
    """A line, what is wrong with it, and which hints answer it; () where nothing is to be said."""

    kind: str
    line: str
    hints: tuple[str, ...]


def wrong_ways(level: Level) -> list[Way]:
    """All of them, no line twice, and none that the solution has."""
    calls = solving(level)
    names = {call.name for call in calls}
    name = level.names[0] if level.names else "nosuch"
    to_look = any("read" in goal for goal in level.goals)
    others = [line.format(name=name) for line in OTHERS if not any(f"docker {one.typed} " in line for one in calls)]
    looked = ("other", "without", "no-argument", "argument") if to_look else ()
    every = [
        Way("looks", line, looked) for line in (LOOKS if to_look else (*LOOKS, *IDS))
    ]  # first: a call within `$(…)`, taken alone, only looks
    every += [way for call in calls for way in _of(call)]
    every += [Way("other", line, ("other", "argument", "without") if calls else ()) for line in others]
    every += [Way("no-docker", line, ()) for line in NO_DOCKER]
    solved = {one.line for one in level.solution}
    distinct = {way.line: way for way in reversed(every) if way.line not in solved}
    return [way for way in reversed(distinct.values()) if not (way.kind == "looks" and _solves(way.line, names, level))]


def _solves(line: str, names: set[str], level: Level) -> bool:
    """A list that is asked for more than the level wants is right: `docker ps -a` where `docker ps` is."""
    return "container ls" in names and line == "docker ps -a" and level.name in ("ps", "ps-all")


def _of(call: Invocation) -> Iterator[Way]:
    """What can go wrong with one docker call."""
    words = [word.text for word in call.call.words]
    yield Way("docker", shlex.join(["dokcer", *words[1:]]), ("word",))
    yield Way("docker", shlex.join(["docekr", *words[1:]]), ("word",))
    for slipped in (_swapped(words[1]), words[1] + words[1][-1], words[1][:-1], words[1] + "x", "nosuch"):
        yield Way("command", shlex.join(["docker", slipped, *words[2:]]), ("refused", "argument", "other"))
    at = len(call.typed.split()) + 1
    for unknown in ("--nosuch", "--verbsoe"):
        yield Way("option", shlex.join([*words[:at], unknown, *words[at:]]), ("refused",))
    if any("$(" in word for word in words):
        return
    yield from _flags(call, words)
    yield from _arguments(call, words)


def _swapped(word: str) -> str:
    return word[0] + word[2:0:-1] + word[3:] if len(word) > 2 else word[::-1]


def _flags(call: Invocation, words: list[str]) -> Iterator[Way]:
    image = next((part.text for part in call.arguments()), None)
    for part in call.parts:
        if part.kind != "flag":
            continue
        spelt = next(word for word in words if word.startswith("-") and part.flag is not None and _is(word, part.flag))
        index = words.index(spelt)
        size = 1 if part.value is None else 2
        yield Way("without", shlex.join(words[:index] + words[index + size :]), ("without", "no-flag", "refused"))
        if part.value is not None:
            yield from _values(words, index + 1)
        takes_a_command = call.name in ("container run", "container create") and not call.words()
        if image is not None and takes_a_command:
            late = [*words[:index], *words[index + size :], *words[index : index + size]]
            yield Way("late", shlex.join(late), ("late", "refused", "without"))


def _is(word: str, flag: object) -> bool:
    return word in (f"--{getattr(flag, 'name', '')}", f"-{getattr(flag, 'short', '')}")


def _values(words: list[str], index: int) -> Iterator[Way]:
    value = words[index]
    host, colon, inside = value.partition(":")
    wrong = {"value": (f"{value}x", f"my{value}")}
    if colon and host.isdecimal():
        wrong = {"value": (f"{int(host) + 7}:{inside}", f"{host}:{int(inside) + 1}"), "ports": (f"{inside}:{host}", inside)}
    for kind, values in wrong.items():
        for one in values:
            if one != value:
                yield Way(kind, shlex.join([*words[:index], one, *words[index + 1 :]]), (kind, "value", "refused"))


def _arguments(call: Invocation, words: list[str]) -> Iterator[Way]:
    for part in call.arguments():
        index = words.index(part.text)
        for wrong in (f"{part.text}x", "another", part.text[:-1]):
            yield Way(
                "argument", shlex.join([*words[:index], wrong, *words[index + 1 :]]), ("argument", "no-argument", "refused")
            )
        yield Way("no-argument", shlex.join(words[:index] + words[index + 1 :]), ("no-argument", "argument", "refused"))
