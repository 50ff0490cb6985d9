"""The prune family: which objects go, by name, before docker asks.

Observed on 20.10, 28 and 29. Containers that do not run go (created ones too), and first of all, so that their images and
networks become unused; a network is kept by running containers only; a volume by any. Before 23.0 (API 1.42) a volume prune
takes named volumes too, since then only with -a.
"""

from __future__ import annotations

from dockersh.engine import Listed, Question, State
from dockersh.finding import Finding, Say, finding
from dockersh.foresight.plan import longhand
from dockersh.foresight.plan.filters import image_labels, passing
from dockersh.foresight.plan.longhand import Words
from dockersh.foresight.plan.planner import Planner
from dockersh.foresight.step import Plan, Request, Step, note, unchecked
from dockersh.reading.values.quantities import human_size
from dockersh.texts.ages import age

CACHED = frozenset(("system prune", "builder prune", "buildx prune"))
STOPPED = frozenset(("exited", "created", "dead"))
PREDEFINED = frozenset(("bridge", "host", "none"))
OF_CACHE = frozenset(("all", "force", "filter"))  # flags that a prune of the build cache alone has, too
MOST = 8  # names that are listed; the rest is counted
# What each command takes away: the step, and the lists it is read from.
VERBS = {"containers": "remove", "networks": "remove-network", "volumes": "remove-volume", "images": "delete-image"}
TAKES = {
    "container prune": ("containers",),
    "network prune": ("networks",),
    "volume prune": ("volumes",),
    "image prune": ("images",),
    "system prune": ("containers", "networks", "volumes", "images"),
    "builder prune": (),
    "buildx prune": (),
}
LISTS = {
    "containers": ("containers",),
    "networks": ("networks", "containers"),
    "volumes": ("volumes", "containers"),
    "images": ("images", "dangling-images", "containers"),
}


def questions(request: Request) -> tuple[Question, ...]:
    """Lists of everything that may go, and of the containers that keep things."""
    lists = dict.fromkeys(name for kind in _kinds(request) for name in LISTS[kind])
    sizes = (Question("volume-sizes"),) if "volumes" in lists else ()
    labels = image_labels(request) if "images" in lists else ()
    cache = ("build-cache",) if request.invocation.name in CACHED and not request.invocation.flags("builder") else ()
    about = (*((name,) for name in (*lists, *cache)), *(("labelled", label) for label in labels))
    return (Question("version"), *(Question("list", one) for one in about), *sizes)


def plan(request: Request, state: State) -> Plan:
    """One step a kind of object, with the names of what goes."""
    steps: list[Step] = []
    findings: list[Finding] = []
    for kind in _kinds(request):
        steps.append(_step(request, state, kind))
        if kind == "volumes" and steps[-1].will != "no" and state.up:
            findings.append(finding("prune-volumes", "danger", request.invocation.command_span))
    findings += _left(request, state)
    if request.invocation.name in CACHED:
        steps.append(_cache(request, state))
    after = note("after", "pruned") if request.invocation.on("force") else note("asks", "asks-first")
    return Plan(tuple(steps), (after,), tuple(findings))


def _kinds(request: Request) -> tuple[str, ...]:
    kinds = TAKES[request.invocation.name]
    if request.invocation.name == "system prune" and not request.invocation.on("volumes"):
        return tuple(kind for kind in kinds if kind != "volumes")
    return kinds


def _step(request: Request, state: State, kind: str) -> Step:
    verb = VERBS[kind]
    if not state.up or any(name not in state.lists for name in LISTS[kind]):
        return unchecked(verb, state)._replace(says=Say(f"steps/prune.{kind}-unchecked"))
    gone = CANDIDATES[kind](request, state)
    fits = passing(request, state, kind)
    gone = tuple(one for one in gone if fits is None or fits(one))
    if not gone:
        none = "filtered-none" if request.invocation.flags("filter") else f"{kind}-none"
        return Step(verb, "no", "nothing-unused", Say(f"steps/prune.{none}"))
    args = {"count": str(len(gone)), "names": _names(request, state, gone), "size": human_size(sum(one.size for one in gone))}
    if fits is None:
        return Step(verb, "maybe", "if-filter-matches", Say(f"steps/prune.{kind}-at-most", args))
    return Step(verb, "yes", "unused", Say(f"steps/prune.{kind}", args), _longhand(request, kind, gone), "present", "absent")


def _names(request: Request, state: State, gone: tuple[Listed, ...]) -> Say | str:
    """`web (3 weeks), db (2 days)`; sentences in sentences keep the language."""
    shown: Say | str = ""
    for one in gone[:MOST]:
        entry = _entry(request, state, one)
        shown = Say("steps/prune.list", {"names": shown, "next": entry}) if shown else entry
    return shown if len(gone) <= MOST else Say("steps/prune.and-more", {"names": shown, "count": str(len(gone) - MOST)})


