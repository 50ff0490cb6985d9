"""An engine whose state a test writes down. It answers only what it is asked, as the real one does."""

from __future__ import annotations

from typing import Any

from dockersh.engine import Container, Image, Name, Question, State
from dockersh.engine.questions import _bind

NOW = 1_700_000_000.0  # the moment every case happens at
DAY = 86_400.0


def image(reference: str, **facts: Any) -> Image:
    """An image by its name: `days` old (21), `size` in bytes (2 MB), with a `command` (/bin/sh)."""
    return Image(
        facts.get("id", "5" * 64),
        tuple(facts.get("tags", (reference,))),
        facts.get("size", 2_000_000),
        NOW - facts.get("days", 21) * DAY,
        "linux",
        "amd64",
        tuple(facts.get("entrypoint", ())),
        tuple(facts.get("command", ("/bin/sh",))),
        tuple(facts.get("exposed", ())),
        facts.get("user", ""),
        tuple(facts.get("volumes", ())),
    )


def container(name: str, **facts: Any) -> Container:
    """A container by its name: `status` (running), `image` (ubuntu:14.04), `hours` since its last change (2)."""
    then = NOW - facts.get("hours", 2) * 3600
    ports = tuple(bind for text in facts.get("ports", ()) if (bind := _bind(text)))
    return Container(
        facts.get("id", "a" * 64),
        name,
        facts.get("image", "ubuntu:14.04"),
        facts.get("status", "running"),
        facts.get("exit_code", 0),
        then,
        then,
        then,
        tty=facts.get("tty", True),
        open_stdin=facts.get("tty", True),
        auto_remove=facts.get("auto_remove", False),
        command=tuple(facts.get("command", ("/bin/sh",))),
        ports=ports,
        anonymous_volumes=facts.get("anonymous_volumes", 0),
    )


class WrittenEngine:
    """Answers from a table: `images`, `containers` (name → facts), `lists` (kind → names), `status` (up)."""

    def __init__(self, table: dict[str, Any] | None = None) -> None:
        table = table or {}
        self.status = table.get("status", "up")
        self.endpoint = table.get("endpoint", "unix:///var/run/docker.sock")
        self.images = {name: image(name, **facts) for name, facts in table.get("images", {}).items()}
        self.containers = {name: container(name, **facts) for name, facts in table.get("containers", {}).items()}
        self.lists: dict[str, tuple[str, ...]] = {kind: tuple(found) for kind, found in table.get("lists", {}).items()}
        self.asked: list[Question] = []

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """Answer each question from the table."""
        del options, env
        self.asked += questions
        if not questions:
            return State("off")
        if self.status != "up":
            return State(self.status, endpoint=self.endpoint)
        state = State("up", version="28.2.2")
        for question in questions:
            state = self._listed(question, state) if question.kind == "names" else self._answer(question, state)
        return state

    def _answer(self, question: Question, state: State) -> State:
        about = question.about
        if question.kind == "image":
            return state._replace(images={**state.images, about[0]: self.images.get(about[0])})
        if question.kind == "containers":
            return state._replace(containers={**state.containers, **{name: self.containers.get(name) for name in about}})
        if question.kind == "publishers":
            return state._replace(publishers=tuple(one for one in self.containers.values() if one.running and one.ports))
        if question.kind == "latest":
            return state._replace(containers=dict(list(self.containers.items())[-1:]))
        if question.kind == "users":
            users = tuple(one for one in self.containers.values() if one.image == about[0])
            return state._replace(users={**state.users, about[0]: users})
        return state

    def _listed(self, question: Question, state: State) -> State:
        return state._replace(names={**state.names, question.about: self._names(question.about[0])})

    def _names(self, kind: str) -> tuple[Name, ...]:
        if kind == "containers":
            return tuple(Name(name, one.image, one.status, one.id[:12]) for name, one in self.containers.items())
        if kind == "images":
            return tuple(Name(name, "2MB", "", one.id[:12]) for name, one in self.images.items())
        return tuple(Name(name) for name in self.lists.get(kind, ()))
