"""What the engine refuses of a line, and the line beside it that it takes: limits, shared networks, addresses, names.

Each that fires was made to fail on a real engine in tests/engine/test_failures.py, or its number stands in moby's source.
"""

from __future__ import annotations

import pytest

from dockersh import Situation, explain
from support.state import NOW, WrittenEngine

ENGINE = {
    "images": {"nginx:1": {}},
    "containers": {
        "web": {"status": "running"},
        "old": {"status": "exited"},
        "open": {"status": "running", "ipc": "shareable"},
    },
    "networks": {"net": {"subnets": ["10.55.0.0/16"]}},
    "paths": {"/dev/gone": "missing", "taken.cid": "file", "new.cid": "missing"},
    "addresses": ["192.0.2.1"],
    "cpus": 4,
    "swarm": "inactive",
    "volumes": {"data": {}},
}
FIRES = {
    "run -m 1m nginx:1": "memory-too-small",
    "run -m 6291455 nginx:1": "memory-too-small",
    "run --memory-reservation 5m nginx:1": "memory-too-small",
    "create --memory-swap 64m nginx:1": "swap-without-memory",
    "run -m 64m --memory-swap 32m nginx:1": "swap-below-memory",
    "run -m 64m --memory-reservation 128m nginx:1": "reservation-over-memory",
    "run --cpus 1 --cpu-quota 50000 nginx:1": "conflicting-options",
    "run --cpuset-cpus 4 nginx:1": "cpus-not-there",
    "run --cpuset-cpus 0-2,7 nginx:1": "cpus-not-there",
    "run --cpu-period 999 nginx:1": "out-of-range",
    "run --cpu-quota 10 nginx:1": "out-of-range",
    "run --oom-score-adj -1001 nginx:1": "out-of-range",
    "run --health-interval 1us nginx:1": "out-of-range",
    "run --entrypoint '' nginx:1": "no-command-left",
    "run --runtime nosuch nginx:1": "no-such-runtime",
    "run --log-driver nosuch nginx:1": "no-such-log-driver",
    "run --security-opt foo=bar nginx:1": "unknown-security-option",
    "run --security-opt apparmour=x nginx:1": "unknown-security-option-near",
    "run --device /dev/gone nginx:1": "no-such-device",
    "run --cidfile taken.cid nginx:1": "cidfile-exists",
    "exec --env-file new.cid web sh": "file-missing",
    "load -i new.cid": "file-missing",
    "import new.cid": "input-missing",
    "secret create x new.cid": "input-missing",
    "run --network container:web --hostname x nginx:1": "owned-by-shared-network",
    "run --network container:web --dns 1.1.1.1 nginx:1": "owned-by-shared-network",
    "run --network container:web -P nginx:1": "owned-by-shared-network",
    "run --network host --link web:x nginx:1": "conflicting-options",
    "run --uts host --hostname x nginx:1": "conflicting-options",
    "run --ip 172.17.0.9 nginx:1": "address-needs-network",
    "run --network none --ip6 fd00::9 nginx:1": "address-needs-network",
    "run --network net --ip 10.66.0.9 nginx:1": "address-not-in-network",
    "run -p 192.0.2.9:80:80 nginx:1": "address-not-here",
    "run --ipc container:web nginx:1": "ipc-not-shared",
    "run --pid container:old nginx:1": "network-of-stopped",
    "run --pid container:nobody nginx:1": "no-such-container",
    "start -a web old": "attach-to-several",
    "start -i web old": "attach-to-several",
    "top old": "top-stopped",
    "inspect nobody": "no-such-object",
    "inspect wbe": "no-such-object-near",
    "system prune --volumes --filter until=1h": "until-with-volumes",
    "network create --subnet 10.55.8.0/24 new": "subnet-taken",
    "login -u me": "login-needs-terminal",
    "compose logs --index 2": "index-needs-service",
}
SILENT = [
    "load -i taken.cid",
    "import https://example.com/new.cid",
    "import -",
    "cd /tmp && docker load -i new.cid",
    "run --rm --restart no: nginx:1",
    "run --entrypoint '' nginx:1 sh",
    "run -m 6m nginx:1",
    "run -m 0 --memory-swap 0 nginx:1",
    "run --memory-swap -1 nginx:1",
    "run -m 64m --memory-swap 64m nginx:1",
    "run -m $M --memory-swap 64m nginx:1",
    "run -m 128m --memory-reservation 64m nginx:1",
    "run --cpu-period 50000 --cpu-quota 25000 nginx:1",
    "run --cpuset-cpus 0-3 nginx:1",
    "run --cpuset-cpus 3,1 nginx:1",
    "run --oom-score-adj 1000 nginx:1",
    "run --health-interval 1ms nginx:1",
    "run --health-interval 0 nginx:1",
    "run --runtime runc nginx:1",
    "run --runtime io.example.v1/x nginx:1",
    "run --log-driver none nginx:1",
    "run --log-driver local nginx:1",
    "run --security-opt no-new-privileges nginx:1",
    "run --security-opt label:type:x nginx:1",
    "run --device /dev/null nginx:1",
    "run --device vendor.com/class=name nginx:1",
    "run --cidfile new.cid nginx:1",
    "run --network container:web nginx:1",
    "run --network host --hostname x nginx:1",
    "run --network host --dns 1.1.1.1 nginx:1",
    "run --network net --ip 10.55.0.9 nginx:1",
    "run -p 192.0.2.1:80:80 nginx:1",
    "run -p 127.0.0.5:80:80 nginx:1",
    "run -p [::1]:80:80 nginx:1",
    "run --ipc container:open nginx:1",
    "run --pid container:web nginx:1",
    "start -a old",
    "start web old",
    "top web",
    "inspect web data net nginx:1",
    "inspect --type service nobody",
    "system prune --filter until=1h",
    "system prune --volumes --filter label=x",
    "network create --subnet 10.66.0.0/24 new",
    "network create -d overlay --subnet 10.55.8.0/24 new",
    "login -u me --password-stdin",
    "compose logs --index 2 web",
]


def errors(line: str) -> set[str]:
    """The codes of what will fail."""
    engine = WrittenEngine(ENGINE)
    explanation = explain(f"docker {line}", engine=engine, situation=Situation(stdin_is_terminal=False, now=NOW))
    return {found.code for found in explanation.commands[0].findings if found.severity == "error"}


@pytest.mark.parametrize("line", FIRES)
def test_fires(line: str) -> None:
    """Said before the line runs."""
    assert FIRES[line] in errors(line)


@pytest.mark.parametrize("line", SILENT)
def test_stays_silent(line: str) -> None:
    """Nothing of all this is said of a line that the engine takes."""
    assert errors(line) & set(FIRES.values()) == set()


@pytest.mark.parametrize(
    ("line", "fires"),
    [
        ("docker build --network app .", True),
        ("DOCKER_BUILDKIT=0 docker build --network app .", False),
        ("docker build --network host .", False),
        ("docker build --network $NET .", False),
    ],
)
def test_buildkit_knows_no_network_of_dockers(monkeypatch: pytest.MonkeyPatch, line: str, *, fires: bool) -> None:
    """The old builder does, and is asked for with DOCKER_BUILDKIT=0."""
    monkeypatch.setattr("dockersh.catalogue.plugins.installed", lambda _name: True)
    monkeypatch.delenv("DOCKER_BUILDKIT", raising=False)
    codes = [found.code for found in explain(line, engine=WrittenEngine()).commands[0].findings]
    assert ("build-network" in codes) == fires
