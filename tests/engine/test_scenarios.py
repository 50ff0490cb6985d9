"""Predicted and observed: for each scenario, the steps and states foretold, and then the engine's own events and `inspect`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dockersh.engine import DockerEngine
from dockersh.engine.second_round import joined
from dockersh.foresight.plan import Plan, Request, Step, plan, questions, second_questions
from dockersh.foresight.refusals import refused_by_client
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from support.private_engine import PrivateEngine

UP = "run -d --name web busybox sleep 600"
OLD = "run --name old busybox true"
FOLDER = Path(__file__).parent / "scenarios"
LINES = [line for path in sorted(FOLDER.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
# The engine's event for each step that it hears of.
EVENTS = {
    ("image", "pull"): "pull",
    ("image", "tag"): "tag",
    ("image", "untag"): "untag",
    ("image", "delete"): "delete-image",
    ("image", "save"): "save",
    ("container", "create"): "create",
    ("container", "attach"): "attach",
    ("container", "start"): "start",
    ("container", "stop"): "stop",
    ("container", "kill"): "kill",
    ("container", "pause"): "pause",
    ("container", "unpause"): "unpause",
    ("container", "rename"): "rename",
    ("container", "update"): "update",
    ("container", "commit"): "commit",
    ("container", "archive-path"): "copy",
    ("container", "extract-to-dir"): "copy",
    ("container", "export"): "export",
    ("container", "exec_start"): "exec",
    ("container", "destroy"): "remove",
    ("network", "create"): "create-network",
    ("network", "destroy"): "remove-network",
    ("network", "connect"): "connect",
    ("network", "disconnect"): "disconnect",
    ("volume", "create"): "create-volume",
    ("volume", "destroy"): "remove-volume",
}
IMAGE_STEPS = frozenset(("pull", "tag", "untag", "delete-image"))
# Steps the engine has no event for.
UNHEARD = frozenset(
    ("wait", "import", "load", "login", "delete-cache", "create-context", "remove-context", "use-context", "save")
)
CHANGES_IMAGES = ("rmi", "pull", "tag", "commit", "image prune", "import", "system prune")


# Containers first, since they keep the rest.
CLEAN = """
clean() { ids=$($1); [ -z "$ids" ] || $2 $ids; }
clean 'docker ps -aq' 'docker rm -fv'
clean 'docker volume ls -q' 'docker volume rm -f' &
clean 'docker network ls -q --filter type=custom' 'docker network rm' &
[ ! -d "$DOCKER_CONFIG/contexts" ] || docker context rm -f far &
wait
"""


class Event(NamedTuple):
    """What the engine told: `container`, `create`, the thing's name."""

    type: str
    action: str
    name: str


class Foretold(NamedTuple):
    """A plan and the words it was made of."""

    made: Plan
    errors: list[str]
    name: str | None


@pytest.fixture(scope="module")
def stocked(real_engine: PrivateEngine) -> PrivateEngine:
    """The engine with every image."""
    real_engine.reset()
    return real_engine


@pytest.fixture
def bare(stocked: PrivateEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateEngine]:
    """The engine without containers, volumes and networks; images only where the scenario before touched them."""
    for name, value in stocked.env().items():
        monkeypatch.setenv(name, value)
    yield stocked
    subprocess.run(["/bin/sh", "-c", CLEAN], capture_output=True, check=False)


def foretell(line: str) -> Foretold:
    """The plan of a line on the engine of the environment."""
    parsed = syntax.parse(line)
    invocation = read(parsed.calls[0])
    bad = refused_by_client(invocation)
    invocation = invocation._replace(findings=(*invocation.findings, *bad))
    request = Request(line, invocation, time.time(), stdin_is_terminal=False)
    state = DockerEngine("docker", time_box=20).ask(questions(request))
    if more := second_questions(request, state):
        state = joined(state, DockerEngine("docker", time_box=20).ask(more))
    made = plan(request, state)
    errors = [found.code for found in (*invocation.findings, *made.findings) if found.severity == "error"]
    return Foretold(made, errors, invocation.value("name"))


def observed(engine: PrivateEngine, since: float) -> list[Event]:
    """The events since then."""
    until = time.time()
    out = engine.docker("events", "--since", f"{since:.6f}", "--until", f"{until:.6f}", "--format", "{{json .}}")
    rows = [json.loads(row) for row in out.splitlines()]
    return [Event(row["Type"], row["Action"].split(":")[0], row["Actor"]["Attributes"].get("name", "")) for row in rows]


def counted(line: str, events: list[Event]) -> Counter[str]:
    """Our steps' names for the events. A stop's own signals are part of it; networks come and go with a start and an end."""
    stopped = {event.name for event in events if event.action == "stop"}
    found: Counter[str] = Counter()
    for event in events:
        step = EVENTS.get((event.type, event.action))
        part_of_stop = step == "kill" and event.name in stopped
        part_of_prune = step == "untag" and "prune" in line
        if step and not part_of_stop and not part_of_prune:
            found[step] += 1
    if "rmi" in line and "sha256:" in line:  # the digest it was pulled by is one more name
        found["untag"] = min(1, found["untag"])
    for step in ("connect", "disconnect"):  # told with every start and end, and twice for one that is asked for
        found[step] = min(1, found[step]) if line.startswith("docker network") else 0
    return +found


