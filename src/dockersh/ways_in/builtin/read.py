"""Built-ins to read: a line or a code explained, help on a command, an option or a topic, the topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dockersh import texts
from dockersh.explaining.pipeline import explain
from dockersh.foresight.refusals.client.version_and_plugins import ALONE
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.nearest import nearest
from dockersh.reading.syntax.words import DOCKER
from dockersh.render import render
from dockersh.render.cells import pad, width
from dockersh.render.page import page
from dockersh.ways_in.builtin import topics as topic_list
from dockersh.ways_in.builtin.desk import Desk

FINDINGS = "findings"
NAME = r"[a-zA-Z0-9][a-zA-Z0-9_.-]+"  # of a container
WIDEST = 32  # cells of a head in a list


def explain_line(desk: Desk, rest: str) -> int:
    """`explain NAME` of a container, `explain CODE` of a finding, `explain LINE`: in this order; nothing is run."""
    if not rest:
        return desk.complain("explain.usage")
    if rest in ("last", "last --json"):
        from dockersh.ways_in.builtin import last  # noqa: PLC0415  as below

        return last.explain(desk, rest.removeprefix("last"))
    if re.fullmatch(NAME, rest) and catalogue.find(rest) is None:
        from dockersh.ways_in.builtin import condition  # noqa: PLC0415  where a name is asked about

        if (shown := condition.page_of(desk, rest)) is not None:
            return desk.show(shown)
    if re.fullmatch(r"[a-z0-9-]+", rest) and texts.raw(desk.lang, f"{FINDINGS}/{rest}", "text"):
        return desk.show(finding_page(desk, rest))
    line = rest if _names_docker(rest) else f"docker {rest}"
    situation = desk.shell.situation()
    explanation = explain(line, lang=desk.lang, engine=desk.shell.engine, situation=situation)
    if not explanation.commands and not explanation.findings:
        return desk.complain("explain.nothing")
    return desk.show(render(explanation, "full", desk.style()))


def _names_docker(line: str) -> bool:
    return any(re.search(rf"(^|[^\w.-]){re.escape(word)}($|[^\w.-])", line) for word in DOCKER)


def finding_page(desk: Desk, code: str) -> str:
    """What a finding says, in general: its sentence with its open places, what to do, the page, where it comes from."""
    parts = [texts.raw(desk.lang, f"{FINDINGS}/{code}", key) for key in ("text", "fix", "page", "source")]
    text, fix, long, source = (re.sub(r"(?<!\{)\{([a-z_]+)\}(?!\})", r"‹\1›", part) if part else None for part in parts)
    why = flowing(long) if long else None
    body = [text, f"→ {fix}" if fix else None, why, desk.text("page.source", source=source) if source else None]
    return page(code, "\n\n".join(part for part in body if part), desk.style())


def flowing(text: str) -> str:
    """Paragraphs on one line each, to be wrapped for any width; what is indented keeps its lines."""
    out: list[str] = []
    for line in text.split("\n"):
        joins = out and out[-1].strip() and line.strip() and not line.startswith(" ") and not out[-1].startswith(" ")
        out = [*out[:-1], f"{out[-1]} {line}"] if joins else [*out, line]
    return "\n".join(out)


def topics(desk: Desk, rest: str) -> int:
    """`topics`: what can be read about, in the order of a learner."""
    del rest
    return desk.show(page(desk.text("topics.title"), "\n\n".join(_groups(desk)), desk.style()))


def _groups(desk: Desk) -> Iterator[str]:
    for group, names in topic_list.GROUPS.items():
        rows = _rows([(topic_list.typed_as(desk.lang, name), topic_list.title(desk.lang, name)) for name in names])
        yield "\n".join((desk.text(f"groups.{group}"), *rows))


def help_page(desk: Desk, rest: str) -> int:
    """`help`: our own commands and keys; `help TOPIC`, `help run`, `help run -p`, `help set`.

    A topic outranks a command of its name (`help rm`) unless docker is said (`help docker rm`).
    """
    words = [word for word in rest.split() if word not in DOCKER]
    if not words:
        return desk.show(_overview(desk))
    if words != rest.split():
        program = next(word for word in rest.split() if word in DOCKER)
        return _docker(desk if program == ALONE else desk.about(program), words)
    if name := topic_list.named(" ".join(words)):
        return desk.show(_topic(desk, name))
    if len(words) == 1 and texts.raw(desk.lang, "builtins", "commands", words[0]):
        return desk.show(_builtin(desk, words[0]))
    return _docker(desk, words)


def _overview(desk: Desk) -> str:
    rows = [(name, texts.short(texts.raw(desk.lang, "builtins", "commands", name) or "")) for name in _builtins()]
    keys = texts.raw(desk.lang, "builtins", "keys") or ""
    return page(desk.text("help.title"), "\n".join([*_rows(rows), "", keys]), desk.style())


def _builtins() -> Iterable[str]:
    commands: Mapping[str, str] = texts.load(texts.SOURCE, "builtins")["commands"]
    return commands


def _topic(desk: Desk, name: str) -> str:
    return page(f"{name} · {topic_list.title(desk.lang, name)}", topic_list.page(desk.lang, name), desk.style())


def _builtin(desk: Desk, name: str) -> str:
    text = texts.raw(desk.lang, "builtins", "commands", name) or ""
    return page(f"{name}   {texts.short(text)}", texts.long(text), desk.style())


def _docker(desk: Desk, words: list[str]) -> int:
    """The page of docker's command, or of one of its options, in our words."""
    names = [word for word in words if not word.startswith("-")]
    command = catalogue.find(" ".join(names))
    if command is None:
        return _elsewhere(desk, " ".join(words))
    option = next((word for word in words if word.startswith("-")), None)
    if option is None:
        return desk.show(command_page(desk, command))
    flag = command.flags.get(option.lstrip("-")) or command.shorts.get(option.lstrip("-"))
    if flag is None:
        return desk.complain("help.unknown", word=" ".join(words), near="")
    return desk.show(flag_page(desk, command, flag))


