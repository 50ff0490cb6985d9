"""The parts of an invocation, decoded and worded: what each flag and argument means with this value."""

from __future__ import annotations

from dockersh import texts, values
from dockersh.catalogue import Flag
from dockersh.checks import checks
from dockersh.explanation import Part as Piece
from dockersh.explanation import Source
from dockersh.finding import Finding, Say
from dockersh.invocation import Invocation, Part
from dockersh.secrets import shown_value
from dockersh.together import conflicts
from dockersh.values import Bad, Value
from dockersh.wording import label, legible, sentence, visible

Values = tuple[Value | None, ...]

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
# Reasons the client finds only after it has read all flags.
CHECKED_LATE = frozenset(("bad-values.swappiness", "bad-values.interval"))


def decode_all(invocation: Invocation) -> tuple[Values, tuple[Finding, ...]]:
    """Each part's decoded value (None where there is no grammar, or the shell decides), and what docker refuses."""
    decoded: list[Value | None] = []
    findings: list[Finding] = []
    for part in invocation.parts:
        answer = values.decode(_kind(invocation, part), part.value) if part.literal and part.value is not None else None
        if isinstance(answer, Bad) and not invocation.uncertain and _counts(invocation, part, answer):
            findings.append(_refusal(invocation, part, answer))
        decoded.append(answer if isinstance(answer, Value) else None)
    if not invocation.uncertain:
        findings += (*conflicts(invocation), *checks(invocation, tuple(decoded)))
    return tuple(decoded), tuple(findings)


def _counts(invocation: Invocation, part: Part, answer: Bad) -> bool:
    """Of a string given several times only the last is looked at; other types are checked each time."""
    late = part.flag is not None and (part.flag.type == "string" or answer.why.key in CHECKED_LATE)
    return not late or invocation.flags(part.name or "")[-1:] in ((), (part,))


def _kind(invocation: Invocation, part: Part) -> str | None:
    if part.flag is not None:
        return part.flag.value if part.flag.value in values.KINDS else part.flag.type
    if part.kind != "argument":
        return None
    return ARGUMENT_KINDS.get(f"{invocation.name} {part.name}") or ARGUMENT_KINDS.get(part.name or "")


def _refusal(invocation: Invocation, part: Part, answer: Bad) -> Finding:
    shown = f"--{part.name}" if part.flag else part.name or ""
    code = "bad-value" if part.flag else "bad-argument"
    return Finding(
        code,
        "error",
        part.value_span or part.span,
        {"flag": shown, "value": shown_value(invocation, part) or "''", "why": answer.why},
    )


def explain_parts(line: str, lang: str, invocation: Invocation, decoded: Values) -> tuple[Piece, ...]:
    """The worded pieces, in the order typed."""
    return tuple(_piece(line, lang, invocation, part, value) for part, value in zip(invocation.parts, decoded, strict=True))


def _piece(line: str, lang: str, invocation: Invocation, part: Part, value: Value | None) -> Piece:
    shown = shown_value(invocation, part)
    text, source = _text(lang, invocation, part, value, shown)
    if not part.literal:
        text = f"{text} {label(lang, 'shell-decides')}".strip()
    return Piece(
        (part.span.start, part.span.end),
        part.kind,
        part.name,
        visible(shown) if shown is not None else None,
        text,
        source,
        _shown(line, part, shown),
        value.decoded if value else None,
    )


def _text(lang: str, invocation: Invocation, part: Part, value: Value | None, shown: str | None) -> tuple[str, Source]:
    if part.flag is not None:
        return _flag_text(lang, invocation, part, value, shown)
    if part.kind == "command-word":
        return _command_word(lang, invocation, part), "catalogue"
    if value is not None and value.says is not None:
        return sentence(lang, value.says), "catalogue"
    if part.kind == "argument" and part.name is not None:
        return _argument(lang, invocation, part.name), "catalogue"
    return _unknown(lang, invocation, part)


