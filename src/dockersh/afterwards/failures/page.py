"""A failure in a person's language: what it means, why here, what to type next."""

from __future__ import annotations

from dockersh import texts
from dockersh.afterwards.failures.failure import Failure
from dockersh.startup.typed import NamedTuple
from dockersh.texts.wording import sentence, values


class Page(NamedTuple):
    """*why*, *fix* and *where* (in a build) are None where nothing is known; *more* is the long form, kept for `why`."""

    code: str
    text: str
    why: str | None
    fix: str | None
    more: str
    where: str | None = None


def page(lang: str, failure: Failure) -> Page:
    """The failure's page, filled; a sentence with an argument that nobody knows is left out."""
    stem = f"findings/failed-{failure.code}"
    key = "placed" if failure.where and texts.raw(lang, stem, "placed") else "text"
    text, spoken = texts.raw(lang, stem, key) or stem, texts.spoken(lang, stem, key)
    words = values(lang, failure.args)
    fixes = ("in_file", "fix", "otherwise") if failure.in_file else ("fix", "otherwise")
    fix = next((filled for key in fixes if (filled := _filled(lang, stem, key, words))), None)
    return Page(
        failure.code,
        texts.fill(
            texts.short(text),
            {**dict.fromkeys(texts.PLACEHOLDER.findall(text), "…"), **words},
            spoken,
        ),
        _filled(lang, stem, "why", words),
        fix,
        texts.long(text),
        failure.where and sentence(lang, failure.where),
    )


def _filled(lang: str, stem: str, key: str, words: dict[str, str]) -> str | None:
    text = texts.raw(lang, stem, key)
    if text is None or any(name not in words for name in texts.PLACEHOLDER.findall(text)):
        return None
    return texts.fill(texts.short(text), words, texts.spoken(lang, stem, key))
