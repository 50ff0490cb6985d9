"""A service as `docker compose config` has it → the line that makes its container."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.recreate.compose import back
from dockersh.recreate.written import written


def line(service: dict[str, Any], **project: Any) -> str:
    """The last line of a service, without what every line has."""
    found = back.line({"name": "p", "services": {"s": {"image": "i", **service}}, **project}, "s")
    assert found is not None
    return written(found.lines[-1], 10**6).removeprefix("docker run -d --name p-s-1 ").removesuffix("i").strip()


VOLUMES = {"volumes": {"data": {"name": "p_data"}}}
NETWORKS = {"networks": {"n": {"name": "p_n"}, "out": {"name": "out", "external": True}}}
SERVICES: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"environment": {"A": "1", "B": None, "C": "$$x"}}, "-e A=1 -e B -e 'C=$x'"),
    ({"labels": {"a": "b"}, "annotations": {"c": "d"}}, "-l a=b --annotation c=d"),
    ({"ports": [{"target": 80, "published": "8080", "protocol": "tcp"}]}, "-p 8080:80"),
    ({"ports": [{"target": 53, "protocol": "udp", "host_ip": "127.0.0.1"}]}, "-p 127.0.0.1::53/udp"),
    ({"ports": [{"target": 80, "published": "80", "host_ip": "::1"}]}, "-p '[::1]:80:80'"),
    ({"volumes": [{"type": "volume", "source": "data", "target": "/d", "read_only": True}]}, "-v p_data:/d:ro"),
    ({"volumes": [{"type": "volume", "target": "/d"}]}, "-v /d"),
    ({"volumes": [{"type": "volume", "source": "data", "target": "/d", "volume": {"nocopy": True}}]}, "-v p_data:/d:nocopy"),
    ({"volumes": [{"type": "bind", "source": "/a", "target": "/d", "bind": {"create_host_path": True}}]}, "-v /a:/d"),
    (
        {"volumes": [{"type": "bind", "source": "/a", "target": "/d", "bind": {"create_host_path": False}}]},
        "--mount type=bind,src=/a,dst=/d",
    ),
    (
        {"volumes": [{"type": "tmpfs", "target": "/t", "tmpfs": {"size": "1048576", "mode": 0o1770}}]},
        "--mount type=tmpfs,dst=/t,tmpfs-size=1048576,tmpfs-mode=1770",
    ),
    (
        {"volumes": [{"type": "volume", "source": "data", "target": "/d", "volume": {"subpath": "s"}}]},
        "--mount type=volume,src=p_data,dst=/d,volume-subpath=s",
    ),
    ({"volumes_from": ["container:db:ro"]}, "--volumes-from db:ro"),
    ({"networks": {"n": None}}, "--network p_n"),
    ({"networks": {"n": {"aliases": ["a"], "ipv4_address": "10.0.0.2"}}}, "--network name=p_n,alias=a,ip=10.0.0.2"),
    ({"networks": {"n": None, "out": {"gw_priority": 1}}}, "--network p_n --network name=out,gw-priority=1"),
    ({"network_mode": "host"}, "--network host"),
    ({"network_mode": "bridge"}, ""),
    ({"network_mode": "service:s"}, "--network container:p-s-1"),
    ({"entrypoint": ["a", "b"], "command": ["c"]}, "--entrypoint a i b c"),
    ({"entrypoint": []}, "--entrypoint="),
    ({"command": ["sh", "-c", "echo $$X"]}, "i sh -c 'echo $X'"),
    ({"healthcheck": {"test": ["CMD-SHELL", "a b"], "interval": "9s"}}, "--health-cmd 'a b' --health-interval 9s"),
    ({"healthcheck": {"test": ["CMD", "a", "b c"]}}, "--health-cmd 'a '\"'\"'b c'\"'\"''"),
    ({"healthcheck": {"disable": True}}, "--no-healthcheck"),
    ({"logging": {"driver": "local", "options": {"a": "b"}}}, "--log-driver local --log-opt a=b"),
    ({"ulimits": {"nofile": {"soft": 1, "hard": 2}, "core": 0}}, "--ulimit nofile=1:2 --ulimit core=0"),
    ({"stop_grace_period": "1m30s"}, "--stop-timeout 90"),
    ({"restart": "on-failure:3", "privileged": True, "tty": False}, "--restart on-failure:3 --privileged"),
    ({"mem_limit": "67108864", "cpus": 0.5, "cap_add": ["A"]}, "-m 67108864 --cpus 0.5 --cap-add A"),
    ({"devices": [{"source": "/dev/a", "target": "/dev/b", "permissions": "r"}]}, "--device /dev/a:/dev/b:r"),
    ({"sysctls": {"a.b": "1"}, "pid": "host", "ipc": "service:s"}, "--sysctl a.b=1 --ipc container:p-s-1 --pid host"),
    ({"blkio_config": {"device_read_bps": [{"path": "/a", "rate": "1"}]}}, "--device-read-bps /a:1"),
    ({"cpu_rt_period": 100}, "--cpu-rt-period 100"),
    ({"gpus": [{"count": -1}]}, "--gpus all"),
    ({"gpus": [{"device_ids": ["0", "1"]}]}, "--gpus '\"device=0,1\"'"),
    ({"external_links": ["db:d"], "mac_address": "02:42:00:00:00:01"}, "--mac-address 02:42:00:00:00:01 --link db:d"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "wanted"), SERVICES, ids=[wanted for _, wanted in SERVICES])
def test_options(service: dict[str, Any], wanted: str) -> None:
    """Each key stands in the line as docker reads it."""
    assert line(service, **VOLUMES, **NETWORKS) == wanted


def test_what_has_to_be_there_first() -> None:
    """Networks that compose would make; what compose builds, and keys that no option says, are named."""
    services = {
        "s": {"build": {"context": "."}, "networks": {"n": None, "out": None}, "configs": [{"source": "c"}], "scale": 2}
    }
    found = back.line({"name": "p", "services": services, **NETWORKS}, "s")
    assert found is not None
    assert [written(one) for one in found.lines] == [
        "docker network create p_n",
        "docker run -d --name p-s-1 --network p_n --network out p-s",
    ]
    assert [note.key for note in found.notes] == ["recreate.built", "recreate.no-option"]


def test_no_such_service() -> None:
    """None, and the way in says which there are."""
    assert back.line({"services": {}}, "s") is None
