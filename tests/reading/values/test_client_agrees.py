"""The real docker client accepts and refuses the same values. It says so before it asks any engine."""

from __future__ import annotations

import os
import subprocess

import pytest

from support.client import major, reason_against
from support.values_table import BAD, GOOD

FLAGS = {
    "port": "--publish",
    "expose": "--expose",
    "volume": "--volume",
    "mount": "--mount",
    "tmpfs": "--tmpfs",
    "env": "--env",
    "label": "--label",
    "network": "--network",
    "pull-policy": "--pull",
    "bytes": "--memory",
    "swap": "--memory-swap",
    "interval": "--health-interval",
    "decimal": "--cpus",
    "int64": "--pids-limit",
    "uint16": "--blkio-weight",
    "add-host": "--add-host",
    "dns": "--dns",
    "dns-search": "--dns-search",
    "mac": "--mac-address",
    "link": "--link",
    "device-rule": "--device-cgroup-rule",
    "device-bps": "--device-read-bps",
    "device-iops": "--device-write-iops",
    "device-weight": "--blkio-weight-device",
    "gpus": "--gpus",
    "capability": "--cap-add",
    "capability-drop": "--cap-drop",
    "ulimit": "--ulimit",
    "sysctl": "--sysctl",
    "pid-mode": "--pid",
    "uts-mode": "--uts",
    "userns-mode": "--userns",
    "cgroupns-mode": "--cgroupns",
    "key-value": "--storage-opt",
    "swappiness": "--memory-swappiness",
    "retries": "--health-retries",
}
# Refused by the engine, or accepted by the client and refused later: not for the client alone to judge.
BY_ENGINE = frozenset(
    (
        *("volume-relative", "volume-home", "volume-name", "volume-mode", "volume-target", "capability", "capability-near"),
        *("mount-source", "ip4", "ip6", "network-container"),
    )
)
# Taken by client 28.2 and refused by 28.5 (go-connections reads an address without brackets no more): neither is foretold.
EITHER = frozenset((("port", "::1:8080:80"),))
CASES = [(kind, text, True) for kind, text, _ in GOOD if kind in FLAGS and (kind, text) not in EITHER]
CASES += [(kind, text, False) for kind, text, why in BAD if kind in FLAGS and why not in BY_ENGINE]


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.skipif(major() >= 29, reason="docker 29's client asks for its engine first; tests/oracle has one for it")
@pytest.mark.parametrize(("kind", "text", "accepted"), CASES, ids=[f"{kind} {text}"[:40] for kind, text, _ in CASES])
def test_the_client_agrees(kind: str, text: str, accepted: bool) -> None:
    """What we accept gets as far as the missing engine; what we refuse does not."""
    env = {**os.environ, "DOCKER_HOST": "unix:///nonexistent/docker.sock"}
    argv = ["docker", "create", f"{FLAGS[kind]}={text}", "ubuntu"]
    result = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    reached = "daemon" in result.stderr.lower() and "/nonexistent/docker.sock" in result.stderr
    assert reached == accepted, result.stderr
