"""`docker volume create` and `rm`."""

from __future__ import annotations

from dockersh.practice.standin.job import NOT_FOUND, Job
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.wire import named

__all__ = ["NOT_FOUND", "create", "remove"]


def create(job: Job) -> int:
    """Make one; its name is printed."""
    words = job.arguments
    body = {
        "Driver": job.value("driver", "local"),
        "DriverOpts": pairs(job.every("opt")),
        "Labels": pairs(job.every("label")),
        "Name": words[0] if words else job.value("name"),
    }
    out(job.wire.ask("POST", "/volumes/create", body=body)["Name"] + "\n")
    return 0


def pairs(texts: list[str]) -> dict[str, str]:
    """`KEY=VALUE` as a table; a key alone has an empty value. Sorted, as Go writes a map."""
    return dict(sorted((key, value) for key, _, value in (one.partition("=") for one in texts)))


def remove(job: Job) -> int:
    """Delete them."""
    query = {"force": "1"} if job.on("force") else {}
    return job.each(job.arguments, lambda name: job.wire.ask("DELETE", f"/volumes/{named(name)}", query))
