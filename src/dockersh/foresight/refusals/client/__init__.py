"""What docker's client refuses, before or instead of asking the engine."""

from __future__ import annotations

from dockersh.foresight.named import CREATES as _CREATES
from dockersh.foresight.refusals.client import combinations as _combinations
from dockersh.foresight.refusals.client import empty as _empty
from dockersh.foresight.refusals.client import files as _files
from dockersh.foresight.refusals.client import values as _values
from dockersh.foresight.refusals.client import version_and_plugins as _versions
from dockersh.foresight.refusals.rule import FLAGS, WORDS, Rule
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.foresight.refusals.client import build_inputs as _inputs
    from dockersh.foresight.refusals.client import builders as _builders
    from dockersh.foresight.refusals.client import buildx as _buildx
    from dockersh.foresight.refusals.client import commands as _commands
    from dockersh.foresight.refusals.client import compose as _compose
    from dockersh.foresight.refusals.client import env_files as _env_files
    from dockersh.foresight.refusals.client import formats as _formats
    from dockersh.foresight.refusals.client import spelled as _spelled
else:  # each when a line needs it
    _inputs = Later("dockersh.foresight.refusals.client.build_inputs")
    _builders = Later("dockersh.foresight.refusals.client.builders")
    _buildx = Later("dockersh.foresight.refusals.client.buildx")
    _commands = Later("dockersh.foresight.refusals.client.commands")
    _compose = Later("dockersh.foresight.refusals.client.compose")
    _env_files = Later("dockersh.foresight.refusals.client.env_files")
    _formats = Later("dockersh.foresight.refusals.client.formats")
    _spelled = Later("dockersh.foresight.refusals.client.spelled")

CREATES = tuple(sorted(_CREATES))
# Lists whose fields are known.
LISTS = (
    *("container ls", "image ls", "network ls", "volume ls", "context ls", "node ls", "service ls", "stack ls"),
    *("secret ls", "config ls", "plugin ls"),
)
BUILDS = ("image build", "buildx build", "buildx dap build", "buildx debug build")
CLIENT: tuple[Rule, ...] = (
    Rule("line", _values.bad_values, even_with_help=True),
    Rule("line", _spelled.fallen_apart),
    Rule("line", _spelled.cut_off, CREATES),
    Rule("line", _spelled.rewritten),
    Rule("line", _combinations.two_hosts),
    Rule("line", _combinations.host_and_context, even_with_help=True),
    Rule("line", _combinations.pairs),
    Rule("line", _combinations.health, CREATES, literal=FLAGS),
    Rule("line", _combinations.logs, CREATES, literal=FLAGS),
    Rule("line", _combinations.networks, CREATES, literal=FLAGS),
    Rule("line", _commands.networks, ("network create",), literal=WORDS),
    Rule("line", _commands.start, ("container start",), literal=WORDS),
    Rule("line", _commands.system_prune, ("system prune",), literal=WORDS),
    Rule("line", _commands.service, ("service create",), literal=WORDS),
    Rule("line", _commands.secret, ("secret create",), literal=WORDS),
    Rule("line", _commands.pull, ("image pull", "image push"), literal=WORDS),
    Rule("line", _commands.volume, ("volume create",), literal=WORDS),
    Rule("line", _commands.volume_prune, ("volume prune",), literal=WORDS),
    Rule("line", _commands.login, ("login",), literal=WORDS),
    Rule("line", _commands.join_token, ("swarm join-token",), literal=WORDS),
    Rule("line", _commands.stack, ("stack deploy", "stack config"), literal=WORDS),
    Rule("line", _commands.logs_of_one, ("compose logs",), literal=WORDS),
    Rule("line", _compose.printed, ("compose config",), literal=WORDS),
    Rule("line", _compose.copied, ("compose cp",), literal=WORDS),
    Rule("line", _compose.run, ("compose run",), literal=WORDS),
    Rule("line", _buildx.build, BUILDS, literal=WORDS),
    Rule("line", _buildx.bake, ("buildx bake",), literal=WORDS),
    Rule("line", _buildx.create, ("buildx create",), literal=WORDS),
    Rule("line", _buildx.remove, ("buildx rm",), literal=WORDS),
    Rule("line", _buildx.use, ("buildx use",), literal=WORDS),
    Rule("line", _buildx.usage, ("buildx du",), literal=WORDS),
    Rule("line", _buildx.prune, ("buildx prune",), literal=WORDS),
    Rule("line", _buildx.combine, ("buildx imagetools create",), literal=WORDS),
    Rule("line", _buildx.manifest, ("buildx imagetools inspect",), literal=WORDS),
    Rule("line", _buildx.forget, ("buildx history rm",), literal=WORDS),
    Rule("line", _buildx.export, ("buildx history export",), literal=WORDS),
    Rule("line", _buildx.attachment, ("buildx history inspect attachment",), literal=WORDS),
    Rule("line", _compose.in_front, ("compose",)),
    Rule("line", _empty.empty),
    Rule("line", _versions.experimental),
    Rule("line", _versions.other_system),
    Rule("before", _versions.plugins, asks=_versions.ask_plugins),
    Rule("before", _versions.context),
    Rule("before", _versions.too_old, asks=_versions.ask_version),
    Rule("before", _files.wildcards, ("container cp",)),
    Rule("before", _files.unreadable, _files.READS, _files.ask_read),
    Rule("before", _env_files.broken, ("container exec",), _env_files.ask),
    Rule("before", _files.unwritable, _files.WRITES, _files.ask_written),
    Rule("before", _inputs.inputs, ("image build", "buildx build"), _inputs.ask_inputs),
    Rule("before", _builders.builders, ("image build", "buildx build", "buildx bake"), _builders.ask_builders),
    Rule("before", _formats.format_fields, LISTS),
    Rule("create", _buildx.network_of_docker, ("image build",)),
    Rule("create", _combinations.rm_with_restart, CREATES),
    Rule("create", _combinations.terminal_that_is_none, ("container run", "container exec")),
    Rule("create", _combinations.detach_and_attach, ("container run",)),
    # Told of beside what else keeps the container from being made.
    Rule("create", _files.unreadable, CREATES, _files.ask_read),
    Rule("create", _env_files.broken, CREATES, _env_files.ask),
    Rule("create", _files.unwritable, CREATES, _files.ask_written),
)
