"""A failure in a person's language: what it means, why here, what to type next."""

from __future__ import annotations

from dockersh import texts
from dockersh.afterwards.failures.failure import Failure
from dockersh.finding import Say
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


class Said(NamedTuple):
    """The same in no language: what it means, why here (None: not known), what to do (None: nothing that is known)."""

    text: Say
    why: Say | None
    fix: Say | None


def says(failure: Failure) -> Said | None:
    """The sentences of which all arguments are known; None where that of the failure itself is not."""
    fixes = ("in_file", "fix", "otherwise") if failure.in_file else ("fix", "otherwise")
    text, why = (_known(failure, key) for key in ("text", "why"))
    return text and Said(text, why, next((one for key in fixes if (one := _known(failure, key))), None))


def _known(failure: Failure, key: str) -> Say | None:
    stem = f"findings/failed-{failure.code}"
    filled = _filled(texts.SOURCE, stem, key, values(texts.SOURCE, failure.args))
    return None if filled is None else Say(f"{stem}.{key}", failure.args)


def _filled(lang: str, stem: str, key: str, words: dict[str, str]) -> str | None:
    text = texts.raw(lang, stem, key)
    if text is None or any(name not in words for name in texts.PLACEHOLDER.findall(text)):
        return None
    return texts.fill(texts.short(text), words, texts.spoken(lang, stem, key))
