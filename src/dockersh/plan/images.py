"""Commands about images: pull and rmi."""

from __future__ import annotations

from dockersh.engine import Container, Question, State
from dockersh.finding import Finding, finding
from dockersh.invocation import Part
from dockersh.plan.ages import age
from dockersh.plan.foresee import no_such
from dockersh.plan.step import Plan, Request, Step, missing, note, step, unknown
from dockersh.values.images import FULL_ID, Reference, parse
from dockersh.values.quantities import human_size


def ask_pull(request: Request) -> tuple[Question, ...]:
    """Is it here already."""
    return tuple(Question("image", (word,)) for word in _references(request, "NAME")[:1]) or (Question("version"),)


def plan_pull(request: Request, state: State) -> Plan:
    """`docker pull`: fetches what the registry has newer; an image that is up to date costs one question to the registry."""
    words = _references(request, "NAME")
    if not words:
        return Plan()
    found = state.image(words[0])
    if found is False:
        return Plan((step("pull", "yes", unknown(state), image=words[0]),))
    reference = parse(words[0])
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
    """Are they here, and which containers were made from them."""
    words = _references(request, "IMAGE")
    return (Question("version"), *(Question(kind, (word,)) for word in words for kind in ("image", "users")))


def plan_rmi(request: Request, state: State) -> Plan:
    """`docker rmi`: takes the name away; the image itself goes with its last name."""
    steps: list[Step] = []
    findings: list[Finding] = []
    for part in request.invocation.arguments("IMAGE"):
        more, found = _remove(request, state, part)
        steps += more
        findings += found
    return Plan(tuple(steps), (), tuple(findings))


def _remove(request: Request, state: State, part: Part) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    word = part.value or ""
    found = state.image(word) if part.literal else False
    if found is False:
        reason = unknown(state) if part.literal else "shell-decides"
        return (step("untag", "maybe", reason, image=word),), ()
    if found is None:
        return (missing("untag", "image", word),), (no_such(state, part, "image", "images"),)
    if len(found.tags) > 1 and not FULL_ID.fullmatch(word) and not found.id.startswith(word):
        others = ", ".join(tag for tag in found.tags if tag != familiar(word))
        return (step("untag", "yes", "other-names", image=word, others=others).moves("present", "absent"),), ()
    users = state.users.get(word, ())
    if users and not (request.invocation.on("force") and not any(user.running for user in users)):
        return _in_use(request, part, word, users)
    gone = step("delete-image", "yes", "last-name", image=word, size=human_size(found.size)).moves("present", "absent")
    lost = () if found.pulled else (finding("image-only-here", "warning", part.span, image=word),)
    if not found.tags:
        return (gone,), lost
    return (step("untag", "yes", "last-name", image=word).moves("present", "absent"), gone), lost


def _in_use(
    request: Request, part: Part, word: str, users: tuple[Container, ...]
) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    names = ", ".join(user.name for user in users)
    if request.invocation.on("force"):
        return (step("untag", "yes", "forced-in-use", image=word, containers=names).moves("present", "absent"),), ()
    finds = finding("image-in-use", "error", part.span, image=word, containers=names, first=users[0].name)
    return (step("untag", "no", "in-use", image=word, containers=names).moves("present", "present"),), (finds,)


def _references(request: Request, name: str) -> tuple[str, ...]:
    words = (part.value for part in request.invocation.arguments(name) if part.literal)
    return tuple(word for word in words if word and (FULL_ID.fullmatch(word) or isinstance(parse(word), Reference)))


def familiar(word: str) -> str:
    """The name as docker shows it; a word that is no reference as it stands."""
    found = parse(word)
    return found.familiar if isinstance(found, Reference) else word
