"""The files of a bake, as buildx chooses and reads them: those of -f, or each of the usual ones that is in the folder.

Source: buildx bake/bake.go (defaultFilenames, ParseFile); asked of buildx 0.29.1.
"""

from __future__ import annotations

import json
import os

from dockersh.engine.bake import hcl
from dockersh.engine.bake.hcl import Block, Expression
from dockersh.machine import limits, regular_files
from dockersh.startup.typed import Any, Literal, NamedTuple

COMPOSE = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OWN = ("docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl")
Problem = Literal["", "none", "missing", "unread"]


class BakeFiles(NamedTuple):
    """*names* of the files that are read, in their order; their *blocks*, and the *attributes* outside of blocks.

    *problem*: none where there is no file, missing where those of *names* are not; unread where one of them is beyond us (a
    compose file, an address, odd syntax).
    """

    problem: Problem = ""
    names: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    attributes: dict[str, Expression] = {}  # noqa: RUF012  a field's default, which nobody changes


def look(named: tuple[str, ...]) -> BakeFiles:
    """What the files of these names say; of none: those of the current folder."""
    names = named or tuple(name for name in (*COMPOSE, *OWN) if os.path.lexists(name))
    if not names:
        return BakeFiles("none")
    if missing := tuple(name for name in names if not os.path.lexists(name)):
        return BakeFiles("missing", missing)
    try:
        read = [_read(name) for name in names]
    except (OSError, ValueError, RecursionError, hcl.HclError):
        return BakeFiles("unread", names)
    blocks = tuple(block for found, _ in read for block in found)
    attributes = {name: value for _, found in read for name, value in found.items()}
    return BakeFiles("", names, blocks, attributes)


def _read(name: str) -> tuple[tuple[Block, ...], dict[str, Expression]]:
    """One file by its name: .hcl, .json; compose files and others are not read here. Raises an error where it cannot be."""
    text = regular_files.text(name, limits.BAKE_FILE)
    if name.endswith(".json"):
        return _of_json(json.loads(text))
    if name.endswith(".hcl"):
        return hcl.read(text)
    raise hcl.HclError(name)


def _of_json(held: dict[str, Any]) -> tuple[tuple[Block, ...], dict[str, Expression]]:
    """`{"target": {"web": {…}}}` as the blocks that it stands for."""
    kinds = {kind: named for kind, named in held.items() if kind in ("group", "target", "variable", "function")}
    blocks = tuple(
        Block(kind, (name,), {key: _expression(value) for key, value in body.items()})
        for kind, named in kinds.items()
        for name, body in named.items()
    )
    return blocks, {name: _expression(value) for name, value in held.items() if name not in kinds}


def _expression(value: Any) -> Expression:
    """A value of JSON; its texts are templates."""
    if isinstance(value, str) and ("${" in value or "%{" in value):
        return hcl.Template(value)
    if isinstance(value, list):
        return [_expression(one) for one in value]
    if isinstance(value, dict):
        return {name: _expression(one) for name, one in value.items()}
    found: Expression = value
    return found
