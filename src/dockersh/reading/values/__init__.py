"""One value grammar a file: what a flag's value means to docker, and whether docker accepts it.

`decode(kind, text)` gives a `Value` or a `Bad`; a kind without a grammar of its own gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.reading.values import words
from dockersh.reading.values.value import Bad, Value, bad
from dockersh.startup.lazy_module import Later
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.reading.values import addresses as _addresses
    from dockersh.reading.values import bake as _bake
    from dockersh.reading.values import building as _building
    from dockersh.reading.values import buildkit as _buildkit
    from dockersh.reading.values import choices as _choices
    from dockersh.reading.values import devices as _devices
    from dockersh.reading.values import env as _env
    from dockersh.reading.values import formats as _formats
    from dockersh.reading.values import hosts as _hosts
    from dockersh.reading.values import images as _images
    from dockersh.reading.values import keys as _keys
    from dockersh.reading.values import logs as _logs
    from dockersh.reading.values import modes as _modes
    from dockersh.reading.values import mounts as _mounts
    from dockersh.reading.values import networks as _networks
    from dockersh.reading.values import ports as _ports
    from dockersh.reading.values import programs as _programs
    from dockersh.reading.values import quantities as _quantities
    from dockersh.reading.values import security as _security
    from dockersh.reading.values import signals as _signals
    from dockersh.reading.values import swarming as _swarming
    from dockersh.reading.values import times as _times
    from dockersh.reading.values import users as _users
else:  # each when it is first needed; under names of their own, for `dockersh.reading.values.ports` is the module itself
    _addresses = Later("dockersh.reading.values.addresses")
    _bake = Later("dockersh.reading.values.bake")
    _building = Later("dockersh.reading.values.building")
    _buildkit = Later("dockersh.reading.values.buildkit")
    _choices = Later("dockersh.reading.values.choices")
    _devices = Later("dockersh.reading.values.devices")
    _env = Later("dockersh.reading.values.env")
    _formats = Later("dockersh.reading.values.formats")
    _hosts = Later("dockersh.reading.values.hosts")
    _images = Later("dockersh.reading.values.images")
    _keys = Later("dockersh.reading.values.keys")
    _logs = Later("dockersh.reading.values.logs")
    _modes = Later("dockersh.reading.values.modes")
    _mounts = Later("dockersh.reading.values.mounts")
    _networks = Later("dockersh.reading.values.networks")
    _ports = Later("dockersh.reading.values.ports")
    _programs = Later("dockersh.reading.values.programs")
    _quantities = Later("dockersh.reading.values.quantities")
    _security = Later("dockersh.reading.values.security")
    _signals = Later("dockersh.reading.values.signals")
    _swarming = Later("dockersh.reading.values.swarming")
    _times = Later("dockersh.reading.values.times")
    _users = Later("dockersh.reading.values.users")

__all__ = ["KINDS", "Bad", "Value", "decode"]

KINDS: Mapping[str, Callable[[str], Value | Bad]] = {
    "port": _ports.publish,
    "service-port": _ports.service,
    "expose": _ports.expose,
    "port-number": _ports.number,
    "target-port": _ports.target,
    "image": _images.image,
    "image-tag": _images.tag,
    "image-or-nothing": _images.optional,
    "volume": _mounts.volume,
    "mount": _mounts.mount,
    "tmpfs": _mounts.tmpfs,
    "env": _env.env,
    "build-arg": _env.build_arg,
    "label": _env.label,
    "container-label": _env.container_label,
    "compose-env": _env.compose_env,
    "compose-label": _env.compose_label,
    "network": _networks.network,
    "network-add": _networks.added,
    "restart": _choices.restart,
    "pull-policy": _choices.pull_policy,
    "log-level": _choices.log_level,
    "compose-pull": _choices.compose_pull,
    "compose-policy": _choices.compose_policy,
    "platform": _choices.platform,
    "platforms": _choices.platforms,
    "platform-list": _choices.platform_list,
    "name": _choices.name,
    "project": _choices.project,
    "user": _users.user,
    "workdir": _users.workdir,
    "workdir-exec": _users.workdir_of_exec,
    "bytes": _quantities.size,
    "duration": _quantities.duration,
    "interval": _quantities.interval,
    "swap": _quantities.swap,
    "decimal": _quantities.cpus,
    "int": _quantities.integer,
    "swappiness": _quantities.swappiness,
    "retries": _quantities.retries,
    "int64": _quantities.integer,
    "uint": _quantities.natural,
    "uint16": _quantities.natural16,
    "uint32": _quantities.natural32,
    "uint64": _quantities.natural,
    "filter": _env.filter_pair,
    "add-host": _hosts.add_host,
    "dns": _hosts.dns,
    "dns-search": _hosts.dns_search,
    "mac": _hosts.mac,
    "link": _hosts.link,
    "device": _devices.device,
    "device-rule": _devices.cgroup_rule,
    "device-bps": _devices.bps,
    "device-iops": _devices.iops,
    "device-weight": _devices.weight,
    "gpus": _devices.gpus,
    "program": _programs.entrypoint,
    "capability": _security.capability,
    "capability-drop": _security.dropped,
    "security-opt": _security.security_opt,
    "ulimit": _security.ulimit,
    "sysctl": _security.sysctl,
    "pid-mode": _modes.pid,
    "uts-mode": _modes.uts,
    "userns-mode": _modes.userns,
    "cgroupns-mode": _modes.cgroupns,
    "key-value": _modes.pair,
    "since": _times.since,
    "until": _times.until,
    "tail": _times.tail,
    "format": _formats.template,
    "list-format": _formats.listed,
    "signal": _signals.signal,
    "log-driver": _logs.driver,
    "log-opt": _logs.option,
    "service-log-opt": _logs.service_option,
    "detach-keys": _keys.detach_keys,
    "context-name": _choices.context,
    "builder-name": _choices.builder,
    **words.KINDS,
    "secret": _building.secret,
    "ssh": _building.ssh,
    "compose-ssh": _building.compose_ssh,
    "output": _building.output,
    "cache-from": _building.cache_from,
    "cache-to": _building.cache_to,
    "build-context": _building.context,
    "attest": _building.attest,
    "provenance": _building.provenance,
    "sbom": _building.sbom,
    "call": _buildkit.call,
    "policy": _buildkit.policy,
    "build-resource": _buildkit.resource,
    "entitlement": _buildkit.entitlement,
    "bake-entitlement": _buildkit.bake_entitlement,
    "annotation": _buildkit.annotation,
    "build-count": _buildkit.count,
    "build-driver-option": _buildkit.driver_option,
    "builder-driver": _buildkit.driver,
    "image-or-layout": _images.location,
    "digest": _images.digest,
    "bake-list": _bake.listing,
    "bake-variable": _bake.variable,
    "bake-override": _bake.override,
    "bake-policy": _bake.policy,
    "history-filter": _bake.history_filter,
    "swarm-secret": _swarming.secret,
    "swarm-config": _swarming.config,
    "generic-resource": _swarming.generic_resource,
    "generic-resource-update": _swarming.generic_resource_update,
    "placement": _swarming.placement,
    "constraint": _swarming.constraint,
    "credential-spec": _swarming.credential_spec,
    "scale": _swarming.scale,
    "ratio": _swarming.ratio,
    "seconds": _swarming.seconds,
    "external-ca": _swarming.external_ca,
    "address-pool": _addresses.pool,
    "driver-option": _addresses.options,
    "stringSlice": _addresses.strings,
    "subnet": _addresses.subnet,
    "gateway": _addresses.gateway,
    "ip-range": _addresses.ip_range,
    "aux-address": _addresses.auxiliary,
    "ip": _addresses.ip4,
    "ip6": _addresses.ip6,
}


DIGITS = pattern(r"\d{300}")  # more than Python makes a number of without being asked, and far more than docker does


def decode(kind: str | None, text: str) -> Value | Bad | None:
    """What `text` means as a value of `kind` (a grammar's name or a pflag type); None when we have no grammar for it."""
    grammar = KINDS.get(kind or "")
    try:
        return grammar(text) if grammar else None
    except (ValueError, OverflowError):
        if DIGITS.search(text) is None:
            raise
        return bad("integer", value=text)
