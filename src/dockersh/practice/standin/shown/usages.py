"""`docker system df` and `docker stats`: what things weigh, and what they use."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping

from dockersh.practice.standin.failing import Answered, failed, text
from dockersh.practice.standin.job import Job, Json, given_up
from dockersh.practice.standin.shown import measures, rows
from dockersh.practice.standin.shown.listing import show, table
from dockersh.practice.standin.shown.tables import TABLE, listed, out
from dockersh.practice.standin.wire import named

RUNS = ("running", "paused", "restarting")
Size = Callable[[Json], int]


def disk(job: Job) -> int:
    """`docker system df`."""
    found = job.wire.ask("GET", "/system/df")
    if job.on("verbose") and job.value("format") in ("", TABLE):
        return _verbose(found)
    return show(job, "disk", map(rows.Usage, (_images(found), _containers(found), _volumes(found), _caches())))


def _cells(kind: str, count: int, active: int, whole: int, free: int, *, share: bool = True) -> Json:
    percent = f" ({free * 100 // whole}%)" if share and whole > 0 else ""
    texts = {"Type": kind, "TotalCount": str(count), "Active": str(active), "Size": measures.size(whole)}
    return {**texts, "Reclaimable": measures.size(free) + percent}


def _images(found: Json) -> Json:
    images, whole = found["Images"] or [], found["LayersSize"]
    used = sum(one["Size"] - one["SharedSize"] for one in images if one["Containers"] and one["SharedSize"] != -1)
    return _cells("Images", len(images), sum(one["Containers"] > 0 for one in images), whole, whole - used)


def _containers(found: Json) -> Json:
    every = found["Containers"] or []
    free = sum(one.get("SizeRw") or 0 for one in every if one["State"] not in RUNS)
    whole = sum(one.get("SizeRw") or 0 for one in every)
    return _cells("Containers", len(every), sum(one["State"] in RUNS for one in every), whole, free)


def _volumes(found: Json) -> Json:
    usages = [one["UsageData"] for one in found["Volumes"] or ()]
    free = sum(one["Size"] for one in usages if not one["RefCount"])
    whole = sum(one["Size"] for one in usages)
    return _cells("Local Volumes", len(usages), sum(one["RefCount"] > 0 for one in usages), whole, free)


def _caches() -> Json:
    return _cells("Build Cache", 0, 0, 0, 0, share=False)


def _verbose(found: Json) -> int:
    """A table a kind."""
    shapes = table("disk")
    images = [_first_tag(one) for one in found["Images"] or ()]
    containers = [rows.Container({**one, "SizeRootFs": 0}) for one in found["Containers"] or ()]
    kinds: tuple[tuple[str, Mapping[str, str], Iterable[rows.Listed]], ...] = (
        ("images", table("images")["titles"], images),
        ("containers", table("containers")["titles"], containers),
        ("volumes", table("volumes")["titles"], map(rows.Volume, found["Volumes"] or ())),
    )
    for kind, titles, every in kinds:
        out(text(f"{kind}-usage") + "\n" + listed(shapes[kind], titles, every))
    out(text("cache-usage", size=measures.size(0)) + "\n" + listed(shapes["caches"], table("caches")["titles"], []))
    return 0


def _first_tag(row: Json) -> rows.Image:
    name = (row["RepoTags"] or [f"{rows.NONE}:{rows.NONE}"])[0]
    repository, _, tag = name.rpartition(":")
    return rows.Image(row, repository=repository, tag=tag)


def statistics(job: Job) -> int:
    """`docker stats`: once, or again and again."""
    if job.arguments and job.given("filter"):
        raise failed("no-stats-filter")
    once = job.on("no-stream")
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            found, problems = _figures(job)
            if problems:
                return given_up(problems)
            out("" if once else "\x1b[H\x1b[J")
            show(job, "statistics", found)
            if once:
                break
            time.sleep(0.5)
    return 0


def _figures(job: Job) -> tuple[list[rows.Statistics], list[str]]:
    """The rows, and what went wrong."""
    names = job.arguments
    if not names:
        query = {"all": "1"} if job.on("all") else {}
        names = [measures.short(one["Id"]) for one in job.wire.ask("GET", "/containers/json", {**query, **job.filters()})]
    found, problems = [], []
    for name in names:
        try:
            told = job.wire.ask("GET", f"/containers/{named(name)}/stats", {"stream": "0"})
        except Answered as answered:
            problems.append(answered.text)
            continue
        found.append(rows.Statistics(_counted(told, name, trunc=not job.on("no-trunc"))))
    return found, problems


def _counted(told: Json, name: str, *, trunc: bool) -> Json:
    memory, cards = told["memory_stats"] or {}, (told.get("networks") or {}).values()
    used, limit = memory.get("usage", 0), memory.get("limit", 0)
    traffic = [sum(card[key] for card in cards) for key in ("rx_bytes", "tx_bytes")]
    return {
        "Container": name,
        "Name": told["name"].removeprefix("/"),
        "ID": measures.short(told["id"]) if trunc else told["id"],
        "CPUPerc": f"{_processor(told):.2f}%",
        "MemUsage": f"{measures.binary(used)} / {measures.binary(limit)}",
        "MemPerc": f"{used / limit * 100 if limit else 0:.2f}%",
        "NetIO": " / ".join(measures.size(one, 3) for one in traffic),
        "BlockIO": f"{measures.size(0, 3)} / {measures.size(0, 3)}",
        "PIDs": str((told["pids_stats"] or {}).get("current", 0)),
    }


def _processor(told: Json) -> float:
    """The share of the processors since the reading before."""
    now, before = told["cpu_stats"] or {}, told["precpu_stats"] or {}
    own, whole = (
        (now.get("cpu_usage") or {}).get("total_usage", 0) - (before.get("cpu_usage") or {}).get("total_usage", 0),
        now.get("system_cpu_usage", 0) - before.get("system_cpu_usage", 0),
    )
    return float(own / whole * now.get("online_cpus", 1) * 100) if own > 0 and whole > 0 else 0.0
