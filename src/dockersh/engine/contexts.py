"""Which contexts there are: files of the client's own, that it writes and we read. No engine is asked, and no client.

Source: docker/cli 28.2.2 cli/context/store/metadatastore.go, cli/command/context/list.go.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from dockersh.client.settings import folder, read
from dockersh.engine.api.ask import natural
from dockersh.engine.names import Name
from dockersh.engine.question import Question
from dockersh.engine.state import Listed, State
from dockersh.permissions.engines import address_in, target

DEFAULT = "default"  # the context that is no file: -H, DOCKER_HOST or the usual socket


def answered(question: Question, state: State, options: Sequence[str], assigned: Mapping[str, str]) -> State | None:
    """`state` with the list; None where the client says it: of a context that is not there.

    *options* and *assigned* are the line's, whose settings are the person's own.
    """
    found = _addresses(os.environ)
    current = target(options, assigned, os.environ).context or DEFAULT
    if current not in found:
        return None
    found[DEFAULT] = target((*options, "--context=default"), assigned, os.environ).address
    if question.kind == "list":
        rows = tuple(Listed(name, name, current=name == current) for name in sorted(found, key=natural))
        return state._replace(lists={**state.lists, "contexts": rows})
    names = tuple(Name(name, found[name]) for name in sorted(found, key=natural))
    return state._replace(names={**state.names, question.about: names})


def _addresses(env: Mapping[str, str]) -> dict[str, str]:
    """The address of each context by its name."""
    meta = os.path.join(folder(env), "contexts", "meta")
    try:
        keys = os.listdir(meta)
    except OSError:
        keys = []
    files = (read(env, "contexts", "meta", key, "meta.json") for key in keys)
    return {DEFAULT: "", **{str(one["Name"]): address_in(one) for one in files if one.get("Name")}}
