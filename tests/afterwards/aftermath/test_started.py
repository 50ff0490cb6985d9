"""A container that was started in the background and is not what was wanted: why, from what the engine and the kernel say."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest

from dockersh import texts
from dockersh.afterwards.aftermath import listening
from dockersh.afterwards.aftermath.started import became
from dockersh.engine import Container, listeners
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, read
from dockersh.texts.wording import sentence
from support.state import WrittenEngine, container

LOOPBACK_6 = "00000000000000000000000001000000"


def line(text: str = "docker run -d nginx") -> Invocation:
    """A call read."""
    (call,) = syntax.parse(text).calls
    return read(call)


def held(**facts: Any) -> Container:
    """A container of ours that publishes port 80."""
    return container("web", **{"ports": ["0.0.0.0:8080->80/tcp"], "pid": 77, **facts})


def keys(one: Container, *, later: bool = True, logs: str = "") -> list[str]:
    """The keys of what is said of it."""
    engine = WrittenEngine({"containers": {}, "logs": {one.id: logs}})
    return [what.key.removeprefix("aftermath.") for what in became(line(), engine, one, later=later)]


@pytest.fixture(name="network")
def fixture_network(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int]]:
    """What something listens on in the container; a test fills it."""
    found: set[tuple[str, int]] = set()
    monkeypatch.setattr(listening, "is_of", lambda pid, _id: pid == 77)
    monkeypatch.setattr(listening, "listening_of", lambda _pid: frozenset(found))
    return found


HEARD = [
    ({("0.0.0.0", 80)}, [], []),
    ({("127.0.0.1", 80)}, ["listens-on-loopback"], ["listens-on-loopback"]),
    ({(LOOPBACK_6, 80)}, ["listens-on-loopback"], ["listens-on-loopback"]),
    ({("127.0.0.1", 80), ("0.0.0.0", 80)}, [], []),
    ({("127.0.0.1", 80), ("172.17.0.2", 80)}, [], []),
    ({("0.0.0.0", 3000)}, [], ["nothing-listens"]),
    ({("127.0.0.1", 3000)}, [], []),
    ({("127.0.0.11", 3000)}, [], []),
    ({("127.0.0.11", 80)}, [], []),
    (set(), [], []),
]


@pytest.mark.parametrize(("sockets", "at_once", "later"), HEARD)
def test_a_published_port_that_nobody_can_reach(
    network: set[tuple[str, int]], sockets: set[tuple[str, int]], at_once: list[str], later: list[str]
) -> None:
    """On the container's own loopback; or nowhere, while another port is open: that only once it had its time."""
    network |= sockets
    assert keys(held(), later=False) == at_once
    assert keys(held(), later=True) == later


UNSURE = [{"pid": 0}, {"pid": 78}, {"ports": []}, {"ports": ["0.0.0.0:53->53/udp"]}, {"status": "paused", "pid": 0}]


@pytest.mark.parametrize("facts", UNSURE)
def test_nothing_is_said_where_it_cannot_be_seen(network: set[tuple[str, int]], facts: dict[str, Any]) -> None:
    """A process of another machine, or of another container; nothing published; another protocol."""
    network.add(("127.0.0.1", 80))
    assert keys(held(**facts)) == []


def test_the_last_lines_are_told_where_it_ended() -> None:
    """Three of them, without empty ones; none where it printed nothing."""
    ended = held(status="exited", exit_code=1)
    assert keys(ended, logs="one\ntwo\n\nthree\nfour\n") == ["ended-at-once", "printed", "printed", "printed"]
    assert keys(ended) == ["ended-at-once"]
    assert keys(held(status="restarting", restart="always"), logs="no\n") == ["restarting", "printed"]


def test_one_that_runs_as_it_should_is_not_spoken_of() -> None:
    """Also where it restarted once by hand, or its health check has not run yet."""
    assert keys(held(ports=[], pid=0)) == []
    assert keys(held(ports=[], pid=0, restarts=1)) == []
    assert keys(held(ports=[], pid=0, health="starting")) == []


@pytest.mark.parametrize("lang", texts.complete())
def test_each_sentence_names_the_container(lang: str, network: set[tuple[str, int]]) -> None:
    """And the port, and where the program listens instead."""
    network.add(("0.0.0.0", 3000))
    engine = WrittenEngine({"containers": {}})
    (said,) = became(line(), engine, held(), later=True)
    text = sentence(lang, said)
    assert ("web" in text, "80" in text, "-p …:3000" in text) == (True, True, True)


def test_this_process_is_in_no_container_of_that_name() -> None:
    """The control group decides; a process that is gone is of nobody."""
    assert not listeners.is_of(os.getpid(), "f" * 64)
    assert not listeners.is_of(2**22 + 1, "f" * 64)


def test_the_kernels_table_of_a_process_has_its_listeners() -> None:
    """As the kernel writes it: a socket of ours, opened now."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        assert ("127.0.0.1", one.getsockname()[1]) in listeners.listening_of(os.getpid())
    assert listeners.listening_of(2**22 + 1) == frozenset()
