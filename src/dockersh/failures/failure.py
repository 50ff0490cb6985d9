"""Why a line failed, as a code and the arguments of its sentences."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.finding import Arg
from dockersh.typed import NamedTuple


class Failure(NamedTuple):
    """Why a line failed. *code* names the page `findings/failed-CODE` (`unknown`: none knows), *args* fill its sentences.

    *line* is docker's line it was read from.
    """

    code: str
    args: Mapping[str, Arg] = {}
    line: str = ""
