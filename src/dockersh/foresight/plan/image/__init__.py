"""Plans of lines about images, and of what builds them."""

from __future__ import annotations

from dockersh.foresight.plan.planner import Planner, engine_up
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.foresight.plan.image import bake as _bake
    from dockersh.foresight.plan.image import build as _build
    from dockersh.foresight.plan.image import pull_and_rm as _images
    from dockersh.foresight.plan.image import tag_push_save as _moving
else:  # each when a line needs it
    _bake = Later("dockersh.foresight.plan.image.bake")
    _build = Later("dockersh.foresight.plan.image.build")
    _images = Later("dockersh.foresight.plan.image.pull_and_rm")
    _moving = Later("dockersh.foresight.plan.image.tag_push_save")

BUILDS = ("image build", "buildx build", "buildx debug build")
PLANNERS: dict[str, Planner] = {
    "image pull": Planner(_images.ask_pull, _images.plan_pull),
    "image rm": Planner(_images.ask_rmi, _images.plan_rmi, _images.ask_children),
    **dict.fromkeys(BUILDS, Planner(_build.questions, _build.plan, _build.ask_bases, tries=("check",))),
    "buildx bake": Planner(_bake.questions, _bake.plan, _bake.second, tries=("print", "list", "check")),
    "image tag": Planner(_moving.ask_named, _moving.plan_tag),
    "image push": Planner(_moving.ask_named, _moving.plan_push),
    "image save": Planner(_moving.ask_named, _moving.plan_save),
    "image load": Planner(engine_up, _moving.plan_load),
    "image import": Planner(engine_up, _moving.plan_import),
}
