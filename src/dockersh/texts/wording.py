"""From codes to sentences: a `Say` or a `Finding` in a language. Nothing before `explain` needs it."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh import texts
from dockersh.finding import Arg, Finding, Say
from dockersh.machine.screen import visible

__all__ = ["finding_fix", "finding_text", "label", "legible", "sentence", "values", "visible"]

LONGEST = 200  # characters of an argument that a sentence repeats


def sentence(lang: str, what: Say) -> str:
    """The short form of `what`, whose key is `FILE.KEY` or `FOLDER/FILE.KEY`, filled with its arguments.

    A missing text is our mistake, and a test looks for it; the reader then sees the key, which is better than nothing.
    """
    stem, *keys = what.key.split(".")
    text = texts.raw(lang, stem, *keys)
    if text is None:
        return what.key
    return texts.fill(texts.short(text), values(lang, what.args), texts.spoken(lang, stem, *keys))


def values(lang: str, args: Mapping[str, Arg]) -> dict[str, str]:
    """Arguments as words: nested sentences are put into the same language, everything else is made safe to print."""
    return {name: sentence(lang, arg) if isinstance(arg, Say) else _cut(arg and legible(arg)) for name, arg in args.items()}


def legible(word: str) -> str:
    """A word of the line made visible; one of nothing but blanks, or of nothing, in quotes."""
    return visible(word) if word and not word.isspace() else f"'{visible(word)}'"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def finding_text(lang: str, what: Finding) -> str:
    """What a finding says, in one sentence."""
    return sentence(lang, Say(f"findings/{what.code}.text", what.args))


def finding_fix(lang: str, what: Finding) -> str | None:
    """What to type or do instead; None where the finding has no fix."""
    if texts.raw(lang, f"findings/{what.code}", "fix") is None:
        return None
    return sentence(lang, Say(f"findings/{what.code}.fix", what.args))


def label(lang: str, key: str) -> str:
    """A fixed word of our screens, from `labels.toml`."""
    return sentence(lang, Say(f"labels.{key}"))
