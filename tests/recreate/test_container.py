"""The line of a container: each option where `inspect` tells of it, and none where the image or the engine says it already."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.recreate import container
from dockersh.recreate.seen import Seen
from dockersh.recreate.written import Line, written
from support import inspected


def line(image: dict[str, Any] | None = None, info: dict[str, Any] | None = None, **more: Any) -> str:
    """The line of a container, on one line, without its name."""
    found = inspected.image(**(image or {}))
    seen = Seen(inspected.container(**more), found, {**inspected.INFO, **(info or {})}, found)
    return " ".join(written(one, 10**6) for one in container.lines(seen)).replace(" --name web", "")


RAN = {"StartedAt": "2026-01-01T00:00:00Z"}
DETACHED = {"AttachStdout": False, "AttachStderr": False}
# What inspect tells, the line.
TOLD: list[tuple[dict[str, Any], str]] = [
    ({}, "docker create nginx"),
    ({"state": RAN}, "docker run nginx"),
    (DETACHED, "docker run -d nginx"),
    ({**DETACHED, "Tty": True, "OpenStdin": True}, "docker run -dit nginx"),
    ({"AttachStderr": False}, "docker create --attach stdout nginx"),
    ({"Cmd": ["echo", "a b"]}, "docker create nginx echo 'a b'"),
    ({"Entrypoint": ["sh", "-c"], "Cmd": ["x"]}, "docker create --entrypoint sh nginx -c x"),
    ({"Hostname": "h"}, "docker create --hostname h nginx"),
    ({"Hostname": "box", "NetworkMode": "host"}, "docker create --hostname box --network host nginx"),
    ({"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}}, "docker create --restart on-failure:3 nginx"),
    ({"RestartPolicy": {"Name": "no"}}, "docker create nginx"),
    ({"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}}, "docker create -p 8080:80 nginx"),
    ({"PortBindings": {"53/udp": [{"HostIp": "127.0.0.1", "HostPort": ""}]}}, "docker create -p 127.0.0.1::53/udp nginx"),
    ({"PortBindings": {"80/tcp": [{"HostIp": "::1", "HostPort": "80"}]}}, "docker create -p '[::1]:80:80' nginx"),
    ({"PublishAllPorts": True}, "docker create -P nginx"),
    ({"Binds": ["vol:/d:ro"]}, "docker create -v vol:/d:ro nginx"),
    ({"Binds": ["vol:/d"], "Volumes": {"/d": {}, "/e": {}}}, "docker create -v vol:/d -v /e nginx"),
    (
        {"Mounts": [], "Tmpfs": {"/run": ""}, "ReadonlyRootfs": True},
        "docker create --tmpfs /run --read-only nginx",
    ),
    ({"Memory": 64 << 20, "MemorySwap": 128 << 20}, "docker create -m 64m nginx"),
    ({"Memory": 64 << 20, "MemorySwap": -1}, "docker create -m 64m --memory-swap=-1 nginx"),
    ({"NanoCpus": 1_250_000_000}, "docker create --cpus 1.25 nginx"),
    ({"ShmSize": 64 << 20}, "docker create nginx"),
    ({"CapAdd": ["CAP_NET_ADMIN"]}, "docker create --cap-add NET_ADMIN nginx"),
    ({"Privileged": True, "SecurityOpt": ["label=disable"], "CgroupnsMode": "host"}, "docker create --privileged nginx"),
    ({"CgroupnsMode": "host"}, "docker create --cgroupns host nginx"),
    ({"Init": False}, "docker create --init=false nginx"),
    ({"MaskedPaths": []}, "docker create --security-opt systempaths=unconfined nginx"),
    ({"LogConfig": {"Type": "json-file", "Config": {"max-size": "1m"}}}, "docker create --log-opt max-size=1m nginx"),
    ({"LogConfig": {"Type": "local", "Config": {}}}, "docker create --log-driver local nginx"),
    ({"DeviceRequests": [{"Count": -1, "Capabilities": [["gpu"]]}]}, "docker create --gpus all nginx"),
    (
        {"DeviceRequests": [{"Count": 1, "Capabilities": [["gpu"]], "Options": {"c": "d", "a": "b"}}]},
        "docker create --gpus 'count=1,\"options=a=b,c=d\"' nginx",
    ),
    (
        {"DeviceRequests": [{"Count": 1, "Capabilities": [["gpu", "gpu"]]}, {"DeviceIDs": ["0"], "Capabilities": [["gpu"]]}]},
        "docker create --gpus count=1,capabilities=gpu --gpus device=0 nginx",
    ),
    (
        {"NetworkMode": "n", "networks": {"n": {"DriverOpts": {"a": "b"}, "GwPriority": 5}}},
        "docker create --network name=n,driver-opt=a=b,gw-priority=5 nginx",
    ),
    ({"Ulimits": [{"Name": "nofile", "Soft": 10, "Hard": 20}]}, "docker create --ulimit nofile=10:20 nginx"),
    ({"Healthcheck": {"Test": ["NONE"]}}, "docker create --no-healthcheck nginx"),
    (
        {"Healthcheck": {"Test": ["CMD-SHELL", "a b"], "Interval": 90_000_000_000}},
        "docker create --health-cmd 'a b' --health-interval 1m30s nginx",
    ),
    ({"Links": ["/db:/web/database"]}, "docker create --link db:database nginx"),
    ({"MacAddress": "02:42:00:00:00:01"}, "docker create --mac-address 02:42:00:00:00:01 nginx"),
    (
        {
            "NetworkMode": "n",
            "networks": {"n": {"IPAMConfig": {"IPv4Address": "10.0.0.9"}, "Aliases": ["a", inspected.ID[:12]]}},
        },
        "docker create --network n --ip 10.0.0.9 --network-alias a nginx",
    ),
    (
        {"NetworkMode": "n", "networks": {"n": {}, "m": {"Aliases": ["x"]}}},
        "docker create --network n --network name=m,alias=x nginx",
    ),
]


@pytest.mark.parametrize(("told", "wanted"), TOLD, ids=[wanted for _, wanted in TOLD])
def test_options(told: dict[str, Any], wanted: str) -> None:
    """What is told stands in the line as people write it."""
    assert line(**told) == wanted


# What the image says, and the container too: the line is silent; what is different in the container: the line says it.
SAID: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"Env": ["A=1", "B=2"]}, {"Env": ["X=1", "A=9", "B=2"]}, "docker create -e X=1 -e A=9 nginx"),
    ({"Env": ["A=1", "B=2"]}, {"Env": ["B=2", "A=1"]}, "docker create -e B=2 nginx"),
    ({"Env": ["A=1"]}, {"Env": ["A=1"]}, "docker create nginx"),
    ({"Labels": {"a": "1", "b": "2"}}, {"Labels": {"a": "1", "b": "3", "c": ""}}, "docker create -l b=3 -l c nginx"),
    ({"WorkingDir": "/srv", "User": "u"}, {"WorkingDir": "/srv", "User": "0"}, "docker create -u 0 nginx"),
    ({"Entrypoint": ["sleep"]}, {"Entrypoint": ["sleep"], "Cmd": ["5"]}, "docker create nginx 5"),
    ({"Entrypoint": ["sleep"]}, {"Entrypoint": None, "Cmd": ["x"]}, "docker create --entrypoint= nginx x"),
    ({"Volumes": {"/d": {}}}, {"Volumes": {"/d": {}}}, "docker create nginx"),
    ({"ExposedPorts": {"80/tcp": {}}}, {"ExposedPorts": {"80/tcp": {}, "9/udp": {}}}, "docker create --expose 9/udp nginx"),
    ({"StopSignal": "QUIT"}, {"StopSignal": "QUIT"}, "docker create nginx"),
    ({"Healthcheck": {"Test": ["CMD", "x"]}}, {"Healthcheck": {"Test": ["CMD", "x"]}}, "docker create nginx"),
]


@pytest.mark.parametrize(("image", "told", "wanted"), SAID)
def test_what_the_image_says_is_left_out(image: dict[str, Any], told: dict[str, Any], wanted: str) -> None:
    """Only the difference is typed."""
    assert line(image, **told) == wanted


def test_engines_with_one_network_at_once_get_a_second_line() -> None:
    """Up to 24 a container is made on one network, and connected to the others."""
    told = line(info={"ServerVersion": "20.10.24"}, NetworkMode="n", networks={"n": {}, "m": {"Aliases": ["x"]}})
    assert told == "docker create --network n nginx docker network connect --alias x m web"


def test_a_moved_tag_is_told_by_the_id() -> None:
    """The line names what the container was made from."""
    row = inspected.container()
    moved = {**inspected.image(), "Id": "sha256:" + "b" * 64}
    assert container.reference(Seen(row, inspected.image(), inspected.INFO, moved)) == inspected.IMAGE_ID
    assert container.reference(Seen(row, {}, inspected.INFO, {})) == "nginx"


MOUNTS: list[tuple[dict[str, Any], str]] = [
    ({"Type": "volume", "Source": "v", "Target": "/d", "ReadOnly": True}, "--mount type=volume,src=v,dst=/d,readonly"),
    ({"Type": "volume", "Target": "/d"}, "--mount type=volume,dst=/d"),
    (
        {"Type": "bind", "Source": "/a", "Target": "/d", "BindOptions": {"Propagation": "rslave", "NonRecursive": True}},
        "--mount type=bind,src=/a,dst=/d,bind-propagation=rslave,bind-recursive=disabled",
    ),
    (
        {"Type": "bind", "Source": "/a", "Target": "/d", "ReadOnly": True, "BindOptions": {"CreateMountpoint": True}},
        "-v /a:/d:ro",
    ),
    (
        {"Type": "tmpfs", "Target": "/d", "TmpfsOptions": {"SizeBytes": 1 << 20, "Mode": 0o1770}},
        "--mount type=tmpfs,dst=/d,tmpfs-size=1m,tmpfs-mode=1770",
    ),
    (
        {"Type": "volume", "Target": "/d", "VolumeOptions": {"DriverConfig": {"Options": {"o": "a,b"}}, "Subpath": "s"}},
        "--mount 'type=volume,dst=/d,volume-subpath=s,\"volume-opt=o=a,b\"'",
    ),
    (
        {"Type": "image", "Source": "i", "Target": "/d", "ImageOptions": {"Subpath": "s"}},
        "--mount type=image,src=i,dst=/d,image-subpath=s",
    ),
]


@pytest.mark.parametrize(("mount", "wanted"), MOUNTS)
def test_mounts(mount: dict[str, Any], wanted: str) -> None:
    """Field by field, quoted where a comma stands in one."""
    row = inspected.container()
    row["HostConfig"]["Mounts"] = [mount]
    seen = Seen(row, inspected.image(), inspected.INFO, inspected.image())
    assert written(container.line(seen), 10**6) == f"docker create --name web {wanted} nginx"


def test_long_lines_have_an_option_a_line() -> None:
    """Short ones stand on one."""
    short = Line(("docker", "run"), (("-d",),), ("nginx",))
    long = Line(("docker", "run"), (("-e", "A=" + "x" * 80), ("-d",)), ("nginx", "sh"))
    assert written(short) == "docker run -d nginx"
    assert written(long) == f"docker run \\\n  -e A={'x' * 80} \\\n  -d \\\n  nginx sh"


@pytest.mark.parametrize(
    ("word", "wanted"), [("a\x1b[2J'", "$'a\\033[2J\\''"), ("\u202ex", "$'\\342\\200\\256x'"), ("a\nb", "'a\nb'")]
)
def test_no_word_steers_the_terminal(word: str, wanted: str) -> None:
    """Control characters stand as escapes that the shell reads."""
    assert written(Line((word,))) == wanted
