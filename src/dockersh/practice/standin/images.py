"""`docker pull` with its progress, `rmi`, `tag`, `commit`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable

from dockersh.practice.standin.failing import Answered, Failed, failed, text
from dockersh.practice.standin.job import NOT_FOUND, Job, Json, err
from dockersh.practice.standin.shown import measures
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.wire import Wire, named
from dockersh.startup.typed import NamedTuple

HUB, LIBRARY = "docker.io", "library"
NAME = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*")
TAG = re.compile(r"\w[\w.-]{0,127}")
BAR = 50  # cells of a progress bar
NARROW = 110  # columns from which on a bar is drawn


class Reference(NamedTuple):
    """A name of an image, whole: `docker.io/library/ubuntu`, its tag or its digest."""

    registry: str
    path: str
    tag: str
    digest: str

    @property
    def whole(self) -> str:
        """As docker writes it in full."""
        return f"{self.registry}/{self.path}{self._end}"

    @property
    def familiar(self) -> str:
        """As people write it."""
        path = self.path.removeprefix(f"{LIBRARY}/") if self.registry == HUB else f"{self.registry}/{self.path}"
        return path + self._end

    @property
    def _end(self) -> str:
        tag = f":{self.tag}" if self.tag else ""
        return f"{tag}@{self.digest}" if self.digest else tag


def reference(name: str) -> Reference:
    """Read a name. Raises Failed in docker's words for what can be none."""
    rest, _, digest = name.partition("@")
    head, slash, tail = rest.partition("/")
    there = bool(slash) and ("." in head or ":" in head or head == "localhost" or head != head.lower())
    registry, path = (head, tail) if there else (HUB, rest)
    path, colon, tag = path.rpartition(":") if ":" in path.rpartition("/")[2] else (path, "", "")
    if path != path.lower() and NAME.fullmatch(path.lower()):
        raise failed("uppercase-reference", name=f"{LIBRARY}/{path}" if registry == HUB and "/" not in path else path)
    if not NAME.fullmatch(path) or (colon and not TAG.fullmatch(tag)):
        raise failed("bad-reference")
    path = f"{LIBRARY}/{path}" if registry == HUB and "/" not in path else path
    return Reference(registry, path, tag, digest)


def pull(job: Job) -> int:
    """`docker pull`."""
    asked = reference(job.arguments[0])
    if job.on("all-tags"):
        job.wire.open("POST", "/images/create", {"fromImage": f"{asked.registry}/{asked.path}"}).whole()
    if not asked.tag and not asked.digest:
        asked = asked._replace(tag="latest")
        if not job.on("quiet"):
            out(text("default-tag", tag=asked.tag) + "\n")
    pulled(job.wire, asked, 1, quiet=job.on("quiet"))
    out(asked.whole + "\n")
    return 0


def pulled(wire: Wire, asked: Reference, stream: int, *, quiet: bool = False) -> None:
    """Let the engine pull, and show how far it is on a stream. Raises Failed."""
    query = {"fromImage": f"{asked.registry}/{asked.path}", "tag": asked.digest or asked.tag}
    shown = Progress(stream) if not quiet else None
    for row in wire.open("POST", "/images/create", query).rows():
        if "error" in row:
            raise Failed(row["error"])
        if shown is not None:
            shown.add(row)


class Progress:
    """A line a layer, drawn over again on a terminal. Source: moby pkg/jsonmessage."""

    def __init__(self, stream: int) -> None:
        self.file = sys.stdout if stream == 1 else sys.stderr
        self.terminal = os.isatty(stream)
        self.places: dict[str, int] = {}
        self.lines = 0
        self.columns = os.get_terminal_size(stream).columns if self.terminal else 200

    def add(self, row: Json) -> None:
        """A message of the engine."""
        name = row.get("id", "")
        if not self.terminal:
            if not (row.get("progressDetail") or {}).get("current"):
                self.write(f"{name}: {row['status']}\n" if name else f"{row['status']}\n")
            return
        if not name or "progressDetail" not in row:
            self.places.clear()
            self.lines = 0
            self.write(f"{name}: {row['status']}\n" if name else f"{row['status']}\n")
            return
        self._over(name, row)

    def _over(self, name: str, row: Json) -> None:
        """Draw the line of a layer anew, where it stands."""
        fresh = name not in self.places
        if fresh:
            self.places[name] = self.lines
            self.lines += 1
            self.write("\n")
        up = self.lines - self.places[name]
        self.write(f"\x1b[{up}A\x1b[2K\r{name}: {row['status']} {self._bar(row.get('progressDetail') or {})}\r\x1b[{up}B")

    def _bar(self, detail: Json) -> str:
        """`[=====>   ]  1MB/2MB`."""
        current, total = detail.get("current", 0), detail.get("total", 0)
        if not current and not total:
            return ""
        numbers = f"{measures.size(current):>8}/{measures.size(total)}" if total else f"{measures.size(current):>8}"
        if self.columns <= NARROW or not total:
            return numbers
        done = min(current * BAR // total, BAR)
        return f"[{'=' * done}>{' ' * (BAR - done)}] {numbers}"

    def write(self, line: str) -> None:
        """To the stream, at once."""
        self.file.write(line)
        self.file.flush()


def remove(job: Job) -> int:
    """`docker rmi`."""
    query = {key: "1" for key, on in (("force", job.on("force")), ("noprune", job.on("no-prune"))) if on}
    problems: list[str] = []
    grave = False
    for name in job.arguments:
        try:
            gone = job.wire.ask("DELETE", f"/images/{named(name)}", query)
        except Answered as answered:
            problems.append(answered.text)
            grave = grave or answered.code != NOT_FOUND
            continue
        out(deleted(gone))
    if problems and (grave or not job.on("force")):
        raise Failed("\n".join(problems))
    for problem in problems:
        err(problem)
    return 0


def deleted(gone: Iterable[Json]) -> str:
    """What became of names and layers."""
    return "".join(f"{key}: {value}\n" for one in gone for key, value in one.items())


def tag(job: Job) -> int:
    """`docker tag`."""
    source, target = job.arguments
    asked = _target(target)
    known = asked if asked.tag else asked._replace(tag="latest")
    query = {"repo": known._replace(tag="").familiar, "tag": known.tag}
    job.wire.ask("POST", f"/images/{named(source)}/tag", query)
    return 0


def _target(name: str) -> Reference:
    """A name to be given. Raises Failed."""
    try:
        return reference(name)
    except Failed as problem:
        raise failed("not-a-tag", name=name, why=problem.text) from problem


def commit(job: Job) -> int:
    """`docker commit`: its id is printed."""
    name, *target = job.arguments
    query = {"container": name}
    if target:
        asked = reference(target[0])
        query |= {"repo": asked._replace(tag="").familiar, "tag": asked.tag or "latest"}
    query |= {"comment": job.value("message")} if job.value("message") else {}
    query |= {"author": job.value("author")} if job.value("author") else {}
    query |= {"changes": job.every("change")[0]} if job.given("change") else {}
    query |= {"pause": "0"} if job.given("pause") and not job.on("pause") else {}
    out(job.wire.ask("POST", "/commit", query, {})["Id"] + "\n")
    return 0
