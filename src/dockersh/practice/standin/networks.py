"""`docker network create`, `rm`, `connect` and `disconnect`."""

from __future__ import annotations

from itertools import zip_longest

from dockersh.practice.standin.failing import Answered, Failed
from dockersh.practice.standin.job import Job, Json, err
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.volumes import pairs
from dockersh.practice.standin.wire import named


def create(job: Job) -> int:
    """Make one; its id is printed."""
    body: Json = {
        "Name": job.arguments[0],
        "Driver": job.value("driver", "bridge"),
        "Scope": job.value("scope"),
        "EnableIPv6": job.on("ipv6"),
        "IPAM": {
            "Driver": job.value("ipam-driver", "default"),
            "Options": pairs(job.every("ipam-opt")),
            "Config": _ranges(job),
        },
        "Internal": job.on("internal"),
        "Attachable": job.on("attachable"),
        "Ingress": job.on("ingress"),
        "ConfigOnly": job.on("config-only"),
        "ConfigFrom": {"Network": job.value("config-from")} if job.value("config-from") else None,
        "Options": pairs(job.every("opt")),
        "Labels": pairs(job.every("label")),
    }
    out(job.wire.ask("POST", "/networks/create", body=body)["Id"] + "\n")
    return 0


def _ranges(job: Job) -> list[Json]:
    """Subnets with their gateways and ranges."""
    found = []
    every = zip_longest(job.every("subnet"), job.every("gateway"), job.every("ip-range"))
    for subnet, gateway, part in every:
        row = {"Subnet": subnet, "IPRange": part, "Gateway": gateway}
        found.append({key: value for key, value in row.items() if value})
    return found


def remove(job: Job) -> int:
    """Delete them; each problem is said at once."""
    status = 0
    for name in job.arguments:
        try:
            job.wire.ask("DELETE", f"/networks/{named(name)}")
        except Answered as answered:
            if job.on("force") and answered.code == 404:
                continue
            err(answered.text)
            status = 1
            continue
        out(f"{name}\n")
    if status:
        raise Failed(f"exit status {status}", status)
    return status


def connect(job: Job) -> int:
    """A container joins a network."""
    network, container = job.arguments
    own = {"IPv4Address": job.value("ip"), "IPv6Address": job.value("ip6")}
    config = {key: value for key, value in own.items() if value}
    settings = {
        "IPAMConfig": config,
        "Links": job.every("link") or None,
        "Aliases": job.every("alias") or None,
        "DriverOpts": pairs(job.every("driver-opt")) or None,
    }
    job.wire.ask("POST", f"/networks/{named(network)}/connect", body={"Container": container, "EndpointConfig": settings})
    return 0


def disconnect(job: Job) -> int:
    """A container leaves a network."""
    network, container = job.arguments
    body = {"Container": container, "Force": job.on("force")}
    job.wire.ask("POST", f"/networks/{named(network)}/disconnect", body=body)
    return 0
