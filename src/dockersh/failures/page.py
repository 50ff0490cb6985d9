"""A failure in a person's language: what it means, why here, what to type next."""

from __future__ import annotations

from dockersh import texts
from dockersh.failures.failure import Failure
from dockersh.typed import NamedTuple
from dockersh.wording import values


class Page(NamedTuple):
    """*why* and *fix* are None where nothing is known; *more* is the long form, kept for `why`."""

    code: str
    text: str
    why: str | None
    fix: str | None
    more: str


def page(lang: str, failure: Failure) -> Page:
    """The failure's page, filled; a sentence with an argument that nobody knows is left out."""
    stem = f"findings/failed-{failure.code}"
    text = texts.raw(lang, stem, "text") or stem
    words = values(lang, failure.args)
    fix = _filled(lang, stem, "fix", words) or _filled(lang, stem, "otherwise", words)
    return Page(
        failure.code,
        texts.fill(texts.short(text), {**dict.fromkeys(texts.PLACEHOLDER.findall(text), "…"), **words}),
        _filled(lang, stem, "why", words),
        fix,
        texts.long(text),
    )


def _filled(lang: str, stem: str, key: str, words: dict[str, str]) -> str | None:
    text = texts.raw(lang, stem, key)
    if text is None or any(name not in words for name in texts.PLACEHOLDER.findall(text)):
        return None
    return texts.fill(texts.short(text), words)
