"""Plans of lines about compose projects."""

from __future__ import annotations

from dockersh.foresight.plan.plain import IN_CONTAINERS, OF_SERVICES
from dockersh.foresight.plan.planner import Planner
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import Any

# Their decorated functions have no type yet when mypy comes by here.
_containers: Any = Later("dockersh.foresight.plan.compose.containers")
_asked: Any = Later("dockersh.foresight.plan.compose.asked")
_down: Any = Later("dockersh.foresight.plan.compose.down")
_up: Any = Later("dockersh.foresight.plan.compose.up")
_verbs: Any = Later("dockersh.foresight.plan.compose.verbs")

PLANNERS: dict[str, Planner] = {
    **{name: Planner(_containers.questions, _containers.plan, reads=name == "compose port") for name in IN_CONTAINERS},
    **dict.fromkeys(
        ("compose up", "compose create", "compose scale", "compose watch"),
        Planner(_asked.questions, _up.plan_up, _asked.ask_around),
    ),
    "compose run": Planner(_asked.questions, _up.plan_run, _asked.ask_around),
    "compose start": Planner(_asked.questions, _verbs.plan_verb, _asked.ask_around),
    **dict.fromkeys(
        ("compose stop", "compose kill", "compose pause", "compose unpause"),
        Planner(_asked.questions, _verbs.plan_verb, _asked.ask_active),
    ),
    "compose restart": Planner(_asked.questions, _verbs.plan_restart, _asked.ask_around),
    "compose down": Planner(_asked.questions, _down.plan_down, _down.ask_users),
    "compose rm": Planner(_asked.questions, _verbs.plan_rm, _asked.ask_active),
    "compose pull": Planner(_asked.questions, _verbs.plan_pull, _asked.ask_active),
    "compose build": Planner(_asked.questions, _verbs.plan_build, _asked.ask_files, tries=("print", "check")),
    **{name: Planner(_verbs.ask_names, _verbs.plan_names, reads=name != "compose push") for name in OF_SERVICES},
    "compose exec": Planner(_asked.questions, _verbs.plan_exec, _asked.ask_active),
}
