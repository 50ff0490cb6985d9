"""Our verdict beside the client's: refused or accepted, for the same word; and the same container."""

from __future__ import annotations

import random
import shlex
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from dockersh.engine import State
from dockersh.finding import Finding, Say
from dockersh.foresight.advice import versions
from dockersh.foresight.plan import Request
from dockersh.foresight.refusals import refused_by, refused_by_client
from dockersh.foresight.refusals.client import CLIENT
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, read
from dockersh.reading.values import Value
from oracle.body import differences
from oracle.causes import cause, says_the_same
from oracle.lines import line
from oracle.recorder import Recorder, Verdict
from support.client import major

# What only the engine refuses: the client hands it on.
BY_ENGINE = frozenset(
    f"bad-values.{why}"
    for why in (
        "restart",
        "restart-near",
        "network-container",
        "volume-relative",
        "volume-name",
        "volume-mode",
        "volume-target",
        "name",
        "workdir",
        "capability",
        "capability-near",
        "detach-keys",
        "word",
        "word-near",
        "resource-count",
        "build-type",
        "ip4",
        "ip6",
        "time",
        "signal",
        "signal-near",
        "log-driver-near",
        "isolation",
        "blkio-weight-range",
        "mount-type",
        "mount-source",
    )
)


# What docker 28's client looks at and docker 29's hands on.
BY_NEWER_ENGINE = frozenset(("bad-values.mount-target", "bad-values.mount-mixed"))


class Disagreement(NamedTuple):
    """A line on which the client and we do not agree, and how."""

    line: str
    how: str


def errors(text: str) -> list[Finding]:
    """What we call wrong, whoever refuses it."""
    invocation = read(syntax.parse(text).calls[0])
    bad = refused_by_client(invocation)
    request = Request(text, invocation, 0.0, False, True)
    found = [*invocation.findings, *bad, *refused_by(CLIENT, request, State("off"), "create")]
    other = "warning" if major() >= versions.STRICT else "tip"  # what this client refuses and others take
    return [one for one in found if one.severity == "error"] + [
        one for one in versions.mounts(request) if one.severity == other
    ]


def by_client(found: list[Finding]) -> list[Finding]:
    """Those that the client refuses; the others it hands on to the engine."""
    return [one for one in found if not _by_engine(one)]


def ours(text: str) -> tuple[Invocation, list[Finding], list[Any]]:
    """The invocation, what we say the client refuses, and the decoded shape of each part."""
    invocation = read(syntax.parse(text).calls[0])
    answers = (part.answer for part in invocation.parts)
    return invocation, by_client(errors(text)), [one.shape if isinstance(one, Value) else None for one in answers]


def _by_engine(one: Finding) -> bool:
    if one.code == "empty-value" and one.args.get("flag") in ("--annotation", "--log-opt"):
        return True  # tests/engine/test_empty_values.py
    if one.args.get("flag") == "--kernel-memory" and major() >= versions.STRICT:
        return True  # docker 29's client drops it unread
    why = one.args.get("why")
    handed_on = BY_ENGINE | BY_NEWER_ENGINE if major() >= versions.STRICT else BY_ENGINE
    return isinstance(why, Say) and why.key in handed_on


def judge(words: list[str], verdict: Verdict, home: str = "") -> list[Disagreement]:
    """Every way in which we disagree about one line."""
    text = shlex.join(words)
    invocation, found, decoded = ours(text)
    if not verdict.accepted:
        found = errors(text)  # a newer client looks at once at some that an older one hands on
    if found and verdict.accepted:
        return [Disagreement(text, f"we refuse ({found[0].code} {found[0].args}), the client does not")]
    if not found and not verdict.accepted:
        return [Disagreement(text, f"the client refuses: {verdict.error.strip()[:300]}")]
    if found:
        return _other_cause(text, found, verdict.error)
    if errors(text):
        return []  # the engine's to refuse; what it is sent does not matter
    assert verdict.body is not None
    return [Disagreement(text, how) for how in differences(invocation, decoded, verdict.body, verdict.query, home)]


def _other_cause(text: str, found: list[Finding], error: str) -> list[Disagreement]:
    """The client stops at the first thing it does not like; one of ours must be that."""
    theirs = cause(error)
    if theirs is None:
        return [Disagreement(text, f"a cause that our table does not know: {error.strip()[:200]}")]
    if any(says_the_same(one, theirs, text) for one in found):
        return []
    return [Disagreement(text, f"another cause: {[one.code for one in found]}, the client: {error.strip()[:200]}")]


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