def _unknown(lang: str, invocation: Invocation, part: Part) -> tuple[str, Source]:
    if not part.literal:
        return label(lang, "maybe-flags"), "catalogue"
    if part.meant is not None:
        return _meant_text(lang, invocation, part.meant, part.value or ""), "catalogue"
    return label(lang, "unknown-flag" if (part.value or "").startswith("-") else "unknown-word"), "none"


def _flag_text(lang: str, invocation: Invocation, part: Part, value: Value | None, shown: str | None) -> tuple[str, Source]:
    if value is not None and value.says is not None:
        return sentence(lang, value.says), "catalogue"
    flag = part.flag
    if flag is None or part.name == "help":
        return label(lang, "help"), "catalogue"
    text = _stems_text(lang, invocation, part)
    if text is None:
        own = visible(invocation.help.get(part.name or "", ""))
        return own, "help" if own else "none"
    amount = f" ({value.amount})" if value is not None and value.amount and part.literal else ""
    worded = texts.fill(texts.short(text), {"value": flag.name.upper() if shown is None else f"{legible(shown)}{amount}"})
    if flag.type == "bool" and part.value is not None and not _is_true(part.value):
        return sentence(lang, Say("labels.switched-off", {"text": worded})), "catalogue"
    return worded, "catalogue"


def _meant_text(lang: str, invocation: Invocation, meant: Flag, typed: str) -> str:
    """What the option does that an unknown one, *typed* with its value, was probably meant to be."""
    word, space, value = typed.partition(" ")
    value = value if space else word.partition("=")[2]
    own = texts.flag_text(lang, (*_stems(invocation), *_front_stems(invocation)), meant.name) or ""
    text = texts.fill(texts.short(own), {"value": visible(value) or meant.name.upper()})
    return sentence(lang, Say("labels.meant", {"flag": f"--{meant.name}", "text": text}))


def _stems_text(lang: str, invocation: Invocation, part: Part) -> str | None:
    """A global flag's text stands with the group it belongs to: docker itself, `compose`, `buildx debug`."""
    front = _front_stems(invocation) if part.kind == "global-flag" else ()
    return texts.flag_text(lang, (*front, *_stems(invocation)), part.name or "")


def _stems(invocation: Invocation) -> tuple[str, ...]:
    return invocation.command.stems if invocation.command else ()


def _front_stems(invocation: Invocation) -> tuple[str, ...]:
    words = invocation.name.split(" ")
    return ("docker", *("_".join(words[:count]) for count in range(1, len(words))))


def _is_true(value: str) -> bool:
    return value.lower() in ("1", "t", "true")


def _argument(lang: str, invocation: Invocation, name: str) -> str:
    own = next((text for stem in _stems(invocation) if (text := texts.raw(lang, stem, "arguments", name))), None)
    return texts.short(own or texts.raw(lang, "arguments", name) or name)


def _command_word(lang: str, invocation: Invocation, part: Part) -> str:
    if part.name in ("ARG", "ARGS") or (invocation.command is not None and invocation.command.plugin):
        return label(lang, "command-argument")
    if invocation.name in ("container exec", "compose exec"):
        return label(lang, "command-exec")
    return label(lang, "command-top" if invocation.name == "container top" else "command-run")


def _shown(line: str, part: Part, shown: str | None) -> str:
    """The piece alone: its letter or long name as typed, taken out of a cluster, with its value."""
    if part.flag is None:
        return visible(line[part.span.start : part.span.end])
    word = line[part.span.start :].split(" ", 1)[0]
    if word == part.name == "help":
        return word
    spelled = _spelled(part.flag, word)
    if shown is None:
        return spelled
    glue = "=" if (word.startswith("--") and "=" in word) or part.flag.type == "bool" else " "
    return f"{spelled}{glue}{legible(shown)}"


def _spelled(flag: Flag, word: str) -> str:
    return f"-{flag.short}" if flag.short and not word.startswith("--") else "-h" if word == "-h" else f"--{flag.name}"
