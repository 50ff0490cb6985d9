"""What the value of a part means to docker: decoded once, where the part is read, and kept on it."""

from __future__ import annotations

from dockersh.reading.invocation.parts import Invocation, Part

# Arguments that have a grammar, by their name in the usage; a command in front where the name means it there only.
ARGUMENT_KINDS = {
    "IMAGE": "image",
    "SOURCE_IMAGE": "image",
    "TARGET_IMAGE": "image",
    "DIGEST": "digest",
    "SERVICE=REPLICAS": "scale",
    "compose port PRIVATE_PORT": "port-number",
    "image pull NAME": "image",
    "image push NAME": "image",
    "container commit REPOSITORY": "image-tag",
    "compose commit REPOSITORY": "image-tag",
    "image import REPOSITORY": "image-tag",
    "context create CONTEXT": "context-name",
    "context import CONTEXT": "context-name",
}


def decode(invocation: Invocation, known: Invocation | None = None) -> Invocation:
    """The invocation with what its values mean; of those that stand in *known*, too, as decoded there."""
    answered = {(part.name, part.value, part.span): part for part in known.parts} if known else {}
    parts = tuple(
        [answered.get((part.name, part.value, part.span)) or decoded(invocation.name, part) for part in invocation.parts]
    )
    return invocation.having(parts)


def decoded(command: str, part: Part) -> Part:
    """The part of a command (by its canonical name) with what its value means; as it is where only the shell knows it."""
    if part.value is None or not part.literal:
        return part
    from dockersh.reading import values  # noqa: PLC0415  a line without values needs none, nor does Tab

    kind = kind_of(command, part)
    answer = values.decode(kind, part.value)
    if answer is None and part.flag is not None:  # the value's name is of use to Tab only
        answer = values.decode(part.flag.type, part.value)
    return part._replace(answer=answer)


def kind_of(command: str, part: Part) -> str | None:
    """What the facts say of a part's value: a grammar, or what Tab completes; else its pflag type."""
    if part.flag is not None:
        return part.flag.value or part.flag.type
    if part.kind != "argument":
        return None
    return ARGUMENT_KINDS.get(f"{command} {part.name}") or ARGUMENT_KINDS.get(part.name or "")
