"""Lists of everything of a kind: for prune, and for names near one that is missing. Asked with --format, never inspected."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine import names
from dockersh.engine.question import About
from dockersh.engine.questions.containers import ROW, listed
from dockersh.engine.questions.question import Ask, is_anonymous, labels, objects, rows, seconds
from dockersh.engine.rows import of_container
from dockersh.engine.state import Listed, State
from dockersh.startup.lazy_regex import pattern

JSON = ("--format", "{{json .}}")
SIZE = pattern(r"([\d.]+)\s*([kMGT]?)i?B")
UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}

COMMANDS: dict[str, tuple[str, ...]] = {
    "containers": ("container", "ls", "--no-trunc", "--all", "--format", ROW),
    "images": ("image", "ls", "--no-trunc", *JSON),
    "dangling-images": ("image", "ls", "--no-trunc", "--filter", "dangling=true", *JSON),
    "labelled": ("image", "ls", "--no-trunc", *JSON),
    "newer": ("image", "ls", "--all", "--no-trunc", *JSON),
    "build-cache": ("system", "df", "--verbose", "--format", "{{json .BuildCache}}"),
    "volumes": ("volume", "ls", *JSON),
    "networks": ("network", "ls", "--no-trunc", *JSON),
    "contexts": ("context", "ls", *JSON),
    "services": ("service", "ls", *JSON),
    "secrets": ("secret", "ls", *JSON),
    "configs": ("config", "ls", *JSON),
    "nodes": ("node", "ls", *JSON),
}


def _images(output: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            row["ID"].removeprefix("sha256:"),
            "" if "<none>" in (row["Repository"], row["Tag"]) else f"{row['Repository']}:{row['Tag']}",
            size=_bytes(row.get("Size", "")),
            created=seconds(row["CreatedAt"]),
        )
        for row in rows(output)
    )


def _volumes(output: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(row["Name"], row["Name"], anonymous=is_anonymous(row["Name"]), labels=labels(row.get("Labels", "")))
        for row in rows(output)
    )


def _networks(output: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(row["ID"], row["Name"], created=seconds(row["CreatedAt"]), labels=labels(row.get("Labels", "")))
        for row in rows(output)
    )


def _of_swarm(output: str) -> tuple[Listed, ...]:
    return tuple(Listed(row["ID"], row.get("Name") or row.get("Hostname", "")) for row in rows(output))


def _contexts(output: str) -> tuple[Listed, ...]:
    return tuple(Listed(row["Name"], row["Name"], current=row.get("Current") is True) for row in rows(output))


def _containers(output: str) -> tuple[Listed, ...]:
    return tuple(of_container(one) for one in listed(output))


def _build_cache(output: str) -> tuple[Listed, ...]:
    """Parts of the build cache that no build uses; *anonymous* are those that a prune without --all spares.

    Source: moby/buildkit cache/manager.go, prune: what is shared, internal or a frontend needs All.
    """
    return tuple(
        Listed(
            row["ID"].removesuffix("*"),
            row.get("Description", ""),
            size=_bytes(row.get("Size", "")),
            created=seconds(row["CreatedAt"]),
            anonymous=row.get("Shared") == "true" or row.get("CacheType") in ("internal", "frontend"),
        )
        for row in objects(output)
        if row.get("InUse") != "true"
    )


READERS: dict[str, Callable[[str], tuple[Listed, ...]]] = {
    "containers": _containers,
    "images": _images,
    "dangling-images": _images,
    "labelled": _images,
    "newer": _images,
    "build-cache": _build_cache,
    "volumes": _volumes,
    "networks": _networks,
    "contexts": _contexts,
    "services": _of_swarm,
    "secrets": _of_swarm,
    "configs": _of_swarm,
    "nodes": _of_swarm,
}


def _bytes(text: str) -> int:
    found = SIZE.fullmatch(text)
    return int(min(float(found[1]), 1e18) * UNITS[found[2]]) if found else 0


# Lists about something: the engine's filter that the second word of `about` goes into.
FILTERS = {"labelled": "label", "newer": "since"}


def _command(about: About) -> tuple[str, ...]:
    kind, *rest = about
    return (*COMMANDS[kind], *(f"--filter={FILTERS[kind]}={word}" for word in rest))


def _read(about: About, output: str, state: State) -> State:
    return state._replace(lists={**state.lists, " ".join(about): READERS[about[0]](output)})


def _read_names(about: About, output: str, state: State) -> State:
    return state._replace(names={**state.names, about: names.read(about, output)})


def _read_output(about: About, output: str, state: State) -> State:
    return state._replace(outputs={**state.outputs, about: tuple(output.split())})


def _read_sizes(_about: About, output: str, state: State) -> State:
    found = {row["Name"]: _bytes(row["Size"]) for row in objects(output) if row.get("Size") != "N/A"}
    return state._replace(sizes=found)


def _read_parents(_about: About, output: str, state: State) -> State:
    pairs = (line.partition(" ") for line in output.split("\n") if line)
    bare = {image.removeprefix("sha256:"): parent.removeprefix("sha256:") for image, _, parent in pairs}
    return state._replace(parents={**state.parents, **bare})


ASKS: dict[str, Ask] = {
    "parents": Ask(lambda about: ("image", "inspect", "--format", "{{.Id}} {{.Parent}}", "--", *about), _read_parents),
    "volume-sizes": Ask(lambda _: ("system", "df", "--verbose", "--format", "{{json .Volumes}}"), _read_sizes),
    "list": Ask(_command, _read),
    "names": Ask(names.command, _read_names),
    "output": Ask(lambda about: about, _read_output),  # a line of the person's own, which `inner` has found to be a list
}
