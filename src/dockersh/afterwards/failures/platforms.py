"""For which processor an image was made, and for which the engine runs."""

from __future__ import annotations

from dockersh.afterwards.failures.case import Case, Found
from dockersh.engine import Image, Machine, Question
from dockersh.finding import Say
from dockersh.foresight.plan.container.other_platform import platform_of


def wrong(case: Case) -> Found:
    """Why a program has the wrong format: another processor's, or a script that does not say what runs it."""
    reference = next((part.text for part in case.invocation.arguments("IMAGE") if part.literal and part.value), "")
    if not reference:
        return {}
    state = case.ask(Question("image", (reference,)), Question("host"))
    held = state.image(reference)
    if not isinstance(held, Image) or not held.architecture or state.host is None:
        return {}
    return _told(reference, held, state.host)


def _told(reference: str, held: Image, host: Machine) -> Found:
    own, of_image = platform_of(host), f"{held.os}/{held.architecture}"
    shown = {"image": reference, "platform": own}
    if own == of_image:
        return {"cure": Say("failed.cure-script", shown)}
    found: Found = {"image_platform": of_image, "engine_platform": own}
    return {**found, "cure": Say("failed.cure-pull" if held.pulled else "failed.cure-build", shown)}


def emulation(case: Case) -> Found:
    """The image that is not offered, where the line names it."""
    names = (part.text for name in ("IMAGE", "NAME") for part in case.invocation.arguments(name) if part.literal)
    image = next(names, "")
    return {"image": image} if image else {}
