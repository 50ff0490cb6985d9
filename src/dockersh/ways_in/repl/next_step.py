"""The line that most often comes next, as the grey suggestion on an empty prompt; never one that takes something away."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from dockersh.afterwards.failures.page import page
from dockersh.engine.watcher import Snapshot
from dockersh.explaining.foresee import foresee
from dockersh.explaining.secrets import has_secret
from dockersh.finding import Say
from dockersh.reading import syntax
from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern
from dockersh.texts import SOURCE
from dockersh.ways_in.confirm import loses
from dockersh.ways_in.repl.suggest import could_run
from dockersh.ways_in.spoken import Spoken

# A cure may name a second command, or say more; what stands in front is the first thing to type. Cures are read in the language
# of the source: others may begin with "first" or "to delete it".
REST = pattern(r" (?:&&|\|\||·|or|first) |[,;(]| first$")


def next_line(spoken: Spoken, snapshot: Snapshot | None) -> str:
    """The line to suggest after what was said of the last one, or ''."""
    cures = [*([page(SOURCE, spoken.failed).fix] if spoken.failed else []), *spoken.fixes]
    candidates = (*spoken.meant, *(_command(cure) for cure in cures if cure), *_usual(spoken.happened))
    return next((line for line in candidates if line and _fits(line, snapshot)), "")


def _command(cure: str) -> str:
    head = REST.split(cure, 1)[0].strip()
    return head if head.startswith("docker ") and head.isascii() else ""


def _usual(happened: Iterable[Say]) -> Iterator[str]:
    lines: dict[str, str] = toml_cache.load(os.path.join(os.path.dirname(__file__), "next.toml"))
    for what in happened:
        line = lines.get(what.key.rpartition(".")[2], "")
        name = what.args.get("name", "")
        yield line.format(name=name) if line and isinstance(name, str) else ""


def _fits(line: str, snapshot: Snapshot | None) -> bool:
    """Whether it could run now, takes nothing away and shows no secret."""
    if has_secret(line) or not could_run(line, snapshot):
        return False
    calls = foresee(syntax.parse(line)).calls
    return bool(calls) and not any(loses(call) or call.invocation.findings for call in calls)
