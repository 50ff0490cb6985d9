"""The parts of an invocation, decoded and worded: what each flag and argument means with this value."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh import texts
from dockersh.explaining.secrets import DOT, MASK, shown_value
from dockersh.explanation import Piece, Source
from dockersh.finding import Arg, Say
from dockersh.reading.catalogue import Flag
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.invocation.decoding import decoded
from dockersh.reading.syntax import Span
from dockersh.reading.syntax.places import Places
from dockersh.reading.values import Value
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple
from dockersh.texts.wording import label, legible, sentence, visible

DOTS = pattern(f"{DOT}+")
# Arguments of sentences that are a path of this machine.
PATHS_HERE = frozenset(("source",))


class Around(NamedTuple):
    """What is known of a call beyond its words: the places that are called by what they are, the image's *entrypoint*,
    what the *things* are that it names.
    """

    places: Places = Places()
    entrypoint: tuple[str, ...] = ()
    things: Mapping[Span, Say] = {}


def explain_parts(line: str, lang: str, invocation: Invocation, around: Around) -> tuple[Piece, ...]:
    """The worded pieces, in the order typed; *line* as it may be shown."""
    filled = frozenset([word.span.end for word in invocation.call.words if word.filled])
    shows = Shown(line, filled, around.places, around.entrypoint)
    pieces = (_piece(shows, lang, invocation, part) for part in invocation.parts)
    found = {part.span: sentence(lang, around.things[part.span]) for part in invocation.parts if _is_known(part, around)}
    return tuple(piece._replace(text=found.get(Span(*piece.span), piece.text)) for piece in pieces)


def _is_known(part: Part, around: Around) -> bool:
    return part.literal and part.span in around.things


class Shown(NamedTuple):
    """The *line* as it may be shown, where words end that the shell *filled* in, and the places it knows."""

    line: str
    filled: frozenset[int]
    places: Places
    entrypoint: tuple[str, ...]

    def typed(self, part: Part) -> str | None:
        """A value as it was typed, where the shell fills it in."""
        where = part.value_span
        return self.line[slice(*where)] if where is not None and where.end in self.filled else None

    def say(self, says: Say) -> Say:
        """A sentence that calls the folder and the home folder by what they are."""
        return says._replace(args={name: self._arg(name, arg) for name, arg in says.args.items()})

    def _arg(self, name: str, arg: Arg) -> Arg:
        if isinstance(arg, Say):
            return self.say(arg)
        if name not in PATHS_HERE or not self.places.folder or arg not in (".", "./", self.places.folder):
            return Say("labels.home-folder", {"path": arg}) if name in PATHS_HERE and arg and arg == self.places.home else arg
        return Say("labels.this-folder", {"path": self.places.folder})


def _piece(shows: Shown, lang: str, invocation: Invocation, part: Part) -> Piece:
    shown = _as_the_line(shows.line, part, shown_value(invocation, part))
    told = part if shown == part.value else decoded(invocation.name, part._replace(value=shown))  # another value: masked
    value = told.answer if isinstance(told.answer, Value) else None
    if value is not None and value.says is not None:
        value = value._replace(says=shows.say(value.says))
    text, source = _text(lang, invocation, part, value, shown)
    if shows.entrypoint and part.kind == "command-word" and part.name not in ("ARG", "ARGS"):
        text = sentence(lang, Say("labels.command-entrypoint", {"entrypoint": " ".join(shows.entrypoint)}))
    if not part.literal:
        text = f"{text} {label(lang, 'shell-decides')}".strip()
    return Piece(
        (part.span.start, part.span.end),
        part.kind,
        part.name,
        visible(shown) if shown is not None else None,
        text,
        source,
        _shown(shows.line, part, shows.typed(part) or shown),
        value.shape if value else None,
    )


def _as_the_line(line: str, part: Part, shown: str | None) -> str | None:
    """A value in which the line hides more than the value alone gives away: `-p $(echo X)`."""
    typed = line[slice(*(part.value_span or part.span))]
    if shown is None or shown != part.value or DOT in shown or DOT not in typed:
        return shown
    return DOTS.sub(MASK, typed)


def _text(lang: str, invocation: Invocation, part: Part, value: Value | None, shown: str | None) -> tuple[str, Source]:
    if part.flag is not None:
        return _flag_text(lang, invocation, part, value, shown)
    if part.kind == "command-word":
        return _command_word(lang, invocation, part), "catalogue"
    if value is not None and value.says is not None:
        return sentence(lang, value.says), "catalogue"
    if part.kind == "argument" and part.name is not None:
        return _argument(lang, invocation, part.name), "catalogue"
    return _unknown(lang, invocation, part, shown)


def _unknown(lang: str, invocation: Invocation, part: Part, shown: str | None) -> tuple[str, Source]:
    if not part.literal:
        return label(lang, "maybe-flags"), "catalogue"
    if part.meant is not None and not invocation.call.foreign:
        return _meant_text(lang, invocation, part.meant, shown or ""), "catalogue"
    return label(lang, "unknown-flag" if part.text.startswith("-") else "unknown-word"), "none"


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
    word = line[slice(*part.span)].partition(" ")[0]
    if word == part.name == "help":
        return word
    spelled = _spelled(part.flag, word)
    if shown is None:
        return spelled
    glue = "=" if (word.startswith("--") and "=" in word) or part.flag.type == "bool" else " "
    return f"{spelled}{glue}{legible(shown)}"


def _spelled(flag: Flag, word: str) -> str:
    if flag.short and not word.startswith("--"):
        return f"-{flag.short}"
    return "-h" if word == "-h" else f"--{flag.name}"
