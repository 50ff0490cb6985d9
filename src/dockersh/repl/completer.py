"""Tab at the prompt: the same suggestions as in bash, zsh and fish, asked for in a thread.

A thread of our own, which nobody waits for: prompt_toolkit's belongs to the event loop, and Ctrl-C or Enter while the engine
thinks would only be heard once it has answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable, Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from dockersh.complete import suggest
from dockersh.engine import Engine


class LineCompleter(Completer):
    """prompt_toolkit's completer over `suggest`. *engine* and *lang* are asked at every Tab: both can change."""

    def __init__(self, engine: Callable[[], Engine], lang: Callable[[], str], words: Callable[[], Iterable[str]]) -> None:
        self.engine = engine
        self.lang = lang
        self.words = words

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What fits at the cursor; our own commands where a line begins."""
        del complete_event
        text, cursor = document.text, document.cursor_position
        first = text[:cursor]
        if first.isidentifier():
            yield from (Completion(word, -len(first)) for word in self.words() if word.startswith(first))
        found = suggest(text, cursor, engine=self.engine(), lang=self.lang())
        for one in found.items:
            yield Completion(
                one.value + (" " if one.space else ""), found.start - cursor, one.shown or one.name, one.description
            )

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """The same, while keys are still heard."""
        for one in await _in_a_thread(lambda: list(self.get_completions(document, complete_event))):
            yield one


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
