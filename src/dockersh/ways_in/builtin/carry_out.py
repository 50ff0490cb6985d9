"""The built-in that runs a docker line its own way: step."""

from __future__ import annotations

from dockersh.reading import syntax
from dockersh.ways_in.builtin.desk import Desk


def step(desk: Desk, rest: str) -> int:
    """`step LINE`: one stage at a time, with a look at the state in between; `step how NAME with …`: line by line."""
    from dockersh.ways_in.step import Stepper  # noqa: PLC0415  rare

    if not rest:
        return desk.complain("step.usage")
    name, _, more = rest.partition(" ")
    if name == "how":
        from dockersh.ways_in.builtin import series  # noqa: PLC0415  rarer still

        return series.how(desk, more)
    line = rest if syntax.parse(rest).calls else f"docker {rest}"
    return Stepper(desk.shell, desk.carry).line(line)


def picture(desk: Desk, _rest: str) -> int:
    """`picture`: what the engine holds, drawn; what the last line changed is marked."""
    from dockersh.engine.api import reach  # noqa: PLC0415  this one only
    from dockersh.practice.changes import changes  # noqa: PLC0415
    from dockersh.practice.lessons.ask import Engine  # noqa: PLC0415
    from dockersh.practice.picture import picture as drawn  # noqa: PLC0415
    from dockersh.practice.picture import words  # noqa: PLC0415

    path = reach.near(desk.shell.env)
    if not path:
        return desk.complain("picture.elsewhere")
    engine, look = Engine(path), desk.style()
    changed = changes(engine.events(*desk.last_ran) if desk.last_ran[0] else ())
    return desk.show(drawn(engine, words(desk.lang), look.columns, plain=look.ascii, changed=changed))
