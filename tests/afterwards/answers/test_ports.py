"""`docker port` in words: where each port of a container is published."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.afterwards.answers import ports
from dockersh.texts.wording import sentence

BOTH = [{"HostIp": "0.0.0.0", "HostPort": "8080"}, {"HostIp": "::", "HostPort": "8080"}]
HERE = [{"HostIp": "127.0.0.1", "HostPort": "8081"}]
ROWS: list[tuple[str, dict[str, Any], str, list[tuple[str, str]]]] = [
    ("running", {"80/tcp": BOTH}, "", [("web publishes port 80 as host port 8080, on every address of the host", "")]),
    ("running", {"53/udp": HERE}, "53/udp", [("web publishes port 53/udp as host port 8081, on 127.0.0.1 only", "")]),
    ("running", {"80/tcp": None}, "", [("web publishes no port", "how web with -p 8080:80")]),
    ("running", {}, "", [("web publishes no port", "")]),
    ("running", {"80/tcp": HERE, "81/tcp": HERE}, "81", [("web publishes port 81 as host port 8081, on 127.0.0.1 only", "")]),
    ("exited", {}, "", [("web is not running, so none of its ports is open", "why web")]),
]


@pytest.mark.parametrize(("status", "told", "only", "wanted"), ROWS)
def test_ports(status: str, told: dict[str, Any], only: str, wanted: list[tuple[str, str]]) -> None:
    """Both families of addresses are one row; one that is not published says how to."""
    row = {"Name": "/web", "State": {"Status": status}, "NetworkSettings": {"Ports": told}}
    assert [(sentence("en", one.told), one.line) for one in ports.rows(row, only)] == wanted


def test_a_port_that_is_not_published_beside_one_that_is() -> None:
    """Other containers reach it."""
    row = {"Name": "/web", "State": {"Status": "running"}, "NetworkSettings": {"Ports": {"80/tcp": BOTH, "90/tcp": None}}}
    assert [one.told.key for one in ports.rows(row)] == ["answers.port-every-address", "answers.port-exposed"]
