"""What the engine refuses of a line that docker's client hands on."""

from __future__ import annotations

from dockersh.foresight.named import CREATES as _CREATES
from dockersh.foresight.refusals.rule import Rule
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.foresight.refusals.engine import filters as _filters
    from dockersh.foresight.refusals.engine import gpus as _gpus
    from dockersh.foresight.refusals.engine import limits as _limits
    from dockersh.foresight.refusals.engine import mounts as _mounts
    from dockersh.foresight.refusals.engine import names as _names
    from dockersh.foresight.refusals.engine import needs as _needs
    from dockersh.foresight.refusals.engine import network_sharing as _sharing
    from dockersh.foresight.refusals.engine import ports as _ports
    from dockersh.foresight.refusals.engine import programs as _programs
else:  # each when a line needs it
    _filters = Later("dockersh.foresight.refusals.engine.filters")
    _gpus = Later("dockersh.foresight.refusals.engine.gpus")
    _limits = Later("dockersh.foresight.refusals.engine.limits")
    _mounts = Later("dockersh.foresight.refusals.engine.mounts")
    _names = Later("dockersh.foresight.refusals.engine.names")
    _needs = Later("dockersh.foresight.refusals.engine.needs")
    _ports = Later("dockersh.foresight.refusals.engine.ports")
    _programs = Later("dockersh.foresight.refusals.engine.programs")
    _sharing = Later("dockersh.foresight.refusals.engine.network_sharing")

CREATES = tuple(sorted(_CREATES))
RUN = ("container run",)
EXEC = ("container exec",)
# Commands whose keys are all in the table: for others an unknown key may be one that we do not know.
FILTERED = (
    *("container ls", "image ls", "network ls", "volume ls", "compose ls", "compose ps"),
    *("container prune", "image prune", "network prune", "system prune"),
)
ENGINE: tuple[Rule, ...] = (
    Rule("before", _filters.filter_keys, FILTERED),
    Rule("create", _sharing.published, CREATES),
    Rule("create", _names.name_in_use, CREATES, _names.ask_name),
    Rule("create", _mounts.target_relative, CREATES),
    Rule("create", _mounts.on_root, CREATES),
    Rule("create", _mounts.source_relative, CREATES),
    Rule("create", _mounts.same_folder, CREATES),
    Rule("create", _mounts.source_missing, CREATES, _mounts.ask_paths),
    Rule("create", _needs.missing_others, CREATES, _needs.ask_others),
    Rule("create", _limits.cpus, CREATES, _limits.ask_cpus),
    Rule("create", _needs.no_command, CREATES),
    Rule("create", _sharing.owned, CREATES),
    Rule("create", _sharing.of_the_host, CREATES),
    Rule("create", _limits.memory, CREATES),
    Rule("create", _limits.cpu_time, CREATES),
    Rule("create", _limits.cpuset, CREATES, _limits.ask_cpus),
    Rule("create", _limits.ranges, CREATES),
    Rule("create", _limits.health_times, CREATES),
    Rule("create", _limits.security, CREATES),
    Rule("create", _limits.features, CREATES, _limits.ask_features),
    Rule("create", _programs.shell_builtin, EXEC),
    Rule("create", _programs.whole_command, EXEC),
    Rule("start", _programs.entrypoint_with_words, RUN),
    Rule("start", _programs.shell_builtin, RUN),
    Rule("start", _programs.whole_command, RUN),
    Rule("start", _programs.command_of_one_word, RUN),
    Rule("start", _ports.taken_by_container, RUN, _ports.ask_publishers),
    Rule("start", _needs.missing_network, RUN, _needs.ask_network),
    Rule("start", _needs.joined, RUN, _needs.ask_others),
    Rule("start", _ports.published_twice, RUN),
    Rule("start", _ports.taken_by_process, RUN, _ports.ask_listeners),
    Rule("start", _ports.address_not_here, RUN, _ports.ask_listeners),
    Rule("start", _gpus.no_driver, RUN, _gpus.ask),
    Rule("start", _limits.devices, RUN, _limits.ask_devices),
    Rule("start", _sharing.addresses, RUN, _needs.ask_network),
    Rule("start", _sharing.ipc_of_nobody, RUN),
)
