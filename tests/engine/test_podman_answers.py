"""Podman's answers are read as docker's are: recorded from podman 5.8."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine, Question, State
from dockersh.explaining.foresee import Situation
from support.programs import script

ID = "ce6e20d01e530856b0f454d24c8cfcfd84e8ac41d3eb8986e588161dfefc50f3"
IMAGE = "940c6b41c8a80b1fdddad7e48479adb06dd705ad64a452033bb6986f2521f146"
CREATED = "2026-11-30 06:13:10.551141738 +0000 UTC"
RUNNING = (
    f"{ID}\tdb\tdocker.io/library/nginx:latest\trunning\tUp 2 seconds\t{CREATED}\t0.0.0.0:8080->80/tcp\tmynet\t[/data]\tnull"
)
STOPPED = f"{IMAGE}\tdone\tlocalhost/own:1\texited\tExited (3) 3 seconds ago\t{CREATED}\t\tpodman\t[]\t" + '{"a":"b"}'
NETWORK = {"name": "mynet", "id": IMAGE, "driver": "bridge", "created": "2026-11-30T06:13:10.325672195Z"}
JOINED = {**NETWORK, "subnets": [{"subnet": "10.89.0.0/24"}], "internal": False, "containers": {ID: {"name": "db"}}}
VOLUME = {"Name": "data", "Driver": "local", "CreatedAt": "2026-11-30T06:13:09.992353417Z", "Labels": {}}
LISTED = {"repository": "docker.io/library/nginx", "tag": "latest", "Id": IMAGE, "Created": 1796019188, "Size": 2131186}
EVENT = {"ID": ID, "Name": "db", "Status": "died", "timeNano": 1796019171619596476, "Type": "container", "ContainerExitCode": 3}
# The words podman was given (their beginning) and what it printed.
ANSWERS = {
    "info": "2 25276510208 linux amd64 vm false true",
    "container ls": f"{RUNNING}\n{STOPPED}",
    "network inspect": json.dumps([JOINED]),
    "network ls": json.dumps(NETWORK),
    "volume inspect": json.dumps([VOLUME]),
    "volume ls": json.dumps(VOLUME),
    "image ls": json.dumps(LISTED),
    "events": json.dumps(EVENT),
}


@pytest.fixture(name="podman")
def fixture_podman(tmp_path: Path) -> DockerEngine:
    """A docker that is podman's start script, and a podman that says what was recorded."""
    for index, (words, answer) in enumerate(ANSWERS.items()):
        (tmp_path / f"answer{index}").write_text(f"{answer}\n", encoding="utf-8")
        (tmp_path / f"words{index}").write_text(words, encoding="utf-8")
    cases = "\n".join(f'"{words}"*) cat {tmp_path}/answer{index};;' for index, words in enumerate(ANSWERS))
    missing = '*) echo "[]"; echo "Error: no such container \\"nosuch\\"" >&2; exit 125;;'
    podman = script(tmp_path / "podman", f'case "$*" in\n{cases}\n{missing}\nesac')
    emulates = "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg."
    return DockerEngine(str(script(tmp_path / "docker", f'echo "{emulates}" >&2\nexec {podman} "$@"')), time_box=20)


def asked(podman: DockerEngine, kind: str, *about: str) -> State:
    """Its answer to one question."""
    return podman.ask((Question(kind, about),))  # type: ignore[arg-type]


def test_the_machine(podman: DockerEngine) -> None:
    """It is this one, and whether podman is rootless is known."""
    state = asked(podman, "host")
    assert state.host is not None
    assert (state.host.cpus, state.host.name, state.endpoint, state.rootless) == (2, "vm", "unix://", True)


def test_containers(podman: DockerEngine) -> None:
    """Rows with mounts and labels of podman's own shape; one that is not there is known to be missing."""
    assert [one.name for one in asked(podman, "publishers", "8080").publishers] == ["db"]
    assert asked(podman, "publishers", "80").publishers == ()
    users = asked(podman, "users", "nginx").users["nginx"]
    assert [(one.name, one.status, one.exit_code, one.networks) for one in users] == [
        ("db", "running", 0, ("mynet",)),
        ("done", "exited", 3, ("podman",)),
    ]
    assert asked(podman, "containers", "nosuch").containers == {"nosuch": None}
    assert asked(podman, "list", "containers").named("containers") == ("db", "done")


def test_networks_volumes_images(podman: DockerEngine) -> None:
    """Their fields are in small letters, or not."""
    network = asked(podman, "networks", "mynet").networks["mynet"]
    assert network is not None
    assert (network.joined, network.subnets) == (("db",), ("10.89.0.0/24",))
    assert asked(podman, "list", "networks").named("networks") == ("mynet",)
    assert asked(podman, "volumes", "data", "gone").volumes["gone"] is None
    assert asked(podman, "list", "volumes").named("volumes") == ("data",)
    (image,) = asked(podman, "list", "images").lists["images"]
    assert (image.name, image.size, image.id) == ("docker.io/library/nginx:latest", 2131186, IMAGE)


def test_events(podman: DockerEngine) -> None:
    """Docker's word for what happened, and the exit status where docker has it."""
    (event,) = asked(podman, "events", "1", "2").events
    assert (event.type, event.action, event.id, event.attributes) == ("container", "die", ID, {"name": "db", "exitCode": "3"})


def test_a_removed_image_is_deleted(podman: DockerEngine, tmp_path: Path) -> None:
    """What podman calls remove is docker's delete for an image, its destroy for everything else."""
    rows = [{"Type": kind, "Status": "remove", "Name": "x"} for kind in ("image", "volume")]
    (tmp_path / f"answer{list(ANSWERS).index('events')}").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [one.action for one in asked(podman, "events", "1", "2").events] == ["delete", "destroy"]


@pytest.mark.parametrize("kind", ["version", "swarm", "features", "plugin"])
def test_what_podman_has_no_answer_to_is_not_asked(podman: DockerEngine, kind: str) -> None:
    """No program is started for it."""
    assert asked(podman, kind, "compose") == State("up")


def test_another_users_podman_is_not_asked(podman: DockerEngine) -> None:
    """Behind sudo, or with a store of the line's own, the containers are others."""
    here = Situation(behind="podman")
    plain, sudo, other = (
        explain(line, engine=podman, situation=here).commands[0]
        for line in ("docker rm nosuch", "sudo docker rm nosuch", "docker --root /x rm nosuch")
    )
    assert [one.code for one in plain.findings] == ["no-such-container"]
    assert [one.code for one in (*sudo.findings, *other.findings)] == []
