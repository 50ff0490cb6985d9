"""The engine as the watcher last saw it, as somebody who answers questions: at once, and only what it surely knows."""

from __future__ import annotations

import os
import re

from dockersh import permissions
from dockersh.engine import Container, Name, Question, State
from dockersh.engine.watcher import Snapshot
from dockersh.foresight.plan.image.pull_and_rm import familiar
from dockersh.startup.typed import NamedTuple

ID = re.compile(r"[0-9a-f]{1,64}")  # may be the start of an id, which the snapshot does not hold


class KnownEngine(NamedTuple):
    """Answers from a snapshot; what it cannot tell stays unanswered."""

    snapshot: Snapshot

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """Names of containers and their status, and which images are missing. A line for another engine gets no answer."""
        if not self.snapshot.up or not permissions.own_engine(options, env or {}, os.environ):
            return State("off")
        state = State("up")
        for question in questions:
            if question.kind == "containers":
                held = {name: self._container(name) for name in question.about if self._knows(name)}
                state = state._replace(containers={**state.containers, **held})
            elif question.kind == "image" and familiar(question.about[0]) not in self.snapshot.images:
                missing = {} if ID.fullmatch(question.about[0]) else {question.about[0]: None}
                state = state._replace(images={**state.images, **missing})
            elif question.kind == "names" and question.about == ("containers",):
                names = tuple(Name(name) for name in self.snapshot.containers)
                state = state._replace(names={question.about: names})
        return state

    def _knows(self, name: str) -> bool:
        return name in self.snapshot.containers or not ID.fullmatch(name)

    def _container(self, name: str) -> Container | None:
        status = self.snapshot.containers.get(name)
        return Container("", name, "", status) if status else None
