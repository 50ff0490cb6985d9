"""What a line puts into the environment of its later commands: `export DOCKER_HOST=… && docker ps`, `A=1; docker ps`.

Not a shell: it says which variables are other ones than before, with their values as typed, and in doubt it says one too many.
"""

from __future__ import annotations

from collections.abc import Iterable

from dockersh.reading.syntax.words import ASSIGNMENT, Call

SEPARATORS = ";&|\n"
MARKS = ("=", "unset", "read", "eval", "for ", "printf")  # without any of them nothing is set
# Commands whose words set variables that stay, and words that may stand in front of a command.
SETS = frozenset(("export", "declare", "typeset", "local", "readonly", "set", "setenv", "eval"))
UNSETS = frozenset(("unset",))
READS = frozenset(("read", "mapfile", "readarray", "getopts", "for"))
FRONT = frozenset(("then", "do", "else", "if", "while", "until", "!", "{", "(", "time", "builtin", "command"))
ENGINES = ("docker-env", "docker-machine", "podman-machine")  # whose output, evaluated, chooses another engine
MOST = 500  # variables of one line
DECIDED_LATER = "$"  # the value of a variable that only the shell knows


def with_settings(text: str, calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """The calls of a line, each with what the line sets before it, and for it alone (`earlier`)."""
    if not any(mark in text for mark in MARKS):
        return calls
    found: tuple[tuple[str, str], ...] = ()
    out = []
    at = 0
    for call in calls:
        *before, last = _commands(_without(text, at, call))
        more = _together(before)
        found = tuple({**dict(found), **more}.items())[:MOST] if more else found
        alone = tuple(_pair(word) for word in last if ASSIGNMENT.fullmatch(word))
        out.append(call._replace(earlier=found + alone) if found or alone else call)
        at = max(at, call.span.end)
    return tuple(out)


def _without(text: str, start: int, call: Call) -> str:
    """The text from *start* to a call, without what stands in `call.before`."""
    pieces = []
    for word in call.before:
        if word.span.start >= start and ASSIGNMENT.fullmatch(word.text.lstrip("'\"")):
            pieces.append(text[start : word.span.start])
            start = word.span.end
    return "".join((*pieces, text[start : max(start, call.span.start)]))


def settings(text: str) -> dict[str, str]:
    """The variables that commands of a text leave set, to their values as typed; '' for one that is taken away."""
    return _together(_commands(text)) if any(mark in text for mark in MARKS) else {}


def _together(commands: Iterable[list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for command in commands:
        found.update(_of(command))
    return found


def _commands(text: str) -> list[list[str]]:
    """The words of each command, roughly: behind `-c` a script begins."""
    for mark in SEPARATORS[1:]:
        text = text.replace(mark, ";")
    out: list[list[str]] = []
    for piece in text.split(";"):
        out.append([])
        script = False
        for word in piece.split():
            if script:
                out.append([*(one for one in out[-1] if ASSIGNMENT.fullmatch(one))])
            script = word.startswith("-") and word.endswith("c")
            out[-1].append(word.lstrip("'\"`({"))
    return [[word for word in words if word] for words in out]


def _of(words: list[str]) -> dict[str, str]:
    while words and words[0] in FRONT:
        words = words[1:]
    given = [word for word in words if ASSIGNMENT.fullmatch(word)]
    name = words[0] if words else ""
    if name == "eval" and any(mark in word for word in words for mark in ENGINES):
        return {"DOCKER_HOST": DECIDED_LATER}
    if name in SETS or len(given) == len(words):
        return dict(_pair(word) for word in given)
    if name in UNSETS or name in READS:
        return dict.fromkeys((word.strip("'\"") for word in words[1:]), "" if name in UNSETS else DECIDED_LATER)
    at = words.index("-v") + 1 if name == "printf" and "-v" in words else 0
    return {words[at]: DECIDED_LATER} if 0 < at < len(words) else {}


def _pair(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name.rstrip("+"), value.strip("'\"`)}")
