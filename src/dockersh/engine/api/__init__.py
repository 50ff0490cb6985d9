"""An engine that is asked directly: over its unix socket, with GET (and HEAD) alone, on one connection, within one deadline.

split(questions)                 those that the API answers, and the rest, which stays with the client
ask(path, questions, deadline)   the answers, as the same State that the client's would make
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from dockersh.engine.api import machine
from dockersh.engine.api.connection import Answer, Connection, TooMuchError
from dockersh.engine.api.endpoints import SLOW, Get
from dockersh.engine.question import OPTIONAL, Question
from dockersh.engine.state import State, Status
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.engine.api.ask import Ask

OURS = (1, 51)  # the newest version of the API whose answers we know: engine 28.5
# Kind of question → the module of this package that has it.
FAMILIES: dict[str, str] = {
    **dict.fromkeys(("version", "host", "features", "swarm", "events"), "machine"),
    **dict.fromkeys(("containers", "publishers", "users", "volume-users", "network-users"), "containers"),
    **dict.fromkeys(("image", "parents"), "images"),
    **dict.fromkeys(("volumes", "volume-sizes"), "volumes"),
    "networks": "networks",
    "compose-members": "containers",
    "list": "lists",
    "names": "names",
    "output": "outputs",
    **dict.fromkeys(("raw", "log"), "raw"),
    "inside": "inside",
}
PODMAN = "libpod-api-version"  # a header of podman's service, which docker's has not (observed with 5.8)
UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError)


def split(questions: Iterable[Question]) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """The questions that the API answers, and those that it does not."""
    mine: list[Question] = []
    rest: list[Question] = []
    for question in questions:
        (mine if _gets(question) is not None else rest).append(question)
    return tuple(mine), tuple(rest)


def ask(path: str, questions: Iterable[Question], deadline: float, version: str = "", state: State | None = None) -> State:
    """What the engine at a socket answers until *deadline* (a `time.monotonic()`); *version*: of the API, where one is set.

    The answers are added to *state*. A question without an answer adds nothing. Never raises.
    """
    return ask_on(Connection(path, deadline), questions, version, state)


def ask_on(connection: Connection, questions: Iterable[Question], version: str = "", state: State | None = None) -> State:
    """The same on a connection, where some of it may have been asked for already; it is closed afterwards."""
    talk = _Talk(connection, version)
    try:
        return talk.round(sorted(questions, key=_waits), state or State("up"))
    finally:
        talk.connection.close()


def _family(question: Question) -> Ask | None:
    module = FAMILIES.get(question.kind)
    if module is None:
        return None
    name = f"{__name__}.{module}"
    __import__(name)
    found: Ask = sys.modules[name].ASKS[question.kind]
    return found


def _gets(question: Question) -> tuple[Get, ...] | None:
    if question.kind == "endpoint":
        return ()
    family = _family(question)
    return family.gets(question.about) if family else None


def _waits(question: Question) -> int:
    """The quick ones first, those that nobody waits for last."""
    slow = any(get.endpoint in SLOW for get in _gets(question) or ())
    return slow + (question in OPTIONAL)


class _Talk:
    """One round: a connection, what has been answered on it, what the first answer told of the engine."""

    def __init__(self, connection: Connection, version: str) -> None:
        self.version = version
        self.connection = connection
        self.answers: dict[Get, Answer] = {}
        self.greeting = Answer(0)

    def round(self, questions: Iterable[Question], state: State) -> State:
        left = list(questions)
        try:
            self.greet()
            self.connection.ahead(self.wanted(left), self.version)
            while left:
                state = self.answered(left[0], state)
                del left[0]
        except (OSError, TooMuchError) as problem:
            status = reason(problem)
            kept = status == "silent" and all(question in OPTIONAL for question in left)
            endpoint = state.endpoint if status == "silent" else self.address
            state = state._replace(status="up" if kept else status, endpoint=endpoint)
        if PODMAN in self.greeting.headers:
            state = state._replace(served="podman")
        asked = any(question.kind == "endpoint" for question in left)
        return state._replace(endpoint=self.address) if asked else state

    def wanted(self, questions: Iterable[Question]) -> list[Get]:
        """What will be asked for, each once, in this order."""
        unknown = [question for question in questions if self.known(question, State("up")) is None]
        gets = dict.fromkeys(get for question in unknown for get in _gets(question) or ())
        return [get for get in gets if get not in self.connection.awaited]

    @property
    def address(self) -> str:
        """As the client writes it."""
        return f"unix://{self.connection.path}"

    def greet(self) -> None:
        """The engine's name and newest API: what both sides know is spoken from here on."""
        self.greeting = self.connection.get(Get("ping"))
        theirs = self.greeting.headers.get("api-version", "")
        if self.connection.awaited and not self.version and agreed(theirs) != theirs:
            self.connection.close()  # what was asked for ahead of this is answered in words that we may not know
        self.version = self.version or agreed(theirs)

    def answered(self, question: Question, state: State) -> State:
        """`state` with the answer to a question. Raises OSError where the engine is gone, or too late."""
        if question.kind == "endpoint":
            return state._replace(endpoint=self.address)
        if (known := self.known(question, state)) is not None:
            return known
        family = _family(question)
        if family is None:
            return state
        try:
            answers = tuple(self.get(get) for get in family.gets(question.about) or ())
            fine = all(one.status in family.statuses or (family.absent and says_absent(one)) for one in answers)
            return family.read(question.about, answers, state) if fine else state
        except (TooMuchError, *UNREADABLE):
            return state

    def known(self, question: Question, state: State) -> State | None:
        """What the head of the first answer has told already."""
        version = machine.version_in(self.greeting)
        if question.kind == "version" and version:
            return state._replace(version=version)
        swarm, _, role = self.greeting.headers.get("swarm", "").partition("/")
        if question.kind == "swarm" and swarm:
            return state._replace(swarm=machine.role(swarm, manages=role == "manager"))
        return None

    def get(self, get: Get) -> Answer:
        """An answer; the same question is sent once."""
        if get not in self.answers:
            self.answers[get] = self.connection.get(get, self.version)
        return self.answers[get]


def agreed(theirs: str) -> str:
    """The version to speak: the older of theirs and ours; '' where they name none, and answer as they like best."""
    major, _, minor = theirs.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        return ""
    older = min(OURS, (int(major), int(minor)))
    return f"{older[0]}.{older[1]}"


def says_absent(answer: Answer) -> bool:
    """Whether there is no such object, in the words of engines and of podman. 20.10 says it with 400 of what can be no name."""
    said = answer.body.lower()
    return answer.status in (400, 404) and (b"no such" in said or (b"not found" in said and b"page not found" not in said))


def reason(problem: Exception) -> Status:
    """Why nobody answered."""
    if isinstance(problem, TimeoutError | BlockingIOError | TooMuchError):  # too late; a queue that is full; no end to it
        return "silent"
    return "denied" if isinstance(problem, PermissionError) else "down"
