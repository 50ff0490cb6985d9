"""Every option of `docker create` that leaves something in `inspect` comes back from it."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.reading import catalogue
from dockersh.recreate import container
from dockersh.recreate.options import options
from dockersh.recreate.seen import Seen
from support import inspected

MOUNT = {"Type": "tmpfs", "Target": "/t"}
SOCKET = {"Type": "bind", "Source": "/var/run/docker.sock", "Target": "/var/run/docker.sock", "BindOptions": {}}
RATE = [{"Path": "/dev/a", "Rate": 1}]
CHECK = {
    "Test": ["CMD-SHELL", "x"],
    "Interval": 10**9,
    "Timeout": 10**9,
    "StartPeriod": 10**9,
    "StartInterval": 10**9,
    "Retries": 3,
}
JOINED = {
    "NetworkMode": "n",
    "networks": {
        "n": {
            "IPAMConfig": {"IPv4Address": "10.0.0.2", "IPv6Address": "fd00::2", "LinkLocalIPs": ["169.254.1.1"]},
            "Aliases": ["a"],
        }
    },
}
# Option → what it leaves.
LEAVES: dict[str, dict[str, Any]] = {
    "add-host": {"ExtraHosts": ["a:1.2.3.4"]},
    "annotation": {"Annotations": {"a": "b"}},
    "attach": {"AttachStderr": False},
    "blkio-weight": {"BlkioWeight": 10},
    "blkio-weight-device": {"BlkioWeightDevice": [{"Path": "/dev/a", "Weight": 10}]},
    "cap-add": {"CapAdd": ["CAP_SYS_TIME"]},
    "cap-drop": {"CapDrop": ["ALL"]},
    "cgroup-parent": {"CgroupParent": "/x"},
    "cgroupns": {"CgroupnsMode": "host"},
    "cpu-count": {"CpuCount": 2},
    "cpu-percent": {"CpuPercent": 50},
    "cpu-period": {"CpuPeriod": 50000},
    "cpu-quota": {"CpuQuota": 25000},
    "cpu-rt-period": {"CpuRealtimePeriod": 1000},
    "cpu-rt-runtime": {"CpuRealtimeRuntime": 500},
    "cpu-shares": {"CpuShares": 512},
    "cpus": {"NanoCpus": 5 * 10**8},
    "cpuset-cpus": {"CpusetCpus": "0"},
    "cpuset-mems": {"CpusetMems": "0"},
    "device": {"Devices": [{"PathOnHost": "/dev/a", "PathInContainer": "/dev/a", "CgroupPermissions": "rwm"}]},
    "device-cgroup-rule": {"DeviceCgroupRules": ["c 1:3 r"]},
    "device-read-bps": {"BlkioDeviceReadBps": RATE},
    "device-read-iops": {"BlkioDeviceReadIOps": RATE},
    "device-write-bps": {"BlkioDeviceWriteBps": RATE},
    "device-write-iops": {"BlkioDeviceWriteIOps": RATE},
    "dns": {"Dns": ["8.8.8.8"]},
    "dns-option": {"DnsOptions": ["ndots:2"]},
    "dns-search": {"DnsSearch": ["a.b"]},
    "domainname": {"Domainname": "d"},
    "entrypoint": {"Entrypoint": ["x"]},
    "env": {"Env": ["A=1"]},
    "expose": {"ExposedPorts": {"9/tcp": {}}},
    "gpus": {"DeviceRequests": [{"Count": 2, "Capabilities": [["gpu"]]}]},
    "group-add": {"GroupAdd": ["audio"]},
    "health-cmd": {"Healthcheck": CHECK},
    "health-interval": {"Healthcheck": CHECK},
    "health-retries": {"Healthcheck": CHECK},
    "health-start-interval": {"Healthcheck": CHECK},
    "health-start-period": {"Healthcheck": CHECK},
    "health-timeout": {"Healthcheck": CHECK},
    "hostname": {"Hostname": "h"},
    "init": {"Init": True},
    "interactive": {"OpenStdin": True, "AttachStdin": True},
    "io-maxbandwidth": {"IOMaximumBandwidth": 1024},
    "io-maxiops": {"IOMaximumIOps": 10},
    "ip": JOINED,
    "ip6": JOINED,
    "ipc": {"IpcMode": "host"},
    "isolation": {"Isolation": "hyperv"},
    "kernel-memory": {"KernelMemory": 1 << 20},
    "label": {"Labels": {"a": "b"}},
    "link": {"Links": ["/db:/web/d"]},
    "link-local-ip": JOINED,
    "log-driver": {"LogConfig": {"Type": "local", "Config": {}}},
    "log-opt": {"LogConfig": {"Type": "json-file", "Config": {"max-size": "1m"}}},
    "mac-address": {"MacAddress": "02:42:00:00:00:01"},
    "memory": {"Memory": 1 << 26},
    "memory-reservation": {"MemoryReservation": 1 << 25},
    "memory-swap": {"MemorySwap": -1},
    "memory-swappiness": {"MemorySwappiness": 0},
    "mount": {"HostMounts": [MOUNT]},
    "name": {},
    "network": {"NetworkMode": "host"},
    "network-alias": JOINED,
    "no-healthcheck": {"Healthcheck": {"Test": ["NONE"]}},
    "oom-kill-disable": {"OomKillDisable": True},
    "oom-score-adj": {"OomScoreAdj": 5},
    "pid": {"PidMode": "host"},
    "pids-limit": {"PidsLimit": 5},
    "platform": {"of_image": {"Architecture": "arm64", "Variant": "v8"}},
    "privileged": {"Privileged": True},
    "publish": {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "80"}]}},
    "publish-all": {"PublishAllPorts": True},
    "read-only": {"ReadonlyRootfs": True},
    "restart": {"RestartPolicy": {"Name": "always"}},
    "rm": {"AutoRemove": True},
    "runtime": {"Runtime": "kata"},
    "security-opt": {"SecurityOpt": ["no-new-privileges"]},
    "shm-size": {"ShmSize": 1 << 20},
    "stop-signal": {"StopSignal": "INT"},
    "stop-timeout": {"StopTimeout": 0},
    "storage-opt": {"StorageOpt": {"size": "1G"}},
    "sysctl": {"Sysctls": {"a.b": "1"}},
    "tmpfs": {"Tmpfs": {"/t": "size=1m"}},
    "tty": {"Tty": True},
    "ulimit": {"Ulimits": [{"Name": "core", "Soft": 0, "Hard": 0}]},
    "use-api-socket": {"HostMounts": [SOCKET], "Env": ["DOCKER_CONFIG=/run/secrets/docker"]},
    "user": {"User": "1"},
    "userns": {"UsernsMode": "host"},
    "uts": {"UTSMode": "host"},
    "volume": {"Binds": ["v:/d"]},
    "volume-driver": {"VolumeDriver": "nfs"},
    "volumes-from": {"VolumesFrom": ["db:ro"]},
    "workdir": {"WorkingDir": "/w"},
}
# These are the client's own business, or end in other fields: a file's lines in Env and Labels.
CLIENTS = {"cidfile", "disable-content-trust", "env-file", "label-file", "pull", "quiet"}
LETTERS = {"interactive": "i", "tty": "t", "publish-all": "P"}


def seen_with(leaves: dict[str, Any]) -> Seen:
    """A container in which an option left this."""
    told = dict(leaves)
    image = {**inspected.image(), **told.pop("of_image", {})}
    row = inspected.container(**told)
    return Seen(row, image, inspected.INFO, image)


def test_every_option_of_the_facts_has_a_row() -> None:
    """A new option has to say what it leaves in `inspect`."""
    command = catalogue.find("container create")
    assert command is not None
    assert set(LEAVES) | CLIENTS == {flag.canonical for flag in command.flags.values()}


@pytest.mark.parametrize("name", LEAVES)
def test_it_comes_back(name: str) -> None:
    """By its name, or its letter in a cluster."""
    found = list(options(seen_with(LEAVES[name])))
    named = {one.name for one in found} | {letter for one in found for letter in one.cluster}
    assert LETTERS.get(name, name) in named


@pytest.mark.parametrize("name", LEAVES)
def test_docker_reads_our_spelling(name: str) -> None:
    """Our own line is read by docker's grammar without a finding, and says that option."""
    from dockersh.reading import syntax
    from dockersh.reading.invocation import read
    from dockersh.recreate.written import written

    invocation = read(syntax.parse(written(container.line(seen_with(LEAVES[name])))).calls[0])
    assert [finding.code for finding in invocation.findings] == []
    assert name in invocation.uses


def test_nothing_is_said_that_was_not_given() -> None:
    """A plain container has a plain line."""
    assert [one.words for one in options(seen_with({}))] == [("--name", "web")]
