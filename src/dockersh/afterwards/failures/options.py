"""A program in a container that failed by an option of its own line: known words of it, and the option that fits them.

What a program prints on standard error is its own affair. Only where the words are known, and the line has the option that
leads to them, is the two told together.
"""

from __future__ import annotations

import functools
import os.path
import re
from collections.abc import Callable, Iterator, Mapping

from dockersh.afterwards.failures import heard
from dockersh.afterwards.failures.case import Case, Found
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.option_rules import mounted, network, rights, shares
from dockersh.engine import Engine
from dockersh.engine.patience import Patient
from dockersh.execute.outcome import Outcome
from dockersh.reading.invocation import Invocation
from dockersh.startup import toml_cache
from dockersh.startup.typed import NamedTuple

LAST = 40  # lines: what ended a program stands near its end
REFUSED = 125  # docker itself


class Rule(NamedTuple):
    """A page, and the look that says whether the line fits it: None where it does not."""

    code: str
    look: Callable[[Case, Mapping[str, str]], Found | None]


# By the kind of words; of several that fit the first is told.
RULES: Mapping[str, tuple[Rule, ...]] = {
    "host-unknown": (
        Rule("option-network-none", network.is_none),
        Rule("option-host-internal", network.host_internal),
        Rule("option-default-bridge", network.on_default_bridge),
        Rule("option-other-network", network.on_another),
    ),
    "network-unreachable": (Rule("option-network-none", network.is_none),),
    "read-only": (
        Rule("option-mount-read-only", mounted.read_only),
        Rule("option-read-only", mounted.root_read_only),
    ),
    "denied": (
        Rule("option-volume-of-root", mounted.volume_of_root),
        Rule("option-bind-of-another", mounted.bind_of_another),
        Rule("option-bind-selinux", mounted.bind_selinux),
        Rule("option-tmpfs-noexec", mounted.tmpfs_noexec),
        Rule("option-user-denied", rights.user),
    ),
    "not-permitted": (
        Rule("option-cap-dropped", rights.dropped),
        Rule("option-capability-missing", rights.missing),
    ),
    "refused": (Rule("option-localhost", network.localhost),),
    "memory-used-up": (Rule("option-memory", shares.memory),),
    "processes-used-up": (Rule("option-pids-limit", shares.processes),),
    "files-used-up": (Rule("option-ulimit-files", shares.files),),
    "shared-memory-used-up": (Rule("option-shm-size", shares.shared_memory),),
    "kernel-setting": (Rule("option-kernel-setting", rights.kernel),),
    "no-new-rights": (Rule("option-no-new-privileges", rights.no_new),),
    "missing": (Rule("option-mount-hides", mounted.hides),),
}


@functools.cache
def words() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The patterns by their kind."""
    table = toml_cache.load(os.path.join(os.path.dirname(__file__), "program.toml"))
    return {kind: tuple(re.compile(text) for text in texts) for kind, texts in table.items()}


def by_an_option(invocation: Invocation, outcome: Outcome, engine: Engine) -> Failure | None:
    """The failure of a container's program that an option of the line explains; None for every other."""
    if invocation.name != "container run" or outcome.errors is None or outcome.status in (0, REFUSED):
        return None
    lines = heard.lines_of(outcome.errors)[-LAST:]
    case = Case(Failure(""), invocation, Patient(engine))
    return next((found for kind, line, named in _known(lines) if (found := _told(case, kind, line, named))), None)


def _known(lines: list[str]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """The lines whose words are known: their kind, and what they name."""
    for line in lines:
        for kind, patterns in words().items():
            if match := next((found for one in patterns if (found := one.search(line))), None):
                yield kind, line, {name: value for name, value in match.groupdict().items() if value}


def _told(case: Case, kind: str, line: str, named: Mapping[str, str]) -> Failure | None:
    named = mounted.placed(case, named)
    for rule in RULES[kind]:
        if (found := rule.look(case, named)) is not None:
            return Failure(rule.code, {**named, **found}, line)
    return None
