"""Slips and habits: lines docker accepts that seldom do what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.finding import Finding, finding
from dockersh.plan import Request
from dockersh.values import env, images
from dockersh.values.images import Reference

CREATES = frozenset(("container run", "container create"))


def flags_after_image(request: Request) -> Iterator[Finding]:
    """Options end at the image: what follows belongs to the container, whatever it looks like."""
    words = request.invocation.words()
    if request.invocation.name not in CREATES | {"container exec"} or not words:
        return
    first = words[0]
    if first.literal and (first.value or "").startswith("-"):
        code = "flags-after-container" if request.invocation.name == "container exec" else "flags-after-image"
        yield finding(code, "warning", first.span, word=first.value or "")


def image_without_tag(request: Request) -> Iterator[Finding]:
    """No tag means `:latest`, which names a different image every few weeks. OWASP 9."""
    for part in request.invocation.arguments("IMAGE") if request.invocation.name in CREATES else ():
        found = images.parse(part.value) if part.literal and part.value else None
        if isinstance(found, Reference) and found.tag == "latest" and not re.fullmatch(r"[0-9a-f]{4,64}", part.value or ""):
            yield finding("image-without-tag", "tip", part.span, image=found.familiar.removesuffix(":latest"))


def one_letter_volume(request: Request) -> Iterator[Finding]:
    """`-v x:/x` is read as a Windows drive: an anonymous volume at `x:/x`, in silence."""
    for part in request.invocation.flags("volume"):
        if part.literal and re.match(r"[A-Za-z]:/", part.value or ""):
            yield finding("one-letter-volume", "danger", part.span, letter=(part.value or "")[0])


def secret_on_the_line(request: Request) -> Iterator[Finding]:
    """A secret in an environment variable stands in `docker inspect`, in `ps`, in the shell's history. OWASP 12."""
    for flag in ("env", "build-arg"):
        for part in request.invocation.flags(flag):
            name, equals, value = (part.value or "").partition("=")
            if part.literal and equals and env.secret(name, value):
                yield finding("secret-on-the-line" if flag == "env" else "secret-in-build-arg", "warning", part.span, name=name)


def older_spelling(request: Request) -> Iterator[Finding]:
    """A spelling docker hides or deprecates, where it has a newer one."""
    for part in request.invocation.parts:
        if part.flag is not None and part.flag.replaced_by:
            yield finding("older-spelling", "tip", part.span, flag=f"--{part.flag.name}", newer=f"--{part.flag.replaced_by}")


def command_as_image(request: Request) -> Iterator[Finding]:
    """`docker images ls` filters for an image called ls, and shows none."""
    for part in request.invocation.arguments()[:1] if request.invocation.name == "image ls" else ():
        if part.literal and part.value in ("ls", "list", "ps", "all"):
            yield finding("command-as-image", "warning", part.span, word=part.value)


RULES = (command_as_image, flags_after_image, image_without_tag, one_letter_volume, secret_on_the_line, older_spelling)
