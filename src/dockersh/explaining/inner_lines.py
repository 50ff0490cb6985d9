"""Docker lines inside a docker line whose answer is a list: `docker rm $(docker ps -aq)`, `docker ps -aq | xargs docker rm`.

They only read, so they are asked as they stand, and the outer line is planned with the names they give. What the shell would
get when it runs them may differ by then: the line itself is left as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from dockersh.engine import Engine, Question
from dockersh.reading import syntax
from dockersh.reading.invocation import skim
from dockersh.reading.syntax import Call, Line, Word

LISTS = frozenset(("container ls", "image ls", "volume ls", "network ls"))
NEAR = 8  # calls in front of xargs among which is the one that feeds it: between them stand only those inside it
MOST = 5000  # words of an answer; one with more is not planned name by name
XARGS = frozenset(("xargs", "-r", "--no-run-if-empty"))


def filled(line: Line, call: Call, engine: Engine) -> Call:
    """The call with the answers of its inner lists in their place; as it is where one is no plain list, or has no answer."""
    words: list[Word] = []
    for word in call.words:
        about = _substitution(word)
        found = _answer(engine, about, call) if about else None
        words += [word] if found is None else [Word(text, word.span) for text in found]
    about = _piped(line, call)
    if about and (found := _answer(engine, about, call)) is not None:
        last = call.words[-1].span
        words += [Word(text, last) for text in found]
        return call._replace(words=tuple(words), more=False)
    return call._replace(words=tuple(words)) if len(words) != len(call.words) or words != list(call.words) else call


def _answer(engine: Engine, about: tuple[str, ...], call: Call) -> tuple[str, ...] | None:
    """What a list would print, with what the line has set by then; what stands in front of *call* is that call's alone."""
    state = engine.ask((Question("output", about),), (), dict(call.earlier))
    found = state.outputs.get(about) if state.up else None
    return found if found is not None and len(found) <= MOST else None


def _substitution(word: Word) -> tuple[str, ...] | None:
    """The words of the docker line in `$(…)` or backticks, when that is all of the word and it only lists."""
    if word.literal or not word.splits:
        return None
    inside = _within(word.text).strip()
    calls = syntax.parse(inside).calls if inside else ()
    alone = len(calls) == 1 and calls[0].span == (0, len(inside))
    return _list(calls) if alone else None


def _within(text: str) -> str:
    """What a substitution runs; '' where the text is none."""
    if text.startswith("$(") and text.endswith(")"):
        return text[2:-1]
    return text[1:-1] if text[:1] == text[-1:] == "`" else ""


def _piped(line: Line, call: Call) -> tuple[str, ...] | None:
    """The words of the list whose output `xargs` hands to this call, with nothing in between."""
    if not call.more or not {word.text for word in call.before} <= XARGS:
        return None
    start = call.before[0].span.start
    at = bisect_left(line.calls, call.span, key=lambda one: one.span)
    near = line.calls[max(0, at - NEAR) : at]
    feeding = tuple(one for one in near if line.text[one.span.end : start].strip() == "|" and not one.before)
    return _list(feeding)


def _list(calls: tuple[Call, ...]) -> tuple[str, ...] | None:
    if len(calls) != 1 or calls[0].before or not all(word.literal for word in calls[0].words):
        return None
    invocation = skim(calls[0])
    quiet = invocation.on("quiet") or invocation.value("format")
    plain = not invocation.findings and not any(part.kind == "global-flag" for part in invocation.parts)
    return tuple(_words(calls[0])) if invocation.name in LISTS and quiet and plain else None


def _words(call: Call) -> Iterator[str]:
    yield from (word.text for word in call.words[1:])
