"""The topics: in what order one learns them, and by which words of any language one finds them."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh import texts

FOLDER = "topics"
# Groups in the order of a learner, and in each what is needed first. Titles of groups: `[groups]` of ui/builtins.toml.
GROUPS = {
    "basics": ("docker", "container", "image", "lifecycle", "terminal", "names", "ps"),
    "run": (
        "run-vs-create",
        "exec",
        "attach-and-detach",
        "logs",
        "environment",
        "exit-and-stop",
        "exit-codes",
        "restart",
        "rm",
    ),
    "data": ("volumes", "bind-mounts", "file-owners", "backup"),
    "network": ("ports", "localhost", "networks", "bridge-addresses"),
    "build": ("dockerfile", "build", "layers", "tags", "registry", "platforms"),
    "many": ("compose", "health", "update", "swarm"),
    "care": ("cleanup", "limits", "security", "contexts", "podman"),
}


def names() -> tuple[str, ...]:
    """Every topic, in the order of the list."""
    return tuple(name for group in GROUPS.values() for name in group)


def page(lang: str, name: str) -> str:
    """The page of a topic; '' where there is no such topic."""
    return (texts.raw(lang, f"{FOLDER}/{name}", "page") or "") if name in names() else ""


def title(lang: str, name: str) -> str:
    """What the topic is about, in a few words."""
    return texts.raw(lang, f"{FOLDER}/{name}", "title") or name


def named(typed: str) -> str | None:
    """The topic of this name, or of which a language's `words` has exactly this; blanks, hyphens and case do not count."""
    return _known().get(_plain(typed))


def about(typed: str) -> str | None:
    """The topic that one of several words names, the last first: in Korean what is meant stands at the end, `컨테이너 포트`."""
    return next((topic for word in reversed(typed.split()) if (topic := named(word))), None)


def words() -> tuple[str, ...]:
    """What finds a topic, as it is written."""
    return (*names(), *(word for name in names() for lang in texts.complete() for word in _words(lang, name)))


def typed_as(lang: str, name: str) -> str:
    """What to type for a topic, as its reader would: its name, and the first of the language's own words."""
    first = next(_words(lang, name), "") if lang != texts.SOURCE else ""
    return f"{name}, {first}" if first else name


def _known() -> dict[str, str]:
    """Names outrank words; of two topics with a word the first has it."""
    found = {_plain(word): name for name in reversed(names()) for lang in texts.complete() for word in _words(lang, name)}
    return found | {_plain(name): name for name in names()}


def _words(lang: str, name: str) -> Iterator[str]:
    return (word.strip() for word in (texts.raw(lang, f"{FOLDER}/{name}", "words") or "").split(",") if word.strip())


def _plain(typed: str) -> str:
    return typed.casefold().replace(" ", "").replace("-", "")
