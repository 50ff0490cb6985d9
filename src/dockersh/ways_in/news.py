"""Only what is new is opened: an explanation without what its reader has been shown before (detail `auto`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.explaining.foresee import Foreseen, ForeseenCall
from dockersh.explanation import CommandExplanation, Explanation, Note, Piece, Step
from dockersh.render import rows
from dockersh.ways_in.confirm import loses

ALWAYS = frozenset(("engine", "not-asked", "asks"))  # notes that hold for this line alone
KNOWN = "known"  # the note that names what is not opened
GRAVE = frozenset(("error", "danger", "warning"))
ONCE = ("step ", "note ", "tip ")  # what begins so was understood when it was read; a meaning has to be met twice
SOME = 2  # steps, or closed pieces, from which on they are worth a line

IsNew = Callable[[str], bool]


def times(thing: str) -> int:
    """How often a thing is shown before it is known."""
    return 1 if thing.startswith(ONCE) else 2


def things(call: ForeseenCall, worded: CommandExplanation) -> set[str]:
    """What the explanation of a call teaches, by names without language: command, options, arguments, notes, steps, tips."""
    command = _command(worded)
    pieces = {_piece(command, piece) for piece in worded.parts}
    notes = {_note(says.key) for name, says in call.notes if name not in ALWAYS}
    tips = {_tip(found.code) for found in worded.findings if found.severity == "tip"}
    return {command} | pieces | notes | tips | {_step(command, step) for step in worded.steps}


def only_new(explanation: Explanation, foreseen: Foreseen, is_new: IsNew) -> Explanation:
    """The explanation for who knows all but what *is_new*; calls that teach and lose nothing are left out."""
    pairs = zip(explanation.commands, foreseen.calls, strict=True)
    reduced = (_reduced(worded, call, is_new) for worded, call in pairs)
    return explanation._replace(commands=tuple([one for one in reduced if one is not None]))


def _reduced(worded: CommandExplanation, call: ForeseenCall, is_new: IsNew) -> CommandExplanation | None:
    command = _command(worded)
    found = tuple([one for one in worded.findings if one.severity in GRAVE or is_new(_tip(one.code))])
    opened = () if call.refused else tuple([piece for piece in worded.parts if is_new(_piece(command, piece))])
    closed = tuple([piece for piece in worded.parts if not is_new(_piece(command, piece))]) if opened else ()
    steps = _steps(worded, command, is_new)
    notes = tuple(_notes(worded, call, is_new))
    whole = is_new(command) or steps or not worded.known
    if not (whole or opened or found or notes or _still_said(worded, call)):
        return None
    text = worded.text if whole or call.refused else _brief(worded, call)
    return worded._replace(text=text, parts=opened, steps=steps, notes=(*_folded(worded, closed), *notes), findings=found)


def _still_said(worded: CommandExplanation, call: ForeseenCall) -> bool:
    """Known, and still worth a line: several steps, whose order matters, and what is lost."""
    return len(worded.steps) >= SOME or loses(call)


def _brief(worded: CommandExplanation, call: ForeseenCall) -> str:
    """What a known command does here: its steps by name; of one that loses something, what."""
    if len(worded.steps) == 1:
        return worded.steps[0].text if loses(call) else worded.text
    return rows.summary(worded) or worded.text


def _steps(worded: CommandExplanation, command: str, is_new: IsNew) -> tuple[Step, ...]:
    """All of them where one is new, without the lines that do them alone: `step` and detail `full` have those."""
    if not any(is_new(_step(command, step)) for step in worded.steps):
        return ()
    return tuple([step._replace(same_as=None) for step in worded.steps])


def _notes(worded: CommandExplanation, call: ForeseenCall, is_new: IsNew) -> Iterator[Note]:
    for note, (name, says) in zip(worded.notes, call.notes, strict=True):
        if name in ALWAYS or is_new(_note(says.key)):
            yield note


def _folded(worded: CommandExplanation, closed: tuple[Piece, ...]) -> tuple[Note, ...]:
    """One line for all the pieces that stay closed; one alone needs none."""
    names = [shown for shown, _ in rows.pieces(worded._replace(parts=closed))]
    return (Note(KNOWN, " · ".join(names)),) if len(names) >= SOME else ()


def _command(worded: CommandExplanation) -> str:
    return worded.command or worded.typed


def _piece(command: str, piece: Piece) -> str:
    if piece.kind in ("flag", "global-flag"):
        return f"{command} --{piece.name}"
    return f"{command} {piece.name or piece.kind}"


def _step(command: str, step: Step) -> str:
    return f"step {command} {step.step} {step.will}"


def _note(key: str) -> str:
    return f"note {key}"


def _tip(code: str) -> str:
    return f"tip {code}"
