"""Where a file of texts lives in a language's folder: code says `container_run` or `labels`, wherever that is."""

from __future__ import annotations

# Our own files; `findings/`, `levels/`, `sets/`, `steps/` and `topics/` are said with their folder.
UI = (
    "aftermath",
    "ages",
    "answers",
    "builtins",
    "complete",
    "condition",
    "confirm",
    "documents",
    "failed",
    "installation",
    "labels",
    "lessons",
    "manual",
    "notes",
    "options",
    "practice",
    "as-plugin",
    "recreate",
    "repl",
    "replay",
    "states",
    "statuses",
    "step",
)
VALUES = ("arguments", "bad-values", "capabilities", "swarm-kinds", "values")
PLACES = {**dict.fromkeys(UI, "ui"), **dict.fromkeys(VALUES, "values")}


def place(stem: str) -> str:
    """`ui/labels`, `findings/name-in-use`, `commands/container/container_run`: a command's file stands with its group's."""
    if "/" in stem:
        return stem
    if folder := PLACES.get(stem):
        return f"{folder}/{stem}"
    group, below, _ = stem.partition("_")
    return f"commands/{group}/{stem}" if below else f"commands/{stem}"
