"""Plans of lines about containers."""

from __future__ import annotations

from dockersh.foresight.plan.planner import Planner
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.foresight.plan.container import content as _content
    from dockersh.foresight.plan.container import existing as _existing
    from dockersh.foresight.plan.container import lifecycle as _lifecycle
    from dockersh.foresight.plan.container import run as _run
else:  # each when a line needs it; under names of their own, for `run` is the module itself once it is imported
    _content = Later("dockersh.foresight.plan.container.content")
    _existing = Later("dockersh.foresight.plan.container.existing")
    _lifecycle = Later("dockersh.foresight.plan.container.lifecycle")
    _run = Later("dockersh.foresight.plan.container.run")

PLANNERS: dict[str, Planner] = {
    "container run": Planner(_run.questions, _run.plan_run, _run.ask_more),
    "container create": Planner(_run.questions, _run.plan_create, _run.ask_more),
    "container start": Planner(_existing.questions, _existing.plan_start, _existing.ask_ports),
    "container attach": Planner(_existing.questions, _existing.plan_attach),
    "container exec": Planner(_existing.ask_exec, _existing.plan_exec),
    "container stop": Planner(_existing.questions, _existing.plan_stop),
    "container restart": Planner(_existing.questions, _existing.plan_restart),
    "container rm": Planner(_existing.questions, _existing.plan_rm),
    "container kill": Planner(_existing.questions, _lifecycle.plan_kill),
    "container pause": Planner(_existing.questions, _lifecycle.plan_pause),
    "container unpause": Planner(_existing.questions, _lifecycle.plan_unpause),
    "container rename": Planner(_lifecycle.ask_rename, _lifecycle.plan_rename),
    "container update": Planner(_existing.questions, _lifecycle.plan_update),
    "container wait": Planner(_existing.questions, _lifecycle.plan_wait),
    "container commit": Planner(_existing.questions, _content.plan_commit),
    "container cp": Planner(_content.ask_copy, _content.plan_copy),
    "container export": Planner(_existing.questions, _content.plan_export),
}
