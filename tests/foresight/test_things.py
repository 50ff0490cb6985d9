"""A container that the line names is told by what it is, where the engine knows it."""

from __future__ import annotations

import pytest

from dockersh import explain
from dockersh.engine.state import Bind, Container
from dockersh.explaining.foresee import Situation
from dockersh.foresight.things import ports
from support.state import NOW, WrittenEngine

WEB = {"status": "running", "image": "nginx:1.27", "ports": ["0.0.0.0:8080->80/tcp"]}
TOLD = [
    ("docker stop web", {"web": WEB}, {"web": "running for 2 hours, from nginx:1.27, 8080→80"}),
    (
        "docker stop c0ffee",
        {"web": {**WEB, "id": "c0ffee" * 10 + "abcd"}},
        {"c0ffee": "web: running for 2 hours, from nginx:1.27, 8080→80"},
    ),
    ("docker rm web", {"web": {"status": "created"}}, {"web": "created, never started, from ubuntu:14.04"}),
    ("docker rm web nosuch", {"web": {"status": "dead"}}, {"web": "dead, from ubuntu:14.04", "nosuch": ""}),
    ("docker rm $(docker ps -aq)", {"web": {"status": "exited"}}, {"$(docker ps -aq)": ""}),
]


@pytest.mark.parametrize(("line", "containers", "told"), TOLD)
def test_a_container_is_told_by_what_it_is(line: str, containers: dict[str, object], told: dict[str, str]) -> None:
    """Since when, from which image, its ports. What is not known keeps the argument's text."""
    engine = WrittenEngine({"containers": containers})
    command = explain(line, engine=engine, situation=Situation(now=NOW)).commands[0]
    texts = {piece.shown: piece.text for piece in command.parts if piece.shown in told}
    usual = "the container, by name"
    assert {name: "" if usual in text else text for name, text in texts.items()} == told


PORTS = [
    ((), ""),
    ((Bind("0.0.0.0", 80, 80, "tcp"), Bind("::", 80, 80, "tcp")), "80→80"),
    ((Bind("", 53, 53, "udp"), Bind("", 0, 9, "tcp")), "53→53/udp"),
    (tuple(Bind("", 8000 + one, 80 + one, "tcp") for one in range(5)), "8000→80, 8001→81, 8002→82, …"),
]


@pytest.mark.parametrize(("published", "shown"), PORTS)
def test_ports_are_shown_once_and_the_first_few(published: tuple[Bind, ...], shown: str) -> None:
    """As host → container, without the address."""
    assert ports(published) == shown
    assert ports(Container("a" * 64, "web", "x", "running", ports=published).ports) == shown
