"""Where a build failed: what BuildKit prints between its progress and its error, recorded from buildx 0.29.1.

    ------
     > [2/2] RUN make:                        the step, and the last that it printed
    0.246 make: not found
    ------
     - JSONArgsRecommended: …               warnings, where there are any
    Dockerfile:2
    --------------------
       1 |     FROM busybox
       2 | >>> RUN make                       the instruction
    --------------------
    ERROR: failed to build: failed to solve: …      of bake and compose: target web: failed to solve: …

Either may be missing: an error of reading has no step, ADD of an address no place. Compose shows steps on the other stream.
"""

from __future__ import annotations

from collections.abc import Sequence

from dockersh.explaining.secrets import mask
from dockersh.finding import Arg, Say
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

ERROR = pattern(r"^(?:ERROR: |failed to solve|target \S+: failed|executor failed running)")
TARGET = pattern(r"^(?:ERROR: )?target (\S+): ")
PLACE = pattern(r"^(?P<file>\S.*):(?P<line>\d+)$")
RULE = pattern(r"^-{6,}$")  # six around what a step printed, twenty around the lines of a file
ROW = pattern(r"^\d+ \| ?(?P<marked>>>> )?(?P<text>.*)$")
STEP = pattern(r"^> \[(?P<step>[^\]]+)\] ?(?P<text>.*):$")
WARNING = pattern(r"^(?:\d+ warnings? found|- [A-Z]\w+: )")
CLOCK = pattern(r"^(?:#\d+ )?\d+\.\d+ ")  # seconds, in front of each line that a step printed
LONGEST = 120  # characters of an instruction that are repeated


class Place(NamedTuple):
    """*at* is `Dockerfile:2`, *instruction* its first line; *step* `[2/2]`'s inside, *printed* the step's last lines; '' and ()
    where BuildKit did not say so. *target*: of several, the one that failed.
    """

    at: str = ""
    instruction: str = ""
    step: str = ""
    printed: tuple[str, ...] = ()
    target: str = ""

    def say(self) -> Say | None:
        """The sentence that tells it; None where nothing of it is known."""
        target = "" if self.step else self.target  # the step's name begins with it
        args: dict[str, Arg] = {"at": self.at, "step": self.step, "target": target, "instruction": mask(self.instruction)}
        kind = "-".join(name for name in ("at", "step", "target") if args[name])
        return Say(f"failed.build-{kind}", args) if kind and self.instruction else None


def find(lines: Sequence[str]) -> Place:
    """The place in a build's lines, each without escapes and blanks around it; of several, the one at the error."""
    end = next((at for at in range(len(lines) - 1, 0, -1) if ERROR.search(lines[at])), 0)
    if not end:
        return Place()
    start, at, instruction = _excerpt(lines, end)
    target = TARGET.search(lines[end])
    place = Place(at, instruction, target=target[1] if target else "")
    while start and at:  # a circle of stages is shown from both its ends
        start, at, _ = _excerpt(lines, end := start)
    return _with_step(lines, end, place)


def _excerpt(lines: Sequence[str], end: int) -> tuple[int, str, str]:
    """Where the lines of a file that end before *end* begin, the place and the instruction; 0, '', '' where there are none."""
    top = end - 2
    while top > 0 and ROW.search(lines[top]):
        top -= 1
    place = PLACE.search(lines[top - 1]) if 0 < top < end - 2 else None
    if not place or not (RULE.search(lines[top]) and RULE.search(lines[end - 1])):
        return 0, "", ""
    rows = (ROW.search(line) for line in lines[top + 1 : end - 1])
    marked = [row["text"].strip() for row in rows if row and row["marked"]]
    return top - 1, place[0], _short(marked)


def _short(marked: Sequence[str]) -> str:
    first = marked[0].removesuffix("\\").rstrip() if marked else ""
    return first if len(marked) < 2 and len(first) <= LONGEST else f"{first[:LONGEST].rstrip()} …"


def _with_step(lines: Sequence[str], end: int, place: Place) -> Place:
    """The place with the step that is shown before *end*, whose lines stand between two rules."""
    low = next((at for at in range(end - 1, -1, -1) if not WARNING.search(lines[at])), 0)
    top = next((at for at in range(low - 1, -1, -1) if RULE.search(lines[at])), low)
    step = STEP.search(lines[top + 1]) if RULE.search(lines[low]) and top < low else None
    if step is None:
        return place
    printed = tuple(CLOCK.sub("", line) for line in lines[top + 2 : low])
    return place._replace(step=step["step"], printed=printed, instruction=place.instruction or _short([step["text"]]))
