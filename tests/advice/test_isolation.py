"""Advice on isolation: each rule fires where a wall goes, and stays silent beside it."""

from __future__ import annotations

import pytest

from dockersh import explain

FIRES = {
    "docker run --pid host x:1": "host-pid",
    "docker run --ipc=host x:1": "host-ipc",
    "docker run --uts host x:1": "host-uts",
    "docker run --userns host x:1": "host-userns",
    "docker run --cgroupns host x:1": "host-cgroupns",
    "docker run --cap-add cap_sys_admin x:1": "powerful-capability",
    "docker create --cap-add ALL x:1": "powerful-capability",
    "docker run --security-opt seccomp:unconfined x:1": "confinement-off",
    "docker run --security-opt label=disable x:1": "confinement-off",
    "docker -H tcp://127.0.0.1:2375 ps": "engine-without-tls",
    "docker login -u me -p secret": "password-on-the-line",
    "docker run --oom-kill-disable x:1": "out-of-memory-unguarded",
    "docker run -p 5432:5432 postgres:16": "database-to-every-address",
    "docker run -p 6379:6379 redis:7": "database-to-every-address",
}
SILENT = (
    "docker run --pid container:web x:1",
    "docker run --ipc private x:1",
    "docker run --cap-add NET_BIND_SERVICE x:1",
    "docker run --cap-drop ALL x:1",
    "docker run --security-opt no-new-privileges x:1",
    "docker run --security-opt seccomp=unconfined.json x:1",
    "docker -H ssh://me@host ps",
    "docker --tlsverify -H tcp://127.0.0.1:2376 ps",
    "docker login -u me --password-stdin",
    "docker run --oom-kill-disable -m 512m x:1",
    "docker run -p 127.0.0.1:5432:5432 postgres:16",
)


def codes(line: str) -> set[str]:
    """The codes of what a line is told."""
    return {found.code for found in explain(line).commands[0].findings}


@pytest.mark.parametrize("line", FIRES)
def test_fires(line: str) -> None:
    """The rule names what the line opens."""
    assert FIRES[line] in codes(line)


@pytest.mark.parametrize("line", SILENT)
def test_stays_silent(line: str) -> None:
    """The safer spelling is not warned of."""
    assert codes(line) & set(FIRES.values()) == set()
