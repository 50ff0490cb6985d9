"""What we say: the only reader of `en/*.toml` and `ko/*.toml`.

A text's first paragraph is its short form; the rest is the long form. `{name}` is replaced by an argument, and
only by an argument: braces of Go templates (`{{json .}}`) stay as they are.
"""

from __future__ import annotations

import functools
import os.path
import re
from collections.abc import Mapping

from dockersh import tables
from dockersh.patterns import pattern
from dockersh.typed import Any

LANGUAGES = ("en", "ko")
FOLDER = os.path.dirname(__file__)
# What is counted in English takes no plural behind a 1.
COUNTED = pattern(
    r"\{(?P<name>[a-z_]+)\} "
    r"(?P<noun>argument|change|container|failed check|file|image|line|process|processor|restart|second|star|step|task|time)"
    r"(?:es|s)\b(?!')"
)
PLACEHOLDER = pattern(r"(?<!\{)\{([a-z_]+)\}(?!\})")


def language(option: str | None, env: Mapping[str, str]) -> str:
    """`--lang`, else DOCKERSH_LANG, else the locale (LC_ALL, LC_MESSAGES, LANG); English for what we do not speak."""
    for wanted in (option, env.get("DOCKERSH_LANG"), env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG")):
        if wanted:
            code = wanted[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


@functools.cache
def load(lang: str, stem: str) -> dict[str, Any]:
    """The table of texts in `LANG/STEM.toml`; empty when the language has no such file."""
    try:
        return tables.load(os.path.join(FOLDER, lang, f"{stem}.toml"))
    except FileNotFoundError:
        return {}


@functools.lru_cache(maxsize=4096)
def raw(lang: str, stem: str, *keys: str) -> str | None:
    """The text under `keys` of a file, in `lang` or else in English; None when neither has it."""
    for language in (lang, "en") if lang != "en" else ("en",):
        found: Any = load(language, stem)
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, str):
            return found.strip()
    return None


@functools.lru_cache(maxsize=4096)
def short(text: str) -> str:
    """The first paragraph, on one line."""
    return " ".join(text.strip().split("\n\n")[0].split())


def long(text: str) -> str:
    """Everything behind the first paragraph, as written; empty when there is nothing more."""
    return "\n\n".join(text.strip().split("\n\n")[1:])


def _singular(match: re.Match[str], args: Mapping[str, str]) -> str:
    return f"{{{match['name']}}} {match['noun']}" if args.get(match["name"]) == "1" else match[0]


def fill(text: str, args: Mapping[str, str]) -> str:
    """`text` with its placeholders replaced; an unknown placeholder stays as it stands."""
    if "1" in args.values():
        text = COUNTED.sub(lambda match: _singular(match, args), text)
    return PLACEHOLDER.sub(lambda match: args.get(match[1], match[0]), text) if args else text


def flag_text(lang: str, stems: tuple[str, ...], flag: str) -> str | None:
    """The whole text of a flag: the command's own file first, then the sets it uses (`stems`, in that order)."""
    for stem in stems:
        if text := raw(lang, stem, "flags", flag):
            return text
    return None