def _entry(request: Request, state: State, one: Listed) -> Say | str:
    """With the size of an image or volume, else with the age, where that is known."""
    name = one.name or one.id[:12]
    size = one.size or state.sizes.get(name, 0)
    if size:
        return Say("steps/prune.entry", {"name": name, "what": human_size(size)})
    return Say("steps/prune.entry", {"name": name, "what": age(request.now, one.created)}) if one.created else name


def _longhand(request: Request, kind: str, gone: tuple[Listed, ...]) -> Words:
    if len(gone) > MOST:
        return ()
    command = {"containers": "rm", "networks": "network rm", "volumes": "volume rm", "images": "rmi"}[kind]
    return longhand.of(request, command, *(one.name or one.id[:12] for one in gone))


def _containers(_request: Request, state: State) -> tuple[Listed, ...]:
    return tuple(one for one in state.lists["containers"] if one.status in STOPPED)


def _networks(request: Request, state: State) -> tuple[Listed, ...]:
    kept = {name for one in state.lists["containers"] if one.status not in STOPPED for name in one.networks}
    return tuple(one for one in state.lists["networks"] if one.name not in kept | PREDEFINED)


def _volumes(request: Request, state: State) -> tuple[Listed, ...]:
    kept = {name for one in state.lists["containers"] if one.status not in _gone_before(request) for name in one.mounts}
    unused = tuple(one for one in state.lists["volumes"] if one.name not in kept)
    named = _takes_named(state) or (request.invocation.name == "volume prune" and request.invocation.on("all"))
    return unused if named else tuple(one for one in unused if one.anonymous)


def _left(request: Request, state: State) -> list[Finding]:
    """Named volumes that nothing uses, and that this prune leaves since 23.0."""
    known = state.up and all(name in state.lists for name in LISTS["volumes"])
    if request.invocation.name != "volume prune" or not known or request.invocation.flags("filter"):
        return []
    kept = {name for one in state.lists["containers"] for name in one.mounts} | {one.name for one in _volumes(request, state)}
    left = [one.name for one in state.lists["volumes"] if one.name not in kept]
    shown = {"names": ", ".join(left[:MOST]) + ("…" if len(left) > MOST else ""), "count": str(len(left))}
    return [finding("named-volumes-stay", "tip", request.invocation.command_span, **shown)] if left else []


def _gone_before(request: Request) -> frozenset[str]:
    """Containers of these statuses are gone when their volumes and images are looked at."""
    return STOPPED if request.invocation.name == "system prune" else frozenset()


def _takes_named(state: State) -> bool:
    """Engines before 23.0 do not tell named and anonymous ones apart."""
    major = state.version.partition(".")[0]
    return major.isdecimal() and int(major) < 23


def _images(request: Request, state: State) -> tuple[Listed, ...]:
    users = [one.image for one in state.lists["containers"] if one.status not in _gone_before(request)]
    found = state.lists["images"] if request.invocation.on("all") else state.lists["dangling-images"]
    return tuple(one for one in found if not any(_uses(user, one) for user in users))


def _uses(user: str, image: Listed) -> bool:
    """`docker ps` shows the image by the name the container was made from, or by its id."""
    bare = user.removeprefix("sha256:")
    latest = f"{user}:latest" if ":" not in user.rpartition("/")[2] else user
    return image.name == latest or (len(bare) >= 12 and image.id.startswith(bare))


def _cache(request: Request, state: State) -> Step:
    """What the engine's own builder holds; another builder, which buildx may have chosen, is not asked."""
    everything = request.invocation.on("all")
    whole = request.invocation.name == "system prune"
    alone = longhand.of(request, "builder prune", flags=OF_CACHE) if whole else ()
    held = state.lists.get("build-cache")
    parts = [one for one in held or () if everything or not one.anonymous]
    if not parts and held is not None and whole:
        return Step("delete-cache", "no", "if-any", Say("steps/prune.cache-none"))
    if not parts:
        key = "cache-all" if everything else "cache"
        return Step("delete-cache", "maybe", "if-any", Say(f"steps/prune.{key}"), alone)
    biggest = max(parts, key=lambda one: one.size)
    args = {"count": str(len(parts)), "size": human_size(sum(one.size for one in parts)), "name": biggest.name or biggest.id}
    key = "cache-parts-filtered" if request.invocation.flags("filter") else "cache-parts"
    return Step("delete-cache", "maybe", "if-any", Say(f"steps/prune.{key}", args), alone)


CANDIDATES = {"containers": _containers, "networks": _networks, "volumes": _volumes, "images": _images}


PLANNERS: dict[str, Planner] = dict.fromkeys(TAKES, Planner(questions, plan))
