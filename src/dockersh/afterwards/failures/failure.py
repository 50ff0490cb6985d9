"""Why a line failed, as a code and the arguments of its sentences."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.finding import Arg, Say
from dockersh.startup.typed import NamedTuple


class Failure(NamedTuple):
    """Why a line failed. *code* names the page `findings/failed-CODE` (`unknown`: none knows), *args* fill its sentences.

    *line* is docker's line it was read from. *in_file*: a compose file describes what failed, and it is mended there.
    *where* tells the step of a build, and its place in the Dockerfile.
    """

    code: str
    args: Mapping[str, Arg] = {}
    line: str = ""
    in_file: bool = False
    where: Say | None = None
