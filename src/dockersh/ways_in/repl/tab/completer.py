"""Tab at the prompt: the same suggestions as in bash, zsh and fish, asked for in a thread.

A thread of our own, which nobody waits for: prompt_toolkit's belongs to the event loop, and Ctrl-C or Enter while the engine
thinks would only be heard once it has answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from dockersh.engine import Engine
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.complete import Suggestion, Suggestions, gone, suggest
from dockersh.ways_in.complete.ours import ALSO, STANDS_FOR
from dockersh.ways_in.repl.tab import empty_line, named_words
from dockersh.ways_in.repl.tab.own_words import Word, beside, words


class LineCompleter(Completer):
    """prompt_toolkit's completer over `suggest`. *engine* is asked at every Tab: it can change, as the desk's language can."""

    def __init__(self, engine: Callable[[], Engine], desk: Desk) -> None:
        self.engine = engine
        self.desk = desk

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What fits at the cursor; our own commands where a line begins, and what belongs to them."""
        del complete_event
        text, cursor = document.text, document.cursor_position
        before = text[:cursor]
        if not text.strip():
            yield from (_whole(word, 0) for word in empty_line.lines(self.desk.lang, self.engine()))
            return
        own = words(self.desk, before)
        beginning = len(before.rpartition(" ")[2])
        known = [_whole(word, beginning, " ") for word in (beside(self.desk, before) if own is None else own)]
        yield from known
        if own is not None:
            return
        if named_words.is_named(before, self.desk.lines):
            yield from self._named(before)
            return
        given = {one.text for one in known}
        for line, at in lines(text, cursor):
            yield from (one for one in self._docker(line, at) if one.text not in given)

    def _docker(self, line: str, at: int) -> Iterable[Completion]:
        """What fits in a docker line, or in one of the shell's."""
        found = self._suggest(line, at)
        yield from (_completion(one, found.start - at) for one in found.items)

    def _named(self, before: str) -> Iterator[Completion]:
        """What fits as the next word of a line that is kept."""
        named = named_words.place(before, self.desk.lines)
        for one in named_words.offered(named, self._suggest) if named else ():
            yield _completion(one, -len(before.rpartition(" ")[2]))

    def _suggest(self, line: str, at: int) -> Suggestions:
        return suggest(line, at, engine=self.engine(), lang=self.desk.lang, prompt=True)

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """The same, while keys are still heard."""
        for one in await _in_a_thread(lambda: list(self.get_completions(document, complete_event))):
            yield one


OURS = "dockersh "


def as_docker(text: str, cursor: int) -> tuple[str, int]:
    """A line of ours as the line that takes the same words, docker's or of our command in a shell; and the cursor in it."""
    if gone.BEGINS.match(text[:cursor]):
        return OURS + text, cursor + len(OURS)
    for begins, stands in STANDS_FOR:
        if found := re.match(begins, text[:cursor]):
            return stands + text[found.end() :], cursor - found.end() + len(stands)
    return text, cursor


def lines(text: str, cursor: int) -> Iterator[tuple[str, int]]:
    """The lines that a line of ours is completed as, each with its cursor."""
    yield as_docker(text, cursor)
    for begins, stands in ALSO:
        if found := re.match(begins, text[:cursor]):
            yield stands + text[found.end() :], cursor - found.end() + len(stands)


def _completion(one: Suggestion, start: int) -> Completion:
    return Completion(one.value + (" " if one.space else ""), start, one.shown or one.name, one.description)


def _whole(word: Word, typed: int, end: str = "") -> Completion:
    return Completion(word.text + end, -typed, word.text, word.meaning)


async def _in_a_thread(work: Callable[[], list[Completion]]) -> list[Completion]:
    """What `work` gives; nothing where it fails, for a menu is not worth a broken prompt."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[list[Completion]] = loop.create_future()

    def run() -> None:
        found: list[Completion] = []
        with contextlib.suppress(Exception):
            found = work()
        with contextlib.suppress(RuntimeError):  # the line was dropped, and its loop with it
            loop.call_soon_threadsafe(_settle, done, found)

    threading.Thread(target=run, name="dockersh-tab", daemon=True).start()
    return await done


def _settle(done: asyncio.Future[list[Completion]], found: list[Completion]) -> None:
    if not done.cancelled():
        done.set_result(found)