def _elsewhere(desk: Desk, typed: str) -> int:
    """No name of anything: the topic that one of the words names, or what is nearly written so."""
    if topic := topic_list.about(typed):
        return desk.show(_topic(desk, topic))
    near = nearest(typed, (*topic_list.words(), *_builtins(), *sorted(catalogue.spellings())))
    return desk.complain("help.unknown-near" if near else "help.unknown", word=typed, near=near or "")


def command_page(desk: Desk, command: Command) -> str:
    """A command: what it does, its long form, its options or sub-commands with their short forms."""
    text = texts.raw(desk.lang, command.stems[0], "command") or ""
    rows = _commands(desk, command) if command.group else _flags(desk, command)
    title = f"{desk.program} {command.name}".strip() + f"   {texts.short(text)}"
    return page(title, "\n".join([texts.long(text), "", *_rows(rows)]).strip("\n"), desk.style())


def _commands(desk: Desk, group: Command) -> list[tuple[str, str]]:
    below = catalogue.children(group.name)
    rows = [(name, _short(desk, catalogue.find(f"{group.name} {name}".strip()))) for name in below]
    return [row for row in rows if row[1]]


def _flags(desk: Desk, command: Command) -> list[tuple[str, str]]:
    shown = [flag for flag in command.flags.values() if not flag.hidden]
    return [(_spelled(flag), texts.short(flag_text(desk, command, flag))) for flag in shown]


def flag_page(desk: Desk, command: Command, flag: Flag) -> str:
    """An option of a command: short and long form."""
    text = texts.fill(flag_text(desk, command, flag), {"value": flag.name.upper()})
    return page(f"{desk.program} {command.name} {_spelled(flag)}", f"{texts.short(text)}\n\n{texts.long(text)}", desk.style())


def flag_text(desk: Desk, command: Command, flag: Flag) -> str:
    """The whole text of an option; empty where we have none."""
    return texts.fill(texts.flag_text(desk.lang, command.stems, flag.name) or "", {"value": flag.name.upper()})


def _short(desk: Desk, command: Command | None) -> str:
    return texts.short(texts.raw(desk.lang, command.stems[0], "command") or "") if command and not command.hidden else ""


def _spelled(flag: Flag) -> str:
    return f"-{flag.short}, --{flag.name}" if flag.short else f"    --{flag.name}"


def _rows(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Two columns, as far as the first fits."""
    column = min(WIDEST, max((width(head) for head, _ in rows), default=0)) + 3
    yield from (f"  {pad(head, column)}{text}" for head, text in rows)
