"""Why a container is as it is, from what `inspect` tells of it and the end of its log: what happened, and what to type."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping

from dockersh.engine.api.moments import seconds
from dockersh.engine.state import Event
from dockersh.finding import Arg, Say, say
from dockersh.startup.typed import Any, NamedTuple
from dockersh.texts.ages import age

Row = Mapping[str, Any]
NEVER = "0001-01-01T00:00:00Z"
SHORT_LIVED = 2.0  # seconds within which a program has done nothing but end
SIGNAL = 128
KILL = 9
NAMES = {1: "HUP", 2: "INT", 3: "QUIT", 4: "ILL", 6: "ABRT", 7: "BUS", 8: "FPE", 9: "KILL", 11: "SEGV", 13: "PIPE", 15: "TERM"}
OF_DOCKER = {126: "status-126", 127: "status-127"}
WAITS_FOR = "com.docker.compose.depends_on"
TOLD = 190  # characters of an error: its end names the cause
SHELLS = ("sh", "bash", "ash", "dash", "zsh")
UNFINISHED = -1  # the status of a health check that ran out of time
CHECKED = 3  # last lines of a health check


class Condition(NamedTuple):
    """The headline, why, the end of the log (empty where it says nothing about it), and what to type.

    *error* is what the engine said when it could not start it, as it said it; *advice*: what to do, in sentences.
    """

    head: Say
    why: tuple[Say, ...] = ()
    log: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    error: str = ""
    advice: tuple[Say, ...] = ()


def condition(row: Row, log: str, now: float) -> Condition:
    """Of a container that is there. *now*: seconds since 1970."""
    state: Row = row["State"]
    status = str(state.get("Status") or "")
    head, why, fixes = READERS.get(status, _other)(row, state, now)
    lines = tuple(line for line in log.split("\n") if line.strip())
    told = status in ("exited", "restarting", "dead") or _health(state) == "unhealthy"
    return Condition(head, tuple(why), lines if told else (), tuple(fixes), str(state.get("Error") or ""))


def gone(name: str, events: Iterable[Event], now: float) -> Condition | None:
    """Of one that was removed, where the engine still tells of it."""
    last = [one for one in events if one.type == "container" and one.attributes.get("name") == name]
    removed = next((one for one in reversed(last) if one.action == "destroy"), None)
    if removed is None:
        return None
    ended = next((one for one in reversed(last) if one.action == "die"), None)
    status = ended.attributes.get("exitCode", "") if ended else ""
    why = [say("condition.ended-before", code=status)] if status else []
    head = say("condition.gone", name=name, age=age(now, removed.at))
    return Condition(head, (*why, say("condition.gone-for-good")), (), ())


Found = tuple[Say, Iterable[Say], Iterable[str]]


def _name(row: Row) -> str:
    return str(row["Name"]).removeprefix("/")


def _since(state: Row, key: str, now: float) -> Arg:
    return age(now, seconds(str(state.get(key) or NEVER)))


def _health(state: Row) -> str:
    return str((state.get("Health") or {}).get("Status") or "")


def _running(row: Row, state: Row, now: float) -> Found:
    name, since = _name(row), _since(state, "StartedAt", now)
    health = _health(state)
    key = f"condition.{health}" if health in ("healthy", "unhealthy", "starting") else "condition.running"
    why = [*_restarts(row), *_checks(state)]
    fixes = [f"docker exec {name} {_check(row)}"] if health == "unhealthy" and _check(row) else []
    return say(key, name=name, age=since), why, [*fixes, f"docker logs --tail 50 {name}"] if health == "unhealthy" else []


def _check(row: Row) -> str:
    """The words of its health check, as `exec` takes them."""
    words = ((row.get("Config") or {}).get("Healthcheck") or {}).get("Test") or []
    if words[:1] == ["CMD-SHELL"]:
        return shlex.join(("sh", "-c", " ".join(words[1:])))
    return shlex.join(words[1:])


def _checks(state: Row) -> Iterator[Say]:
    """What the last health check said, where it failed: also before there were enough of them."""
    health: Row = state.get("Health") or {}
    if not health.get("FailingStreak"):
        return
    last: Row = (health.get("Log") or [{}])[-1]
    said = " / ".join(str(last.get("Output") or "").strip().split("\n")[-CHECKED:])
    key = "condition.check-unfinished" if last.get("ExitCode") == UNFINISHED else "condition.check-failed"
    yield say(key, count=str(health["FailingStreak"]), code=str(last.get("ExitCode", "?")))
    if said:
        yield say("condition.check-said", text=said)


def _restarts(row: Row) -> Iterator[Say]:
    if row.get("RestartCount"):
        yield say("condition.restarted", count=str(row["RestartCount"]), policy=_policy(row))


def _policy(row: Row) -> str:
    policy = (row.get("HostConfig") or {}).get("RestartPolicy") or {}
    name, times = policy.get("Name") or "no", policy.get("MaximumRetryCount") or 0
    return f"{name}:{times}" if times else name


def _restarting(row: Row, state: Row, now: float) -> Found:
    name = _name(row)
    head = say("condition.restarting", name=name, code=str(state.get("ExitCode")), age=_since(state, "FinishedAt", now))
    fixes = [f"docker logs --tail 50 {name}", f"docker update --restart=no {name}"]
    return head, [*_status(row, state), *_restarts(row), say("condition.waits-longer")], fixes


def _exited(row: Row, state: Row, now: float) -> Found:
    name, code = _name(row), str(state.get("ExitCode"))
    head = say("condition.exited", name=name, code=code, age=_since(state, "FinishedAt", now))
    return head, [*_status(row, state), *_short(row, state), *_restarts(row), *_error(state)], _again(row, state)


def _again(row: Row, state: Row) -> Iterator[str]:
    name, config = _name(row), row.get("Config") or {}
    yield f"docker logs --tail 50 {name}" if state.get("ExitCode") else f"docker logs {name}"
    yield f"docker start -ai {name}" if config.get("OpenStdin") else f"docker start -a {name}"


def _status(row: Row, state: Row) -> Iterator[Say]:
    """The exit status in words."""
    code = int(state.get("ExitCode") or 0)
    if state.get("OOMKilled"):
        yield _out_of_memory(row, itself=code == SIGNAL + KILL)
    if state.get("OOMKilled") and code == SIGNAL + KILL:
        return
    if code in OF_DOCKER:
        yield say(f"condition.{OF_DOCKER[code]}")
    elif code > SIGNAL and code - SIGNAL in NAMES:
        key = f"condition.signal-{code - SIGNAL}" if code - SIGNAL in (2, 9, 11, 15) else "condition.signal"
        yield say(key, code=str(code), signal=NAMES[code - SIGNAL])
    else:
        yield say("condition.status" if code else "condition.status-0", code=str(code), program=_program(row))


def _out_of_memory(row: Row, *, itself: bool) -> Say:
    """*itself*: its first process was killed, not only one that this had started."""
    limit = (row.get("HostConfig") or {}).get("Memory") or 0
    which = "out-of-memory" if itself else "child-out-of-memory"
    return say(f"condition.{which}-limit" if limit else f"condition.{which}", bytes=str(limit >> 20))


def _program(row: Row) -> str:
    return shlex.join((str(row.get("Path") or ""), *map(str, row.get("Args") or ())))


def _short(row: Row, state: Row) -> Iterator[Say]:
    """A program that ended at once: a shell without a terminal has nothing to read."""
    ran = seconds(str(state.get("FinishedAt") or NEVER)) - seconds(str(state.get("StartedAt") or NEVER))
    if state.get("ExitCode") or ran > SHORT_LIVED:
        return
    config = row.get("Config") or {}
    shell = str(row.get("Path") or "").rpartition("/")[2] in SHELLS and not row.get("Args")
    yield say("condition.shell-without-input" if shell and not config.get("OpenStdin") else "condition.ended-at-once")


def _error(state: Row) -> Iterator[Say]:
    text = str(state.get("Error") or "")
    if text:
        yield say("condition.engine-said", text=text if len(text) <= TOLD else f"…{text[-TOLD:]}")


def _created(row: Row, state: Row, now: float) -> Found:
    name = _name(row)
    key = "condition.not-startable" if state.get("Error") else "condition.created"
    head = say(key, name=name, age=age(now, seconds(str(row.get("Created") or NEVER))))
    waits = list(_waits(row))
    return (
        head,
        [*_error(state), *waits, *([] if state.get("Error") or waits else [say("condition.not-started")])],
        [f"docker start {name}"],
    )


def _waits(row: Row) -> Iterator[Say]:
    """The services that compose starts first: `db:service_healthy:false,cache:service_started:false`."""
    written = ((row.get("Config") or {}).get("Labels") or {}).get(WAITS_FOR) or ""
    for one in filter(None, written.split(",")):
        service, _, rest = one.partition(":")
        yield say("condition.waits-for", service=service, condition=rest.partition(":")[0].removeprefix("service_"))


def _paused(row: Row, state: Row, now: float) -> Found:
    name = _name(row)
    return (
        say("condition.paused", name=name, age=_since(state, "StartedAt", now)),
        [say("condition.frozen")],
        [f"docker unpause {name}"],
    )


def _dead(row: Row, state: Row, now: float) -> Found:
    del now
    name = _name(row)
    return say("condition.dead", name=name), [say("condition.half-removed"), *_error(state)], [f"docker rm -f {name}"]


def _other(row: Row, state: Row, now: float) -> Found:
    del now
    return say("condition.other", name=_name(row), status=str(state.get("Status"))), _error(state), ()


READERS = {
    "running": _running,
    "restarting": _restarting,
    "exited": _exited,
    "created": _created,
    "paused": _paused,
    "dead": _dead,
}
