"""The two lines at the bottom: what the word at the cursor means, and where docker's commands go."""

from __future__ import annotations

import shutil

from prompt_toolkit.formatted_text import StyleAndTextTuples

from dockersh.engine.watcher import Snapshot
from dockersh.render.cells import pad, width
from dockersh.texts.wording import visible
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.builtin.history import short
from dockersh.ways_in.repl.live import live
from dockersh.ways_in.repl.snapshot_engine import KnownEngine

APART = ", "


def bar(desk: Desk, snapshot: Snapshot | None, text: str, cursor: int) -> StyleAndTextTuples:
    """Both lines, each as wide as the terminal; none of them where the settings say so."""
    columns = shutil.get_terminal_size().columns
    out: StyleAndTextTuples = []
    if desk.config.values["live"]:
        here = desk.shell.situation()
        said = live(text, cursor, desk.lang, KnownEngine(snapshot) if snapshot is not None else None, here)
        if said is not None and said.wrong:
            out.append(("class:bar.wrong", cut(f"✗ {said.text}", columns)))
        else:
            out.append(("class:bar.live", cut(said.text if said else "", columns)))
    if desk.config.values["toolbar"]:
        if out:
            out.append(("", "\n"))
        out.append(("class:bar", pad(cut(_status(desk, snapshot, columns), columns), columns)))
    return out


def _status(desk: Desk, snapshot: Snapshot | None, columns: int) -> str:
    """The longest form that fits: the address goes first, then the version; the keys stay."""
    settings = desk.config
    keys = desk.text("bar.keys", detail=settings.text("detail"), editing=settings.text("editing"))
    many = desk.text("bar.multiline") if settings.values["multiline"] else ""
    forms = [" " + " · ".join(part for part in (engine, keys, many) if part) for engine in _engine(desk, snapshot)]
    return next((form for form in forms if width(form) <= columns), forms[-1])


def _engine(desk: Desk, snapshot: Snapshot | None) -> list[str]:
    """What is told of the engine, from all to little."""
    if snapshot is None:
        return [""]
    if desk.shell.settings.practice and snapshot.up:
        return [desk.text("bar.practice", count=str(snapshot.running))]
    if not snapshot.up:
        return [desk.text("bar.away"), ""]
    count, trouble = str(snapshot.running), _trouble(desk, snapshot)
    full = desk.text("bar.engine", context=short(visible(snapshot.context)), version=snapshot.version, count=count)
    forms = [full, desk.text("bar.version", version=snapshot.version, count=count), desk.text("bar.count", count=count)]
    return [*(f"{form}{trouble}" for form in forms), trouble.removeprefix(APART), ""]


def _trouble(desk: Desk, snapshot: Snapshot) -> str:
    """How many need somebody to look; nothing where none does."""
    counts = (("unhealthy", len(snapshot.unhealthy)), ("restarting", snapshot.restarting))
    return "".join(APART + desk.text(f"bar.{kind}", count=str(count)) for kind, count in counts if count)


def cut(text: str, columns: int) -> str:
    """As much of the text as fits, made visible."""
    text = visible(text)
    if width(text) <= columns:
        return text
    text = text[: columns - 1]
    while width(text) >= columns:
        text = text[:-1]
    return text.rstrip() + "…"
