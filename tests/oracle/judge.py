"""Our verdict beside the client's: refused or accepted, for the same word; and the same container."""

from __future__ import annotations

import random
import shlex
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from dockersh import syntax
from dockersh.finding import Finding, Say
from dockersh.invocation import Invocation, read
from dockersh.pieces import decode_all
from dockersh.plan import Request
from dockersh.plan.foresee import refusals
from oracle.body import differences
from oracle.lines import line
from oracle.recorder import Recorder, Verdict

# What only the engine refuses: the client hands it on.
BY_ENGINE = frozenset(
    f"bad-values.{why}"
    for why in (
        "restart",
        "restart-near",
        "volume-relative",
        "volume-name",
        "volume-mode",
        "volume-target",
        "name",
        "workdir",
        "capability",
        "capability-near",
        "ipc-mode",
        "signal",
        "signal-near",
        "log-driver-near",
        "isolation",
        "blkio-weight-range",
        "mount-type",
    )
)


class Disagreement(NamedTuple):
    """A line on which the client and we do not agree, and how."""

    line: str
    how: str


def ours(text: str) -> tuple[Invocation, list[Finding], list[Any]]:
    """The invocation, what we say the client refuses, and the decoded shape of each part."""
    call = syntax.parse(text).calls[0]
    invocation = read(call)
    decoded, bad = decode_all(invocation)
    found = [*invocation.findings, *bad, *refusals(Request(text, invocation, 0.0, None, True))]
    theirs = [one for one in found if one.severity == "error" and not _by_engine(one)]
    return invocation, theirs, [one.decoded if one else None for one in decoded]


def _by_engine(one: Finding) -> bool:
    if one.code == "published-on-shared-network":
        return True
    why = one.args.get("why")
    return isinstance(why, Say) and why.key in BY_ENGINE


def judge(words: list[str], verdict: Verdict, home: str = "") -> list[Disagreement]:
    """Every way in which we disagree about one line."""
    text = shlex.join(words)
    invocation, found, decoded = ours(text)
    if found and verdict.accepted:
        return [Disagreement(text, f"we refuse ({found[0].code} {found[0].args}), the client does not")]
    if not found and not verdict.accepted:
        return [Disagreement(text, f"the client refuses: {verdict.error.strip()[:300]}")]
    if found:
        return []
    assert verdict.body is not None
    return [Disagreement(text, how) for how in differences(invocation, decoded, verdict.body, verdict.query, home)]


def compare(count: int, seed: int, workers: int = 4) -> list[Disagreement]:
    """Judge `count` lines of a seed."""

    def work(part: int) -> list[Disagreement]:
        rng = random.Random(f"{seed} {part}")
        found: list[Disagreement] = []
        with tempfile.TemporaryDirectory(prefix="oracle-") as folder:
            recorder = Recorder(Path(folder) / "o")
            for _ in range(part, count, workers):
                words = line(rng)
                found += judge(words, recorder.ask(words), str(recorder.folder))
            recorder.close()
        return found

    with ThreadPoolExecutor(workers) as pool:
        return [one for found in pool.map(work, range(workers)) for one in found]
