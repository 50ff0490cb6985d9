"""The built-in that runs a docker line its own way: step."""

from __future__ import annotations

import re

from dockersh.builtin.desk import Desk
from dockersh.syntax.words import DOCKER


def step(desk: Desk, rest: str) -> int:
    """`step LINE`: one stage at a time, with a look at the state in between."""
    from dockersh.stepping import Stepper  # noqa: PLC0415  rare

    if not rest:
        return desk.complain("step.usage")
    line = rest if re.match(rf"({'|'.join(DOCKER)})\b", rest) else f"docker {rest}"
    return Stepper(desk.shell).run(line)
