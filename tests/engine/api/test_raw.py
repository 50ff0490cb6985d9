"""Objects with every field, and the last lines of a log: what is asked for, and how the answers are read."""

from __future__ import annotations

import json

import pytest

from dockersh.engine import State
from dockersh.engine.api import raw
from dockersh.engine.api.connection import Answer
from dockersh.engine.api.endpoints import Get, target
from dockersh.engine.questions import raw as through_client
from dockersh.machine.limits import LOG_LINES

PATHS = [
    (("container", "web"), "/containers/web/json"),
    (("container", "/web"), "/containers/web/json"),
    (("image", "a/b:1"), "/images/a/b:1/json"),
    (("changes", "web"), "/containers/web/changes"),
    (("history", "nginx"), "/images/nginx/history"),
    (("info",), "/info"),
]


@pytest.mark.parametrize(("about", "path"), PATHS)
def test_paths(about: tuple[str, ...], path: str) -> None:
    """One request each."""
    gets = raw.ASKS["raw"].gets(about)
    assert gets is not None
    assert [target(get) for get in gets] == [path]


@pytest.mark.parametrize("about", [("secret", "x"), ("info", "x"), ("container",), ("archive", "web")])
def test_nothing_else_is_asked_so(about: tuple[str, ...]) -> None:
    """A kind that is not listed, or without its name, is no request."""
    assert raw.ASKS["raw"].gets(about) is None


def test_a_log_is_asked_for_its_end_only() -> None:
    """Never all of it, never for what comes."""
    gets = raw.ASKS["log"].gets(("web",))
    assert gets is not None
    assert target(gets[0]) == f"/containers/web/logs?stdout=1&stderr=1&tail={LOG_LINES}"
    with pytest.raises(ValueError, match="log is not asked"):
        target(Get("log", "web"))
    with pytest.raises(ValueError, match="log is not asked"):
        target(Get("log", "web", (*raw.LAST, ("follow", "1"))))


FRAME = b"\x01\0\0\0\0\0\0\x03a\nb\x02\0\0\0\0\0\0\x02c\n"
LOGS = [
    (b"plain\n", "plain\n"),
    (FRAME, "a\nbc\n"),
    (b"", ""),
    (FRAME + b"\x01\0\0\0\0\0\0\xffcut", "a\nbc\ncut"),
    (b"\xff", "\ufffd"),
]


@pytest.mark.parametrize(("body", "wanted"), LOGS)
def test_logs_are_read_with_and_without_heads(body: bytes, wanted: str) -> None:
    """A terminal's log is plain, another one has a head before each piece; one that is cut short is read as far as it goes."""
    state = raw.ASKS["log"].read(("web",), (Answer(200, {}, body),), State("up"))
    assert state.logs == {"web": wanted}


def test_what_is_not_there_is_none() -> None:
    """Known to be absent, which is another thing than not asked."""
    answers = (Answer(404, {}, b'{"message":"No such container: x"}'),)
    assert raw.ASKS["raw"].read(("container", "x"), answers, State("up")).raw == {("container", "x"): None}
    assert raw.ASKS["log"].read(("x",), answers, State("up")).logs == {"x": ""}


CHANGES = [{"Kind": 0, "Path": "/etc"}, {"Kind": 1, "Path": "/a b"}, {"Kind": 2, "Path": "/x"}]
CLIENT = [
    (("container", "web"), json.dumps([{"Id": "1"}]), {"Id": "1"}),
    (("container", "web"), "[]", None),
    (("changes", "web"), "C /etc\nA /a b\nD /x\n", CHANGES),
    (("history", "i"), '{"CreatedBy":"CMD","Comment":"c","Size":"12"}\n', [{"CreatedBy": "CMD", "Comment": "c", "Size": "12"}]),
    (("info",), '{"Name":"box"}\n', {"Name": "box"}),
]  # fmt: skip


@pytest.mark.parametrize(("about", "output", "wanted"), CLIENT)
def test_a_client_tells_the_same(about: tuple[str, ...], output: str, wanted: object) -> None:
    """The shapes are those of the API."""
    assert through_client.ASKS["raw"].read(about, output, State("up")).raw == {about: wanted}


def test_both_streams_of_a_client_are_one_log() -> None:
    """It prints the container's standard error on its own."""
    ask = through_client.ASKS["log"]
    assert ask.warns is not None
    assert ask.warns("err\n", ask.read(("web",), "out\n", State("up"))).logs == {"web": "out\nerr\n"}
