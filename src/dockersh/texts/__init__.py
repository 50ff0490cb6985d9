"""What we say: the only reader of the texts, a folder of TOML a language (`languages`).

A text's first paragraph is its short form; the rest is the long form. `{name}` is replaced by an argument, and
only by an argument: braces of Go templates (`{{json .}}`) stay as they are.
"""

from __future__ import annotations

import functools
import os.path
from collections.abc import Mapping

from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any
from dockersh.texts import languages
from dockersh.texts.languages import FOLDER, SOURCE, about, complete, of_program
from dockersh.texts.languages import negotiate as language
from dockersh.texts.places import place

__all__ = [
    "FOLDER",
    "LANGUAGES",
    "PLACEHOLDER",
    "SOURCE",
    "about",
    "complete",
    "fill",
    "flag_text",
    "language",
    "load",
    "long",
    "of_program",
    "raw",
    "short",
    "spoken",
]
LANGUAGES = languages.tags()
PLACEHOLDER = pattern(r"(?<!\{)\{([a-z_]+)\}(?!\})")


@functools.cache
def load(lang: str, stem: str) -> dict[str, Any]:
    """The table of texts in the file of a stem (`places`); empty when the language has no such file."""
    try:
        return toml_cache.load(os.path.join(FOLDER, lang, f"{place(stem)}.toml"))
    except FileNotFoundError:
        return {}


@functools.lru_cache(maxsize=4096)
def raw(lang: str, stem: str, *keys: str) -> str | None:
    """The text under `keys` of a file, in `lang` or else in its fallback; None when neither has it."""
    if "-x-" in lang:
        text = _of_program(lang, stem, keys) or raw(languages.plain(lang), stem, *keys)
        return text and languages.named(lang, spoken(lang, stem, *keys), text)
    text = _own(lang, stem, keys)
    if text is None and lang != SOURCE:
        return next((own for tag in languages.chain(lang)[1:] if (own := _own(tag, stem, keys)) is not None), None)
    return text


def _of_program(lang: str, stem: str, keys: tuple[str, ...]) -> str | None:
    """What is said of a program alone, in place of docker's text: `programs/podman.toml` has a table for each file."""
    own, tags = f"programs/{languages.runs(lang)}", languages.chain(languages.plain(lang))
    return next((text for tag in tags if (text := _own(tag, own, (stem, *keys))) is not None), None)


@functools.lru_cache(maxsize=4096)
def spoken(lang: str, stem: str, *keys: str) -> str:
    """The language in which `raw` has the text: `lang`, or the one it falls back to."""
    return next((tag for tag in languages.chain(languages.plain(lang)) if _own(tag, stem, keys) is not None), lang)


def _own(lang: str, stem: str, keys: tuple[str, ...]) -> str | None:
    found: Any = load(lang, stem)
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found.strip() if isinstance(found, str) else None


@functools.lru_cache(maxsize=4096)
def short(text: str) -> str:
    """The first paragraph, on one line."""
    return " ".join(text.strip().split("\n\n")[0].split())


def long(text: str) -> str:
    """Everything behind the first paragraph, as written; empty when there is nothing more."""
    return "\n\n".join(text.strip().split("\n\n")[1:])


def fill(text: str, args: Mapping[str, str], lang: str = SOURCE) -> str:
    """`text` of a language with its placeholders replaced; an unknown placeholder stays as it stands."""
    if not args:
        return text
    return PLACEHOLDER.sub(lambda match: args.get(match[1], match[0]), languages.counting(lang, text, args))


def flag_text(lang: str, stems: tuple[str, ...], flag: str) -> str | None:
    """The whole text of a flag: the command's own file first, then the sets it uses (`stems`, in that order)."""
    for stem in stems:
        if text := raw(lang, stem, "flags", flag):
            return text
    return None
