"""One value grammar a file: what a flag's value means to docker, and whether docker accepts it.

`decode(kind, text)` gives a `Value` or a `Bad`; a kind without a grammar of its own gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.values import (
    choices,
    devices,
    env,
    formats,
    hosts,
    images,
    logs,
    modes,
    mounts,
    networks,
    ports,
    quantities,
    security,
    signals,
    times,
    users,
)
from dockersh.values.value import Bad, Value

__all__ = ["KINDS", "Bad", "Value", "decode"]

KINDS: Mapping[str, Callable[[str], Value | Bad]] = {
    "port": ports.publish,
    "service-port": ports.service,
    "expose": ports.expose,
    "target-port": ports.target,
    "image": images.image,
    "image-tag": images.tag,
    "volume": mounts.volume,
    "mount": mounts.mount,
    "tmpfs": mounts.tmpfs,
    "env": env.env,
    "build-arg": env.build_arg,
    "label": env.label,
    "network": networks.network,
    "restart": choices.restart,
    "pull-policy": choices.pull_policy,
    "platform": choices.platform,
    "platforms": choices.platforms,
    "name": choices.name,
    "user": users.user,
    "workdir": users.workdir,
    "bytes": quantities.size,
    "duration": quantities.duration,
    "interval": quantities.interval,
    "swap": quantities.swap,
    "decimal": quantities.cpus,
    "int": quantities.integer,
    "swappiness": quantities.swappiness,
    "retries": quantities.retries,
    "int64": quantities.integer,
    "uint": quantities.natural,
    "uint16": quantities.natural16,
    "uint32": quantities.natural32,
    "uint64": quantities.natural,
    "filter": env.filter_pair,
    "add-host": hosts.add_host,
    "dns": hosts.dns,
    "dns-search": hosts.dns_search,
    "mac": hosts.mac,
    "link": hosts.link,
    "device": devices.device,
    "device-rule": devices.cgroup_rule,
    "device-bps": devices.bps,
    "device-iops": devices.iops,
    "device-weight": devices.weight,
    "gpus": devices.gpus,
    "capability": security.capability,
    "security-opt": security.security_opt,
    "ulimit": security.ulimit,
    "sysctl": security.sysctl,
    "pid-mode": modes.pid,
    "uts-mode": modes.uts,
    "userns-mode": modes.userns,
    "cgroupns-mode": modes.cgroupns,
    "key-value": modes.pair,
    "since": times.since,
    "until": times.until,
    "tail": times.tail,
    "format": formats.template,
    "signal": signals.signal,
    "log-driver": logs.driver,
    "log-opt": logs.option,
}


def decode(kind: str | None, text: str) -> Value | Bad | None:
    """What `text` means as a value of `kind` (a grammar's name or a pflag type); None when we have no grammar for it."""
    grammar = KINDS.get(kind or "")
    return grammar(text) if grammar else None
