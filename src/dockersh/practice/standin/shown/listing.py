"""What only shows: ps, images, volume ls, network ls, history, diff, port, top."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator, Mapping

from dockersh.engine.api.ask import natural
from dockersh.practice.standin.failing import failed
from dockersh.practice.standin.golang import TemplateError, compiled
from dockersh.practice.standin.job import Job, Json, said
from dockersh.practice.standin.shown import rows
from dockersh.practice.standin.shown.ports import joined
from dockersh.practice.standin.shown.rows import NONE
from dockersh.practice.standin.shown.tables import TABLE, aligned, listed, out
from dockersh.practice.standin.wire import named
from dockersh.startup.toml_cache import load
from dockersh.startup.typed import Any

# A container of which nothing is known, to try a format on.
EMPTY: Json = {"Id": "", "Names": [], "Image": "", "Command": "", "Created": 0, "Ports": [], "State": "", "Status": ""} | {
    "Mounts": [],
    "NetworkSettings": {"Networks": {}},
}
SUBCOMMANDS = frozenset(
    ("build", "history", "import", "inspect", "list", "load", "ls", "prune", "pull", "push", "rm", "save", "tag")
)
RAW = "raw"
WIDE = 20  # columns of `top`, at least


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """A table of `formats.toml`."""
    found: Mapping[str, Any] = load(os.path.join(os.path.dirname(__file__), "formats.toml"))[name]
    return found


def shape(job: Job, name: str, *, usual: str = "table") -> str:
    """The format that counts: the typed one, docker's own by name, or the usual."""
    typed, held = job.value("format"), table(name)
    if job.on("quiet") and "quiet" in held and typed in ("", TABLE, RAW):
        return str(held["quiet-raw" if typed == RAW else "quiet"])
    if typed in ("", TABLE):
        return str(held[usual])
    return str(held.get(typed, typed)) if typed == RAW else typed


def show(job: Job, name: str, found: Iterable[Any], *, usual: str = "table") -> int:
    """Print rows in the format that counts."""
    out(listed(shape(job, name, usual=usual), table(name)["titles"], found))
    return 0


def containers(job: Job) -> int:
    """`docker ps`."""
    typed = job.value("format")
    if typed and job.on("quiet"):
        said("ignored-format")
    sized = job.on("size") or (bool(typed) and _asks_size(typed) and not job.on("quiet") and not job.given("size"))
    limit = job.value("last", "-1")
    limit = "1" if job.on("latest") and limit == "-1" else limit
    query = {"all": "1"} if job.on("all") else {}
    query |= {"limit": limit} if limit != "-1" and int(limit) > 0 else {}
    found = job.wire.ask("GET", "/containers/json", {**query, **({"size": "1"} if sized else {}), **job.filters()})
    trunc = not job.on("no-trunc")
    made = _containers_shape(job, sized=job.on("size"))
    out(listed(made, table("containers")["titles"], (rows.Container(row, trunc=trunc) for row in found)))
    return 0


def _containers_shape(job: Job, *, sized: bool) -> str:
    made = shape(job, "containers")
    if job.on("quiet") and job.value("format") != RAW:
        return str(table("containers")["quiet"])
    return made + "\t{{.Size}}" if sized and job.value("format") in ("", TABLE) else made


def _asks_size(typed: str) -> bool:
    """Whether a format shows sizes; it is tried on nothing first, as docker does. Raises Failed."""
    try:
        made = compiled(typed)
    except TemplateError as error:
        raise failed("template-unparsed", error=error) from error
    try:
        made.on(rows.Container(EMPTY))
    except TemplateError as error:
        raise failed("template-execution", error=error) from error
    return re.search(r"\.Size\b|\bjson \.\s*[}|)]", typed) is not None


