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
    "paths": {
        "/dev/gone": "missing",
        "taken.cid": "file",
        "new.cid": "missing",
        "gone": "missing",
        "gone/x": "missing",
        "here": "folder",
    },
    "addresses": ["192.0.2.1"],
    "cpus": 4,
    "swarm": "inactive",
    "volumes": {"data": {}},
}
FIRES = {
    "run -p 127.0.0.1:21010:80 -p 127.0.0.1:21010:81 nginx:1": "port-published-twice",
    "run -p 8081:80 -p 0.0.0.0:8081:81 nginx:1": "port-published-twice",
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
    "run --ipc container: nginx:1": "shared-with-nobody",
    "run --cidfile here nginx:1": "cidfile-exists",
    "create --cidfile gone/x nginx:1": "folder-missing",
    "run --security-opt seccomp=new.cid nginx:1": "file-missing",
    "run --security-opt seccomp:new.cid nginx:1": "file-missing",
    "run --security-opt seccomp=here nginx:1": "file-is-folder",
    "run --env-file here nginx:1": "file-is-folder",
    "run --label-file new.cid nginx:1": "file-missing",
    "build --iidfile gone/x .": "folder-missing",
    "buildx build --metadata-file gone/x .": "folder-missing",
    "buildx build --metadata-file here .": "file-is-folder",
    "save -o gone/x nginx:1": "folder-missing",
    "save -o here nginx:1": "file-is-folder",
    "export -o gone/x web": "folder-missing",
    "export -o here web": "file-is-folder",
    "import here": "file-is-folder",
    "context export default taken.cid": "file-exists",
    "context export default gone/x": "folder-missing",
    "cp new.cid web:/": "input-missing",
    "cp web:/x gone/x": "folder-missing",
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
    "run --mount type=volume,src=data,target=data nginx:1": "mount-target-relative",
    "create --mount type=tmpfs,target=./x nginx:1": "mount-target-relative",
    "run --mount type=volume,src=data,target=// nginx:1": "mount-on-root",
    "run --mount type=tmpfs,target=/.. nginx:1": "mount-on-root",
    "run -v data:/. nginx:1": "mount-on-root",
    "run --tmpfs / nginx:1": "mount-on-root",
    "run --mount type=bind,src=tmp,target=/x nginx:1": "mount-source-relative",
    "run --mount type=bind,src=~/x,target=/x nginx:1": "mount-source-home",
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
    "run -p 8081:80 -p 8081:80/udp nginx:1",
    "run -p 127.0.0.1:8081:80 -p 127.0.0.2:8081:81 nginx:1",
    "run -p 80 -p 80 nginx:1",
    "create --ipc container: nginx:1",
    "run --name '' -w '' --ip '' --ip6 '' -u '' -h '' --ipc '' --cidfile '' nginx:1",
    "run --cidfile new.cid nginx:1",
    "run --security-opt seccomp=unconfined nginx:1",
    "run --security-opt seccomp=taken.cid nginx:1",
    "run --security-opt seccomp=$X nginx:1",
    "build --iidfile here .",
    "save -o new.cid nginx:1",
    "save -o taken.cid nginx:1",
    "cp here web:/",
    "cp - web:/",
    "cp web:/x gone",
    "cp web:/x gone/",
    "cp web:/x -",
    "context export default -",
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
    "run --mount type=bind,src=./tmp,target=/x nginx:1",
    "run --mount type=bind,src=.,target=/x nginx:1",
    "run --mount type=volume,src=data,target=/x/../y nginx:1",
    "run -v data nginx:1",
    "run -v a:/ nginx:1",
    "run --tmpfs /x nginx:1",
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
    monkeypatch.setattr("dockersh.client.plugins.installed", lambda _name: True)
    monkeypatch.delenv("DOCKER_BUILDKIT", raising=False)
    codes = [found.code for found in explain(line, engine=WrittenEngine()).commands[0].findings]
    assert ("build-network" in codes) == fires


BIG = 734_003_200  # bytes


@pytest.mark.parametrize(
    ("line", "dockerfile", "sent", "warned"),
    [
        # Observed on 28.5.2, 120 MB: BuildKit sent 2 bytes without a COPY, all of it for `COPY . /x`, then only what changed.
        ("docker build .", "FROM busybox\n", "from-copied", ""),
        ("docker build .", "FROM busybox\nCOPY one /one\n", "from-copied", ""),
        ("docker build .", "FROM busybox\nCOPY . /x\n", "from-copied", "build-copies-big-context"),
        ("docker build .", "FROM busybox\nADD --chown=1 ./ /x\n", "from-copied", "build-copies-big-context"),
        ("docker buildx build .", "FROM busybox\nCOPY . /x\n", "from-copied", "build-copies-big-context"),
        ("DOCKER_BUILDKIT=0 docker build .", "FROM busybox\n", "from-folder", "build-big-context-no-ignore"),
        ("DOCKER_BUILDKIT=0 docker build .", "FROM busybox\nCOPY . /x\n", "from-folder", "build-big-context-no-ignore"),
    ],
)
def test_what_a_build_sends_depends_on_the_builder(
    monkeypatch: pytest.MonkeyPatch, line: str, dockerfile: str, sent: str, warned: str
) -> None:
    """BuildKit asks for what COPY and ADD need; the old builder gets the whole folder at every build."""
    monkeypatch.setattr("dockersh.client.plugins.installed", lambda _name: True)
    monkeypatch.delenv("DOCKER_BUILDKIT", raising=False)
    engine = WrittenEngine({"build": {"dockerfile": dockerfile, "size": BIG, "files": 3}, "images": {"busybox": {}}})
    (command,) = explain(line, engine=engine).commands
    assert [step.reason for step in command.steps if step.step == "build"] == [sent]
    assert [found.code for found in command.findings if "context" in found.code] == ([warned] if warned else [])
