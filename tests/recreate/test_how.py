"""`how`: what is said beside the line, and that no secret and no mask stands in it."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.recreate.asked import find
from dockersh.recreate.how import again
from support import inspected


def keys(told: inspected.Told, name: str = "web") -> list[str]:
    """The codes of what is said about a line."""
    return [note.key.partition(".")[2] for note in again(find(told, name)).notes]


COMPOSE = {"com.docker.compose.project": "shop", "com.docker.compose.service": "web"}
VOLUME = {"Type": "volume", "Name": "f" * 64, "Destination": "/d"}
SOCKET = {"Type": "bind", "Source": "/var/run/docker.sock", "Target": "/var/run/docker.sock"}
SAYS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({}, {}, []),
    ({"Labels": COMPOSE}, {}, ["compose"]),
    ({"Env": ["DB_PASSWORD=hunter22"]}, {}, ["export"]),
    ({"Cmd": ["x", "--password=hunter22"]}, {}, ["secret"]),
    ({"Mounts": [VOLUME], "Volumes": {"/d": {}}}, {}, ["anonymous"]),
    ({"Mounts": [VOLUME]}, {"Volumes": {"/d": {}}}, ["anonymous"]),
    ({"Mounts": [VOLUME], "Binds": ["f:/d"], "Volumes": {"/d": {}}}, {}, []),
    ({"Entrypoint": ["a", "b"]}, {}, ["long-entrypoint"]),
    ({"Healthcheck": {"Test": ["CMD", "a"]}}, {}, ["health-words"]),
    ({"Healthcheck": {"Test": ["CMD", "a"]}}, {"Healthcheck": {"Test": ["CMD", "a"]}}, []),
    ({"SecurityOpt": ['seccomp={"a":1}']}, {}, ["profile"]),
    ({"ContainerIDFile": "/tmp/id"}, {}, ["cidfile"]),
    ({"NetworkDisabled": True}, {}, ["unsaid"]),
    ({"DeviceRequests": [{"Count": 1, "Capabilities": [["compute"]]}]}, {}, ["unsaid"]),
    ({"DeviceRequests": [{"Count": 1, "Capabilities": [["gpu"], ["compute", "gpu"]]}]}, {}, ["unsaid"]),
    ({"DeviceRequests": [{"Count": 1, "Capabilities": [["compute", "gpu"]]}]}, {}, []),
    ({"HostMounts": [SOCKET], "Env": ["DOCKER_CONFIG=/run/secrets/docker"]}, {}, ["api-socket"]),
    ({"HostMounts": [SOCKET]}, {}, []),
]


@pytest.mark.parametrize(("told", "image", "wanted"), SAYS)
def test_what_is_said_beside_the_line(told: dict[str, Any], image: dict[str, Any], wanted: list[str]) -> None:
    """Only what a reader of the line has to know."""
    assert keys(inspected.engine(inspected.container(**told), inspected.image(**image))) == wanted


def test_a_secret_stands_by_its_name_alone() -> None:
    """No value and no mask is printed; with secrets said so, the value is."""
    found = find(inspected.engine(inspected.container(Env=["DB_PASSWORD=hunter22", "A=1"])), "web")
    assert again(found).text == "docker create --name web -e DB_PASSWORD -e A=1 nginx\n"
    assert again(found, secrets=True).text == "docker create --name web -e DB_PASSWORD=hunter22 -e A=1 nginx\n"


SECRETS = (
    {"Cmd": ["x", "--password=hunter22"]},
    {"Labels": {"token": "ghp_0123456789abcdefghijklmnopqrstuvwxyz"}},
    {"Env": ["my.password=hunter22"]},
    {"LogConfig": {"Type": "splunk", "Config": {"splunk-token": "176fcebf-4cf5-4edf-91bc-703796522d20"}}},
    {"Healthcheck": {"Test": ["CMD-SHELL", "mysqladmin ping -phunter22secret"]}},
)


@pytest.mark.parametrize("told", SECRETS)
def test_a_secret_without_a_name_keeps_the_line(told: dict[str, Any]) -> None:
    """Nothing is printed, rather than a mask that would run."""
    found = find(inspected.engine(inspected.container(**told)), "web")
    assert again(found).text == ""
    assert again(found, secrets=True).text != ""


def test_files_of_its_own_layer_are_counted() -> None:
    """Without folders above them, mounts, and what docker makes in every container."""
    paths = ["/etc", "/etc/hosts", "/a", "/b", "/b/c", "/d", "/d/e", "/.dockerenv"]
    row = inspected.container(Mounts=[{"Type": "bind", "Destination": "/d/e"}])
    told = inspected.engine(row)
    told.objects["changes", inspected.ID] = [{"Kind": 1, "Path": path} for path in paths]
    notes = again(find(told, "web")).notes
    assert [(note.key, note.args.get("count")) for note in notes] == [("recreate.changed-files", "2")]


def test_an_image_that_moved_or_went_is_told() -> None:
    """The tag may stand for another image by now."""
    told = inspected.engine(inspected.container())
    told.objects["image", "nginx"] = {**inspected.image(), "Id": "sha256:" + "b" * 64}
    assert keys(told) == ["image-moved"]
    told.objects["image", "nginx"] = None
    assert keys(told) == ["image-untagged"]
    told.objects["image", inspected.IMAGE_ID] = None
    assert keys(told) == ["image-gone"]


def test_other_objects_have_lines_too() -> None:
    """Images by their history, volumes and networks by what made them."""
    history = [
        {"CreatedBy": 'CMD ["sh"]'},
        {"CreatedBy": "RUN |1 A=1 /bin/sh -c make all # buildkit"},
        {"CreatedBy": "COPY . /app # buildkit"},
        {"CreatedBy": "/bin/sh -c #(nop)  ENV A=1"},
        {"CreatedBy": "/bin/sh -c apt-get update"},
    ]
    told = inspected.Told(
        {
            ("image", "mine"): {"Id": "sha256:1", "Config": {"Cmd": ["sh"], "Env": ["A=1"]}},
            ("history", "sha256:1"): history,
            ("volume", "v"): {"Name": "v", "Driver": "local", "Options": {"type": "nfs"}, "Labels": {"a": "b"}},
            ("network", "n"): {
                "Name": "n",
                "Driver": "bridge",
                "Internal": True,
                "IPAM": {"Driver": "default", "Config": [{"Subnet": "10.0.0.0/16", "Gateway": "10.0.0.1"}]},
            },
        }
    )
    assert again(find(told, "mine")).text.splitlines() == [
        "FROM scratch",
        "RUN apt-get update",
        "ENV A=1",
        "COPY . /app",
        "RUN make all",
        'CMD ["sh"]',
    ]
    assert again(find(told, "v")).text == "docker volume create --opt type=nfs --label a=b v\n"
    assert again(find(told, "n")).text == "docker network create --internal --subnet 10.0.0.0/16 --gateway 10.0.0.1 n\n"
    assert find(told, "nosuch").kind == ""
