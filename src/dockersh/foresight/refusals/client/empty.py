"""Words that may not be empty: names of things that are there, and the values of some options; others take '' for "not set".

Every option that takes a string or a list was asked with '' and ' ' (docker 28.2.2 before engines of 20.10 and 28.5);
`tests/engine/test_empty_values.py` asks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Request

ARGUMENTS = ("CONTAINER", "VOLUME", "NETWORK", "OLD_NAME", "NEW_NAME", "STACK")
LISTS = ("log-opt", "volumes-from")
FILES = ("env-file", "label-file")
CPUS = ("cpuset-cpus", "cpuset-mems")
# Refused both with '' and with spaces alone.
BOTH: Mapping[str, tuple[str, ...]] = {
    "container create": LISTS,
    "container run": (*LISTS, "group-add", "link-local-ip"),
    "container commit": ("change",),
    "image import": ("change",),
    "volume create": ("opt",),
}
# With '' only: a file may be named by a space.
EMPTY: Mapping[str, tuple[str, ...]] = {
    "container create": (*FILES, "annotation"),
    "container run": (*FILES, "annotation"),
    "container exec": ("env-file",),
}
# With spaces only; '' leaves them unset.
BLANK: Mapping[str, tuple[str, ...]] = {
    "container create": (*CPUS, "link"),
    "container run": (*CPUS, "link", "user", "entrypoint"),
    "container exec": ("user",),
    "container update": CPUS,
    "volume create": ("driver", "name"),
    "network create": ("driver", "ipam-driver", "config-from"),
    "network connect": ("link-local-ip",),
}


def empty(request: Request, _state: State) -> Iterator[Finding]:
    """What is empty and must not be."""
    invocation = request.invocation
    for part in invocation.arguments():
        if part.literal and part.value == "" and part.name in ARGUMENTS:
            yield finding("empty-name", "error", part.span, argument=part.name)
    for part in invocation.parts:
        value = part.value if part.kind == "flag" and part.literal else None
        if value is not None and not value.strip() and part.name in _refused(invocation.name, value):
            yield finding("empty-value", "error", part.span, flag=f"--{part.name}")


def _refused(command: str, value: str) -> tuple[str, ...]:
    return (*BOTH.get(command, ()), *(BLANK if value else EMPTY).get(command, ()))
