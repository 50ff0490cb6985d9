"""What there is to name: the lists behind Tab, each asked with one docker command that only reads.

An answer is rows of NAME, STATUS and DETAIL between tabs; `services` and `docker` print bare words.
"""

from __future__ import annotations

from collections.abc import Callable

from dockersh.startup.typed import NamedTuple


class Name(NamedTuple):
    """Something that can be named on a line. *status* is a container's; *detail* an image, a driver, a size; *id* may be ''."""

    name: str
    detail: str = ""
    status: str = ""
    id: str = ""


def command(about: tuple[str, ...]) -> tuple[str, ...]:
    """The docker command behind a list: one of LISTS, compose's `services` (with its options), or docker's own completion."""
    from dockersh.client.list_ahead import LISTS  # noqa: PLC0415  over a socket there is no command

    kind, *words = about
    if kind == "services":
        return ("compose", *words, "config", "--services")
    return ("__complete", *words) if kind == "docker" else LISTS[kind]


def read(about: tuple[str, ...], output: str) -> tuple[Name, ...]:
    """The rows of an answer."""
    return READERS.get(about[0], _rows)(output)


def _rows(output: str) -> tuple[Name, ...]:
    found = (line.split("\t") for line in output.split("\n") if line.strip())
    return tuple(Name(*fields[:4]) for fields in found if "<none>" not in fields[0])


def _containers(output: str) -> tuple[Name, ...]:
    """The first name: a container that others link to is listed under theirs, too (`web/db`)."""
    return tuple(
        row._replace(name=next((name for name in row.name.split(",") if "/" not in name), row.name)) for row in _rows(output)
    )


def _completed(output: str) -> tuple[Name, ...]:
    """Cobra's answer: a candidate a line with its description, then `:DIRECTIVE`."""
    lines = output.split("\n:", maxsplit=1)[0].split("\n")
    return tuple(Name(*line.split("\t")[:2]) for line in lines if line and not line.startswith((":", "_activeHelp_")))


READERS: dict[str, Callable[[str], tuple[Name, ...]]] = {"containers": _containers, "docker": _completed}
