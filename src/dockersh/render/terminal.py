"""The explanation for a terminal: columns, colours, marks."""

from __future__ import annotations

from dockersh.explanation import CommandExplanation, Explanation, Finding, Note, Step
from dockersh.render import rows
from dockersh.render.cells import ascii_marks, pad, width, wrap
from dockersh.render.colours import BOLD, DIM, FLAG, SEVERITIES
from dockersh.startup.typed import NamedTuple
from dockersh.texts.wording import label

NARROW = 60  # columns below which a piece and its meaning stand on two lines
WIDEST_PIECE = 30


class Look(NamedTuple):
    """Columns to fill, and whether colours and marks beyond ASCII may be used."""

    columns: int
    colour: bool
    ascii: bool


def render(explanation: Explanation, *, brief: bool, style: Look, dense: bool = False) -> str:
    """The text, ending in a newline; *dense*: no blank lines and headings around a few lines."""
    page = _Page(explanation.lang, style, dense=dense)
    for index, command in enumerate(explanation.commands):
        if index and not brief:
            page.blank()
        page.brief(command) if brief else page.full(command)
    page.findings(explanation.findings, heading=not brief)
    text = "".join(f"{line.rstrip()}\n" for line in page.lines)
    return ascii_marks(text) if style.ascii else text


