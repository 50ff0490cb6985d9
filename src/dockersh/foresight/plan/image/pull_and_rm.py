"""Commands about images: pull and rmi."""

from __future__ import annotations

from dockersh.engine import Container, Image, Listed, Question, State
from dockersh.finding import finding
from dockersh.foresight.named import images
from dockersh.foresight.refusals.engine.common import absent
from dockersh.foresight.step import Plan, Request, Will, each, note, single, step, unknown
from dockersh.reading.invocation import Part
from dockersh.reading.values.images import ImageId, Reference, parse
from dockersh.reading.values.quantities import human_size
from dockersh.texts.ages import age

MOST = 100  # newer images that are looked into for what they were built upon


def ask_pull(request: Request) -> tuple[Question, ...]:
    """Is it here already."""
    return tuple(Question("image", (word,)) for word in images(request, "NAME")[:1]) or (Question("version"),)


def plan_pull(request: Request, state: State) -> Plan:
    """`docker pull`: fetches what the registry has newer; an image that is up to date costs one question to the registry."""
    words = images(request, "NAME")
    if not words:
        return Plan()
    found = state.image(words[0])
    if found is False:
        return Plan((step("pull", "yes", unknown(state), image=words[0]),))
    reference = request.invocation.arguments("NAME")[0].decoded
    registry = reference.registry if isinstance(reference, Reference) else ""
    if found is None:
        pull = step("pull", "yes", "image-missing", image=words[0], registry=registry).moves("absent", "present")
        return Plan((pull,), (note("after", "pulled", image=words[0]),))
    size, since = human_size(found.size), age(request.now, found.created)
    pull = step("pull", "maybe", "if-newer", image=words[0], size=size, age=since, registry=registry).moves(
        "present", "present"
    )
    return Plan((pull,), (note("after", "pulled", image=words[0]),))


def ask_rmi(request: Request) -> tuple[Question, ...]:
    """Are they here, which containers were made from them, and which images are newer."""
    words = images(request, "IMAGE")
    newer = (Question("list", ("newer", word)) for word in words)
    each_one = (Question(kind, (word,)) for word in words for kind in ("image", "users"))
    return (Question("version"), Question("features"), *each_one, *newer)


def ask_children(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: what the newer images were built upon, unless there are too many to ask about."""
    ids = dict.fromkeys(one.id for word in images(request, "IMAGE") for one in _newer(state, word))
    return (Question("parents", tuple(ids)),) if 0 < len(ids) <= MOST else ()


def _newer(state: State, word: str) -> tuple[Listed, ...]:
    return state.lists.get(f"newer {word}", ())


def _children(state: State, word: str, image: Image) -> tuple[str, ...] | None:
    """The images built upon this one, by name or short id; None where that was not asked, or not answered in time.

    With containerd's store none keeps it: each holds its own layers (28.5.2 deletes it, by its id, too).
    """
    if state.in_containerd:
        return ()
    newer = _newer(state, word)
    if f"newer {word}" not in state.lists or any(one.id not in state.parents for one in newer):
        return None
    upon = (one for one in newer if image.id and state.parents.get(one.id) == image.id)
    return tuple(dict.fromkeys(one.name or one.id[:12] for one in upon))


def plan_rmi(request: Request, state: State) -> Plan:
    """`docker rmi`: takes the name away; the image itself goes with its last name."""
    return each(request, state, "IMAGE", _remove)


def _remove(request: Request, state: State, part: Part) -> Plan:
    word = part.text
    found = state.image(word) if part.literal else False
    if found is False:
        reason = unknown(state) if part.literal else "shell-decides"
        return single(step("untag", "maybe", reason, image=word))
    if found is None:
        return absent(request, state, part, "untag", "image")
    by_id = isinstance(part.decoded, ImageId) or found.id.startswith(word)
    if len(found.tags) > 1 and not by_id:
        others = ", ".join(tag for tag in found.tags if tag != shown(part))
        return single(step("untag", "yes", "other-names", image=word, others=others).moves("present", "absent"))
    if by_id and (refused := _refused_by_id(request, state, part, found)):
        return refused
    users = state.users.get(word, ())
    if users and not (request.invocation.on("force") and _lets_go(state, users)):
        return _in_use(request, part, word, users)
    return _goes(state, part, found)


def _lets_go(state: State, users: tuple[Container, ...]) -> bool:
    """Whether -f takes the image from its containers: from stopped ones, but containerd's store keeps it for those (28.5.2)."""
    return not state.in_containerd and not any(user.running for user in users)


def _refused_by_id(request: Request, state: State, part: Part, found: Image) -> Plan | None:
    """By its id an image goes with all its names, which must be one at most, and only while nothing was built upon it."""
    word = part.text
    if children := _children(state, word, found):
        named = ", ".join(children)
        finds = finding("image-has-children", "error", part.span, image=word, children=named)
        return single(step("delete-image", "no", "children", children=named).moves("present", "present"), finds)
    if len(found.tags) > 1 and not request.invocation.on("force"):
        finds = finding("image-has-names", "error", part.span, image=word, names=", ".join(found.tags))
        return single(step("untag", "no", "several-names", names=", ".join(found.tags)).moves("present", "present"), finds)
    return None


def _goes(state: State, part: Part, found: Image) -> Plan:
    """The last name, and the image unless another was built upon it: then only the name is gone."""
    word = part.text
    untags = tuple(step("untag", "yes", "last-name", image=tag).moves("present", "absent") for tag in found.tags)
    children = _children(state, word, found)
    if children:
        return Plan((*untags, step("delete-image", "no", "children", children=", ".join(children)).moves("present", "present")))
    will: Will = "maybe" if children is None else "yes"
    reason = "unless-children" if children is None else "last-name"
    gone = step("delete-image", will, reason, image=word, size=human_size(found.size)).moves("present", "absent")
    minded = () if found.pulled else (finding("image-only-here", "warning", part.span, image=word),)
    return Plan((*untags, gone), (), minded)


def _in_use(request: Request, part: Part, word: str, users: tuple[Container, ...]) -> Plan:
    names = ", ".join(user.name for user in users)
    if request.invocation.on("force"):
        return single(step("untag", "yes", "forced-in-use", image=word, containers=names).moves("present", "absent"))
    finds = finding("image-in-use", "error", part.span, image=word, containers=names, first=users[0].name)
    return single(step("untag", "no", "in-use", image=word, containers=names).moves("present", "present"), finds)


def shown(part: Part) -> str:
    """The image that a part names, as docker shows it; what is no reference as it stands."""
    return part.decoded.familiar if isinstance(part.decoded, Reference) else part.text


def familiar(word: str) -> str:
    """The name as docker shows it; a word that is no reference as it stands."""
    found = parse(word)
    return found.familiar if isinstance(found, Reference) else word