def agrees(line: str, foretold: Foretold, events: list[Event]) -> bool:
    """What was said will happen did, once each; nothing happened that was not at least a maybe.

    20.10 tells of a volume that is there already as if it were made, and of none that a prune deletes.
    """
    steps = foretold.made.steps
    silent = {one.step for one in steps if one.will == "maybe" or one.reason in ("at-start", "nothing-unused")} | UNHEARD
    silent |= {"remove-volume"} if "prune" in line else set()
    said = Counter({step: many for step, many in expected(steps).items() if step not in silent})
    if "rmi" in line and "sha256:" in line:
        said["untag"] = min(1, said["untag"])
    seen = Counter({step: many for step, many in counted(line, events).items() if step not in silent})
    there = Counter(one.step for one in steps if one.step == "create-volume" and one.will == "no")
    if foretold.errors and not seen["create"] and line.startswith("docker run"):  # what was begun is taken back, and told
        seen = +Counter({step: many for step, many in seen.items() if step not in ("create-volume", "remove")})
    return said == seen or said + there == seen


def expected(steps: tuple[Step, ...]) -> Counter[str]:
    """Each step that will happen; a step for several objects as often as it names some."""
    found: Counter[str] = Counter()
    for one in steps:
        if one.will == "yes":
            count = one.says.args.get("count", "1")
            found[one.step] += int(count) if isinstance(count, str) else 1
    return found


def check_states(engine: PrivateEngine, foretold: Foretold, events: list[Event]) -> None:
    """The last state foretold for each thing is the one that `docker inspect` shows."""
    ended = {event.name for event in events if event.action in ("stop", "kill")}
    for (what, name), after in states(foretold).items():
        alone = what == "container" and after == "running" and name not in ended
        assert status(engine, what, name) in ((after, "exited") if alone else (after,)), (what, name, after)


def states(foretold: Foretold) -> dict[tuple[str, str], str]:
    """What each thing will be in the end, by kind and name."""
    found: dict[tuple[str, str], str] = {}
    for one in foretold.made.steps:
        args = one.says.args
        names = str(args["names"]).split(", ") if "names" in args else [named(one, foretold)]
        for name in names:
            if isinstance(name, str) and one.after and one.will != "maybe" and one.step not in ("commit", "import"):
                found[kind(one.step), name] = one.after
    return found


def named(one: Step, foretold: Foretold) -> object:
    """The thing a step is done to."""
    if one.step in IMAGE_STEPS:
        return one.says.args.get("image")
    if one.step == "rename" and one.will == "yes":
        return one.says.args["new"]
    return one.says.args.get("name") or (foretold.name if kind(one.step) == "container" else None)


def kind(step: str) -> str:
    """What a step is done to."""
    if step in IMAGE_STEPS:
        return "image"
    return step.rpartition("-")[2] if step.endswith(("volume", "network", "context")) else "container"


def status(engine: PrivateEngine, what: str, name: str) -> str:
    """`absent`, `present`, or the container's status."""
    template = "{{.State.Status}}" if what == "container" else "present"
    return engine.docker(what, "inspect", "--format", template, name, check=False) or "absent"


def test_there_are_enough_of_them() -> None:
    """A hundred at least."""
    assert len(LINES) >= 100


@pytest.mark.parametrize("scenario", LINES)
def test_what_is_foretold_happens(bare: PrivateEngine, scenario: str) -> None:
    """Steps, states, and whether it fails."""
    before, _, words = (part.strip() for part in scenario.partition("|"))
    line = f"docker {words}"
    touched = any(word in scenario for word in CHANGES_IMAGES)
    for command in filter(None, before.split(" + ")):
        full = {"UP": UP, "OLD": OLD}.get(command, command)
        subprocess.run(["/bin/sh", "-c", f"docker {full}"], env=dict(os.environ), capture_output=True, check=False)
    line = re.sub(r"\{id:([^}]+)\}", lambda match: bare.docker("image", "inspect", "--format", "{{.Id}}", match[1]), line)
    foretold = foretell(line)
    since = time.time()
    ran = subprocess.run(["/bin/sh", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if "is-not-foreseen" in line:
        return
    events = observed(bare, since)
    patience = time.monotonic() + 2
    while not agrees(line, foretold, events) and time.monotonic() < patience:  # --rm is done behind our back
        events = observed(bare, since)
    own = line.startswith(("docker run", "docker start")) and any(event.action == "die" for event in events)
    assert bool(foretold.errors) == (ran.returncode != 0 and not own), f"{foretold.errors} but {ran.returncode}: {ran.stderr}"
    said, seen = dict(expected(foretold.made.steps)), dict(counted(line, events))
    assert agrees(line, foretold, events), f"said {said}, seen {seen}"
    check_states(bare, foretold, events)
    if touched:
        bare.docker("image", "prune", "-f")
        bare.reset()