class _Page:
    """Lines as they are drawn; every method adds some."""

    def __init__(self, lang: str, look: Look, *, dense: bool) -> None:
        self.lang = lang
        self.look = look
        self.dense = dense
        self.lines: list[str] = []

    def blank(self) -> None:
        self.lines.append("")

    def paint(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.look.colour and text else text

    def full(self, command: CommandExplanation) -> None:
        """Headline, pieces, steps, what to mind, and last, beside the prompt, how to leave."""
        self._titled(command, command.text)
        if rows.decided(command):  # that it fails is what there is to know: it stands in the plan's place
            self.findings(command.findings, heading=False)
            self._pieces(list(rows.pieces(command)), spaced=True)
            return
        spaced = len(command.steps) > 1 or not self.dense
        self._pieces(list(rows.pieces(command)), spaced=spaced)
        leave, notes = rows.parted(command.notes)
        if command.steps or notes:
            self._plan(command, notes, spaced=spaced)
        self.findings(command.findings, heading=spaced)
        self._notes(leave, spaced=spaced and bool(command.findings))

    def brief(self, command: CommandExplanation) -> None:
        what = rows.summary(command) or command.text
        self._titled(command, what)
        self.findings(tuple(found for found in command.findings if found.severity != "tip"), heading=False)

    def _titled(self, command: CommandExplanation, text: str) -> None:
        *rows_above, last = wrap(rows.title(command), self.look.columns)
        self.lines += (self.paint(line, BOLD) for line in rows_above)
        self.hanging(self.paint(last, BOLD), width(last) + 3, text)

    def hanging(self, head: str, column: int, text: str) -> None:
        """`head`, then `text` from `column` on, further lines indented alike; on lines of its own without room."""
        room = self.look.columns - column
        if room < 20:
            self.lines.append(head)
            self.lines += (f"    {line}" for line in wrap(text, self.look.columns - 4))
            return
        first, *rest = wrap(text, room)
        self.lines.append(head + " " * max(1, column - _bare(head)) + first)
        self.lines += (" " * column + line for line in rest)

    def _pieces(self, pieces: list[tuple[str, str]], *, spaced: bool) -> None:
        if not pieces:
            return
        if spaced:
            self.blank()
        widest = max((width(shown) for shown, _ in pieces if width(shown) <= WIDEST_PIECE), default=8)
        column = widest + 5 if self.look.columns >= NARROW else self.look.columns
        for shown, text in pieces:
            self._piece(shown, text, column)

    def _piece(self, shown: str, text: str, column: int) -> None:
        first, *rest = wrap(shown, max(10, self.look.columns - 4))
        if rest or width(first) + 4 > column or column >= self.look.columns:
            self.lines += ("  " + self.paint(line, FLAG) for line in (first, *rest))
            indent = column if column + 30 < self.look.columns else 6
            self.lines += (" " * indent + line for line in wrap(text, self.look.columns - indent))
            return
        self.hanging("  " + self.paint(first, FLAG), column, text)

    def _plan(self, command: CommandExplanation, notes: tuple[Note, ...], *, spaced: bool) -> None:
        steps, skipped = rows.skipped(command.steps)
        if spaced:
            self.blank()
            heading = label(self.lang, "steps")
            self.hanging(self.paint(heading, BOLD), width(heading) + 3, skipped)
        names = [width(f"{index} {step.step}") for index, step in enumerate(steps[: rows.MOST], 1)]
        column = self._column(names, notes)
        self._steps(steps, column)
        for note in notes:
            self._note(note.note, note.text, column)

    def _column(self, names: list[int], notes: tuple[Note, ...]) -> int:
        names = names + [width(label(self.lang, note.note)) for note in notes if _labelled(note.note)]
        column = min(max(names, default=0), 24) + 4
        return column if self.look.columns - column >= 30 else 6

    def _steps(self, steps: tuple[Step, ...], column: int) -> None:
        shown, more = rows.first_steps(self.lang, steps)
        longhand = rows.longhand(shown)
        for number, step in enumerate(shown, 1):
            self._step(number, step, column)
            if number in longhand:
                self._longhand(number, *longhand[number], column)
        if more:
            self._labelled_text("", DIM, column, more)

    def _notes(self, notes: tuple[Note, ...], *, spaced: bool) -> None:
        if notes and spaced:
            self.blank()
        for note in notes:
            self._note(note.note, note.text, self._column([], notes))

    def _step(self, number: int, step: Step, column: int) -> None:
        colour = DIM if step.will == "no" else "0"
        mark = rows.WILL[step.will]
        head = f"  {number} {step.step}"
        self._labelled_text(head, colour, column, f"{mark} {rows.told(step)}".strip())

    def _longhand(self, number: int, first: int, same_as: str, column: int) -> None:
        lead = f"{first}+{number} = " if first != number else "= "
        self.lines += (" " * column + self.paint(line, DIM) for line in wrap(lead + same_as, self.look.columns - column))

    def _note(self, name: str, text: str, column: int) -> None:
        head = f"  {label(self.lang, name)}" if _labelled(name) else ""
        self._labelled_text(head, DIM, column if head else 2, text)

    def _labelled_text(self, head: str, colour: str, column: int, text: str) -> None:
        if width(head) + 2 > column:
            self.lines.append(self.paint(head, colour))
            head = ""
        first, *rest = wrap(text, self.look.columns - column)
        self.lines.append(self.paint(pad(head, column), colour if head else "0") + first)
        self.lines += (" " * column + line for line in rest)

    def findings(self, findings: tuple[Finding, ...], *, heading: bool = True) -> None:
        if not findings:
            return
        if heading:
            if self.lines:
                self.blank()
            self.lines.append(self.paint(label(self.lang, "mind"), BOLD))
        shown, more = rows.first_findings(self.lang, findings)
        for found in shown:
            self._finding(found)
        if more:
            self.lines += (f"    {line}" for line in wrap(more, self.look.columns - 4))

    def _finding(self, found: Finding) -> None:
        mark = rows.MARKS[found.severity]
        first, *rest = wrap(found.text, self.look.columns - 4)
        self.lines.append("  " + self.paint(mark, SEVERITIES[found.severity]) + " " * (2 - width(mark)) + first)
        self.lines += (" " * 4 + line for line in rest)
        if found.fix:
            first, *rest = wrap(found.fix, self.look.columns - 6)
            self.lines.append("    → " + first)
            self.lines += (" " * 6 + line for line in rest)


def _labelled(note: str) -> bool:
    """Notes that are a statement of their own carry no label."""
    return note != "reads-only"


def _bare(text: str) -> int:
    """Cells of a text that may hold our own colour codes."""
    out, skipping = "", False
    for char in text:
        if char == "\x1b":
            skipping = True
        elif skipping:
            skipping = char != "m"
        else:
            out += char
    return width(out)