def images(job: Job) -> int:
    """`docker images`."""
    names = job.arguments[:1]
    query = job.filters(**({"reference": names[0]} if names else {}))
    found = job.wire.ask("GET", "/images/json", {**query, **({"all": "1"} if job.on("all") else {})})
    trunc, digests = not job.on("no-trunc"), job.on("digests")
    made = shape(job, "images", usual="digests" if digests else "table")
    wants = digests or "{{.Digest}}" in made
    out(listed(made, table("images")["titles"], (one for row in found for one in _tagged(row, trunc=trunc, digests=wants))))
    called = job.invocation.call.words[1].text
    if names and not found and called == "images" and names[0] in SUBCOMMANDS:
        said("ambiguous-image", name=names[0])
    return 0


def _tagged(row: Json, *, trunc: bool, digests: bool) -> Iterator[rows.Image]:
    """A row for each tag of an image; one without a name where it has none."""
    tags: dict[str, list[str]] = {}
    for reference in row["RepoTags"] or ():
        repository, _, tag = reference.rpartition(":")
        tags.setdefault(repository, []).append(tag)
    sums = dict(one.split("@", 1) for one in row["RepoDigests"] or ())
    for repository, every in tags.items():
        for tag in every:
            digest = sums.get(repository, NONE) if digests else NONE
            yield rows.Image(row, trunc=trunc, repository=repository, tag=tag, digest=digest)
    rest = {repository: digest for repository, digest in sums.items() if repository not in tags}
    for repository, digest in rest.items():
        yield rows.Image(row, trunc=trunc, repository=repository, tag=NONE, digest=digest if digests else "")
    if not tags and not rest:
        yield rows.Image(row, trunc=trunc, repository=NONE, tag=NONE, digest=NONE)


def volumes(job: Job) -> int:
    """`docker volume ls`."""
    found = job.wire.ask("GET", "/volumes", job.filters())["Volumes"] or []
    return show(job, "volumes", map(rows.Volume, sorted(found, key=lambda one: natural(one["Name"]))))


def networks(job: Job) -> int:
    """`docker network ls`."""
    found = job.wire.ask("GET", "/networks", job.filters())
    trunc = not job.on("no-trunc")
    found.sort(key=lambda one: natural(one["Name"]))
    return show(job, "networks", (rows.Network(row, trunc=trunc) for row in found))


def history(job: Job) -> int:
    """`docker history`."""
    found = job.wire.ask("GET", f"/images/{named(job.arguments[0])}/history")
    human = job.invocation.on("human") or not job.given("human")
    made = (rows.Layer(row, trunc=not job.on("no-trunc"), human=human) for row in found)
    return show(job, "history", made, usual="table" if human else "absolute")


def changes(job: Job) -> int:
    """`docker diff`."""
    found = job.wire.ask("GET", f"/containers/{named(job.arguments[0])}/changes") or []
    out(listed(table("changes")["table"], table("changes")["titles"], map(rows.Change, found)))
    return 0


def ports(job: Job) -> int:
    """`docker port`."""
    name, *wanted = job.arguments
    held = job.container(name)["NetworkSettings"]["Ports"] or {}
    lines = _of_port(held, name, wanted[0]) if wanted else _of_all_ports(held)
    out("".join(f"{line}\n" for line in sorted(lines, key=natural)))
    return 0


def _of_port(held: Json, name: str, wanted: str) -> list[str]:
    port, _, protocol = wanted.partition("/")
    if not port.isdecimal():
        raise failed("bad-port", port=port)
    found = held.get(f"{port}/{protocol or 'tcp'}")
    if not found:
        raise failed("no-public-port", port=wanted, name=name)
    return [joined(one["HostIp"], one["HostPort"]) for one in found]


def _of_all_ports(held: Json) -> list[str]:
    return [f"{port} -> {joined(one['HostIp'], one['HostPort'])}" for port, every in held.items() for one in every or ()]


def processes(job: Job) -> int:
    """`docker top`."""
    name, *arguments = job.arguments
    query = {"ps_args": " ".join(arguments)} if arguments else {}
    found = job.wire.ask("GET", f"/containers/{named(name)}/top", query)
    lines = ["\t".join(row) for row in (found["Titles"], *found["Processes"])]
    out(aligned(lines, WIDE))
    return 0
