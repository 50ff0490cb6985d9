"""What the images of services bring: a health check that others wait for, files changed since they were built, broken programs.

Observed with compose 2.40.3 and 5.6.1: `up` builds what is missing and nothing else; who waits for `service_healthy` fails
where neither the files nor the image have a health check.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Image, Project, Question, Service, State
from dockersh.finding import Finding, finding
from dockersh.foresight.plan.compose.project import image_of, span_of
from dockersh.foresight.plan.image.build import will_not_start
from dockersh.foresight.refusals.engine import gpus
from dockersh.foresight.step import Request

Services = tuple[Service, ...]
MOST = 8  # services whose contexts are looked at
HEALTHY = "service_healthy"
STARTS = frozenset(("compose up", "compose create", "compose run"))
FINEST = 2.0  # seconds by which a file must be newer: clocks of file systems are coarse


def questions(request: Request, state: State, services: Services) -> tuple[Question, ...]:
    """The images of what is built here, and of what others wait for."""
    waited = {name for one in services for name, condition in one.waits if condition == HEALTHY}
    wanted = [one for one in services if one.builds or (one.name in waited and one.checked is None)]
    names = tuple(dict.fromkeys(one.image for one in wanted if image_of(state, one)))
    cards = gpus.QUESTIONS if any(one.gpus for one in services) else ()
    return (*(Question("image", (name,)) for name in names), *cards) if request.invocation.name in STARTS else ()


def ask_builds(services: Services) -> tuple[Question, ...]:
    """The contexts of what is built here."""
    built = [one for one in services if one.dockerfile][:MOST]
    return tuple(Question("compose-builds", (one.builds, one.dockerfile)) for one in built)


def unchecked(request: Request, state: State, project: Project, services: Services) -> Iterator[Finding]:
    """A service that others wait for to be healthy, and that nobody checks."""
    names = {one.name for one in services}
    for one in services if request.invocation.name in STARTS else ():
        for need, condition in one.waits:
            held = project.services.get(need)
            if condition == HEALTHY and held and need in names and not held.checked:
                yield from _unchecked(request, state, one, held)


def _unchecked(request: Request, state: State, one: Service, held: Service) -> Iterator[Finding]:
    image = state.images.get(held.image)
    built = request.invocation.on("build") and held.builds
    shown = {"service": one.name, "need": held.name, "image": held.image}
    if held.checked is False or (image and not image.checked and not built):
        yield finding("compose-no-healthcheck", "error", span_of(request, one.name), **shown)
    elif not image and not _writes_check(state, held):
        yield finding("compose-healthcheck-of-image", "warning", span_of(request, one.name), **shown)


def _writes_check(state: State, held: Service) -> bool:
    """Whether the image that will be built has one, by its Dockerfile; True where we do not know."""
    build = state.builds.get((held.builds, held.dockerfile)) if held.builds else None
    return bool(held.builds) and (build is None or build.dockerfile is None or build.dockerfile.checked)


def outdated(request: Request, state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """Files changed since an image was built of them, where nobody asks for a build."""
    invocation = request.invocation
    if invocation.name not in STARTS or invocation.on("build") or invocation.on("no-build"):
        return
    for one in services:
        image = state.images.get(one.image) if one.builds and one.pull_policy != "build" else None
        changed = _changed(state, one, image) if image else ""
        if changed:
            yield finding("compose-image-older", "warning", span_of(request, one.name), service=one.name, file=changed)


def _changed(state: State, one: Service, image: Image) -> str:
    """A file that is newer than the image; one that is mounted, too, needs no build."""
    build = state.builds.get((one.builds, one.dockerfile))
    built = max(image.created, image.tagged)
    mounts = any(_touch(folder, one.builds) for folder in one.folders)
    changed = build.changed if build else ()
    newest = changed[:1] if mounts else changed
    return next((name for moment, name in newest if moment > built + FINEST), "")


def _touch(folder: str, context: str) -> bool:
    """Whether one of two folders lies in the other."""
    return os.path.commonpath((folder, context)) in (folder, context) if os.path.isabs(folder) else True


def no_gpu_driver(request: Request, state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """Services that ask for a card of an engine that can hand on none."""
    for one in services:
        if one.gpus and gpus.none_here(state) and request.invocation.name in STARTS:
            yield finding("no-gpu-driver", "error", span_of(request, one.name))


def programs(request: Request, state: State, _project: Project, services: Services) -> Iterator[Finding]:
    """Files of a context that is built, and that will not start."""
    builds = request.invocation.name == "compose build" or request.invocation.on("build")
    for one in services:
        held = state.builds.get((one.builds, one.dockerfile)) if one.builds else None
        if held and (builds or (image_of(state, one) is None and "images" in state.lists)):
            yield from will_not_start(held, span_of(request, one.name))
