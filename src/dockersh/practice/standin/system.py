"""`docker version`, `info` and `events`."""

from __future__ import annotations

import contextlib
import os

from dockersh.practice.standin.failing import Failed, text
from dockersh.practice.standin.golang import TemplateError, compiled
from dockersh.practice.standin.job import Job, Json
from dockersh.practice.standin.moments import unix
from dockersh.practice.standin.shown import measures
from dockersh.practice.standin.shown.tables import JSON, JSON_OF, aligned, listed, out
from dockersh.startup.toml_cache import load

UNPARSED, INTERRUPTED = 64, 130
# We are one with the practice engine, and say so.
CLIENT: Json = {
    "Version": "28.5.2",
    "APIVersion": "1.51",
    "DefaultAPIVersion": "1.51",
    "GitCommit": "practice",
    "GoVersion": "",
    "Os": "linux",
    "Arch": "amd64",
    "BuildTime": "",
    "Context": "default",
}


def _page(name: str) -> str:
    page: str = load(os.path.join(os.path.dirname(__file__), "pages.toml"))[name]
    return page


def short_version() -> int:
    """`docker --version`."""
    out(text("version", version=CLIENT["Version"], build=CLIENT["GitCommit"]) + "\n")
    return 0


def version(job: Job) -> int:
    """`docker version`."""
    found = {"Client": CLIENT, "Server": _of_server(job.wire.ask("GET", "/version"))}
    shape = job.value("format")
    if shape:
        out(listed(shape, {}, [found]))
        return 0
    made = compiled(_page("version")).on(found)
    blocks = "\n".join(made[:-1].split("\n"))
    out(aligned(blocks.split("\n"), 20, 1))
    return 0


def _of_server(found: Json) -> Json:
    return {**found, "APIVersion": found["ApiVersion"], "MinAPIVersion": found["MinAPIVersion"]}


def info(job: Job) -> int:
    """`docker info`."""
    found = job.wire.ask("GET", "/info")
    shape = job.value("format")
    if shape:
        out(listed(shape, {}, [{**found, "ClientInfo": CLIENT, "ServerErrors": []}]))
        return 0
    shown = {**found, "Memory": measures.binary(found["MemTotal"])}
    out(compiled(_page("info")).on({"Client": CLIENT, "Server": shown}))
    return 0


def events(job: Job) -> int:
    """`docker events`, until its end or Ctrl-C."""
    shape = job.value("format")
    try:
        shape = JSON_OF if shape == JSON else shape
        made = compiled(shape) if shape else None
        query = {key: unix(job.value(key)) for key in ("since", "until") if job.value(key)}
        with contextlib.suppress(KeyboardInterrupt):
            for event in job.wire.open("GET", "/events", {**query, **job.filters()}).rows():
                out(made.on(event, lenient=True) + "\n" if made else _told(event))
            return 0
    except TemplateError as error:
        raise Failed(text("bad-event-format", error=error), UNPARSED) from error
    return INTERRUPTED


def _told(event: Json) -> str:
    """`2026-11-29T20:03:48.861735146Z container start ID (image=nginx, name=web)`."""
    nanoseconds = int(event["timeNano"])
    zone = measures.stamp(nanoseconds // 10**9)
    when = f"{zone[:19]}.{nanoseconds % 10**9:09d}{zone[19:]}"
    told = ", ".join(f"{key}={value}" for key, value in sorted((event["Actor"]["Attributes"] or {}).items()))
    return f"{when} {event['Type']} {event['Action']} {event['Actor']['ID']}{f' ({told})' if told else ''}\n"


__all__ = ["events", "info", "short_version", "version"]
