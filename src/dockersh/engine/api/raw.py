"""Objects as the engine describes them, every field, for lines that make them again; and the last lines of a log."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine.api.ask import Answers, Ask
from dockersh.engine.api.endpoints import Get
from dockersh.engine.question import About
from dockersh.engine.state import State
from dockersh.machine.limits import LOG_LINES

# What may be asked so: kind → whether it is about a name.
KINDS = {"container": True, "image": True, "volume": True, "network": True, "history": True, "changes": True, "info": False}
HEAD = 8  # bytes in front of each piece of a log without a terminal


def _gets(about: About) -> tuple[Get, ...] | None:
    kind, *name = about
    if KINDS.get(kind) is None or KINDS[kind] != bool(name):
        return None
    return (Get(kind, "".join(name).removeprefix("/")),)


def _read(about: About, answers: Answers, state: State) -> State:
    found = answers[0].json() if answers[0].status == 200 else None
    return state._replace(raw={**state.raw, about: found})


LAST = (("stdout", "1"), ("stderr", "1"), ("tail", str(LOG_LINES)))


def _read_log(about: About, answers: Answers, state: State) -> State:
    body = answers[0].body if answers[0].status == 200 else b""
    return state._replace(logs={**state.logs, about[0]: plain(body).decode("utf-8", "replace")})


def plain(body: bytes) -> bytes:
    """A log's lines without the heads that tell its two streams apart.

    Source: docker's API reference, ContainerAttach, "Stream format": STREAM 0 0 0 SIZE1 SIZE2 SIZE3 SIZE4, and so many bytes.
    """
    if not _has_heads(body):
        return body
    return b"".join(_pieces(body))


def _has_heads(body: bytes) -> bool:
    return len(body) >= HEAD and body[0] in (0, 1, 2) and body[1:4] == b"\0\0\0"


def _pieces(body: bytes) -> Iterator[bytes]:
    at = 0
    while at + HEAD <= len(body):
        size = int.from_bytes(body[at + 4 : at + HEAD], "big")
        yield body[at + HEAD : at + HEAD + size]
        at += HEAD + size


ASKS: dict[str, Ask] = {
    "raw": Ask(_gets, _read, absent=True),
    "log": Ask(lambda about: (Get("log", about[0].removeprefix("/"), LAST),), _read_log, absent=True),
}
