"""Going through the levels: what to say at their start, after each line, and where somebody asks for help.

Progress is kept in `$XDG_STATE_HOME/dockersh/practice/progress.json`, of a real engine in `progress-real.json`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping

from dockersh import texts
from dockersh.finding import Say, say
from dockersh.foresight.plan import only_reads
from dockersh.machine import folders
from dockersh.practice.changes import changes
from dockersh.practice.lessons.goals import missing
from dockersh.practice.lessons.ground import Ground, practice
from dockersh.practice.lessons.levels import Level, every_level, find
from dockersh.practice.lessons.slips import slip
from dockersh.practice.picture import only_changed, words
from dockersh.reading.invocation import Invocation, read
from dockersh.reading.syntax import parse
from dockersh.render.cells import wrap
from dockersh.render.choose import style
from dockersh.texts.wording import sentence

STDERR = 2
Calls = tuple[Invocation, ...]


class Course:
    """One person's way through the levels, in one session. What is to be said is given back as text.

    *place* is where progress is kept, *ground* the engine; practice, unless it is said.
    """

    def __init__(self, lang: str, env: Mapping[str, str], place: str, ground: Ground | None = None) -> None:
        self.lang = lang
        self.ground = ground or practice(env)
        self.kept = os.path.join(place, "progress-real.json" if self.ground.real else "progress.json")
        self.engine = self.ground.engine
        self.done = self._read_progress()
        self.level: Level | None = None
        self.read: Calls = ()
        self.before_each: list[Calls] = []  # what had been read before each line that can be taken back
        self.last: tuple[str, Calls] = ("", ())
        self.since = self.began = 0.0  # the level; the last line

    # what is said

    def text(self, what: Say) -> str:
        """A sentence of `lessons.toml`, in lines of the terminal's width."""
        return self._lines(sentence(self.lang, what))

    def _lines(self, text: str) -> str:
        columns = shutil.get_terminal_size().columns
        return "".join(f"{line}\n" for one in text.split("\n") for line in wrap(one, columns))

    def title(self, level: Level) -> str:
        """What a level is called."""
        return texts.raw(self.lang, f"levels/{level.name}", "title") or level.name

    def _page(self, key: str) -> str:
        """A text of the level at hand: its own for a real engine, where it has one, with the names of things there."""
        assert self.level is not None
        where = f"levels/{self.level.name}"
        other = texts.raw(self.lang, where, f"{key}-real") if self.ground.real else None
        return self.ground.renamed((other or texts.raw(self.lang, where, key) or "").strip(), self.level)

    def levels(self) -> tuple[Level, ...]:
        """Those that can be done here."""
        return tuple(one for one in every_level(real=self.ground.real) if self.ground.real or not one.only_real)

    def table(self) -> str:
        """A line a level: its number, whether it is done, its name and title."""
        lines = []
        for number, level in enumerate(every_level(real=self.ground.real), 1):
            mark = "*" if level.name in self.done else " "
            lines.append(f"{number:>3} {mark} {level.name:<14} {self.title(level)}\n")
        apart = "" if self.ground.real else self.text(say("lessons.rest-is-real"))
        return "".join(lines) + apart

    def goal(self) -> str:
        """The level's text: what and why."""
        if self.level is None:
            return self.text(say("lessons.none"))
        names = [one.name for one in self.levels()]
        number, count = str(names.index(self.level.name) + 1), str(len(names))
        head = say("lessons.head", number=number, count=count, title=self.title(self.level))
        return f"\n{self.text(head)}\n{self._lines(self._page('why'))}\n{self.text(say('lessons.keys'))}"

    # going on

    def command(self, words: list[str]) -> str:
        """What `learn WORDS` does."""
        name = words[0] if words else ""
        if name in ("list", "--list"):
            return self.table()
        if name in WORDS:
            return WORDS[name](self) if self.level or name == "skip" else self.text(say("lessons.none"))
        if not name:
            return self.goal() if self.level else self.following()
        level = find(name, real=self.ground.real)
        if level is None:
            return self.text(say("lessons.no-such", name=name))
        return self.begin(level)

    def following(self) -> str:
        """The next level that is not done yet, after the one at hand."""
        every = self.levels()
        names = [one.name for one in every]
        at = names.index(self.level.name) + 1 if self.level else 0
        left = [one for one in (*every[at:], *every[:at]) if one.name not in self.done]
        left = [one for one in left if self.level is None or one.name != self.level.name]
        return self.begin(left[0]) if left else self.text(say("lessons.all-done"))

    def begin(self, level: Level) -> str:
        """Prepare a level and say what it is about."""
        if level.only_real and not self.ground.real:
            return self.text(say("lessons.needs-real", title=self.title(level)))
        self.level, self.read, self.last = self.ground.of(level), (), ("", ())
        self.before_each.clear()
        self.ground.prepare(self.level)
        self.since = time.time()
        return self.goal()

    def again(self) -> str:
        """The level from its start."""
        level = find(self.level.name, real=self.ground.real) if self.level else None
        return self.begin(level) if level else self.text(say("lessons.none"))

    def undo(self) -> str:
        """Everything as it was before the last line that can have changed something."""
        if self.ground.real:
            return self.text(say("lessons.undo-real"))
        if not self.before_each or not self.ground.back():
            return self.text(say("lessons.nothing-to-undo"))
        self.read, self.last = self.before_each.pop(), ("", ())
        return self.text(say("lessons.undone"))

    def hint(self) -> str:
        """What is missing, what stood in its way in the last line, and how one gets on."""
        assert self.level is not None
        lacks = missing(self.level.goals, self.engine, self.read, self.since)
        found = slip(*self.last, self.level)
        told = "".join(self.text(one) for one in (lacks, found) if one is not None)
        return told + self._lines(self._page("hint"))

    def solution(self) -> str:
        """The lines of one way."""
        assert self.level is not None
        return "".join(f"  {one.line}\n" for one in self.level.solution)

    def before(self, line: str) -> None:
        """A line will run; what it changes can be taken back."""
        calls = _calls(line)
        self.began = time.time()
        if self.level is not None and calls and not all(map(_only_reads, calls)):
            self.ground.mark()
            self.before_each.append(self.read)

    def after(self, line: str) -> str:
        """What there is to say once a line has run: done, or what is still missing; nothing after lines without docker."""
        if self.level is None:
            return ""
        calls = _calls(line)
        self.read += calls
        self.last = (line, calls)
        lacks = missing(self.level.goals, self.engine, self.read, self.since)
        return self._finished() if lacks is None else self._not_yet(lacks)

    def changed(self, line: str) -> str:
        """The part of the picture that a line has changed."""
        if self.level is None or all(map(_only_reads, _calls(line))):
            return ""
        look = style(STDERR, "auto", self.ground.env)
        changed = changes(self.engine.events(self.began))
        return only_changed(self.engine, words(self.lang), look.columns, plain=look.ascii, changed=changed)

    def _not_yet(self, lacks: Say) -> str:
        """What is missing, and what in the line is why; nothing where somebody only looks around."""
        line, calls = self.last
        assert self.level is not None
        found = slip(line, calls, self.level)
        looks = all(map(_only_reads, calls))
        to_look = any("read" in goal for goal in self.level.goals)
        failed = found is not None and found.key == "lessons.slip.refused"
        if looks and not failed and not (calls and to_look and found):
            return ""
        return self.text(lacks) + (self.text(found) if found else "")

    def _finished(self) -> str:
        assert self.level is not None
        self.done.add(self.level.name)
        with contextlib.suppress(OSError):
            folders.write(self.kept, json.dumps(sorted(self.done)).encode(), private=True)
        told = self.text(say("lessons.done", title=self.title(self.level)))
        return told + self.following()

    # what is there

    def _read_progress(self) -> set[str]:
        try:
            with open(self.kept, encoding="utf-8") as file:
                found = json.load(file)
        except (OSError, ValueError):
            return set()
        return {str(one) for one in found} if isinstance(found, list) else set()


WORDS: dict[str, Callable[[Course], str]] = {
    "goal": Course.goal,
    "hint": Course.hint,
    "undo": Course.undo,
    "reset": Course.again,
    "solution": Course.solution,
    "skip": Course.following,
}


def _calls(line: str) -> Calls:
    return tuple(read(call) for call in parse(line).calls)


def _only_reads(call: Invocation) -> bool:
    """Whether a command changes nothing."""
    return call.command is not None and (call.name in READS or only_reads(call.name))


READS = frozenset(("info", "system info", "container stats", "container top", "system events"))
"""What changes nothing beside the lists and pages that a plan knows as such."""
