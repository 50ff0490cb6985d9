"""The languages we speak: each a folder with a `language.toml`; which of them is wanted, and how it counts.

`tag` as in BCP 47 (`ko`, `zh-TW`), `name` in the language itself, `complete` false while texts are missing, `fallback` the
language whose text is said then. `[plural]` has categories of CLDR (`one`, `few`), each a pattern of the whole number as
written; `[counted]` has what stands behind `{count} ` in our texts, with the form for each category. `[programs.NAME]` has
what is said in place of docker's name where that is more than the name.
https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping

from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

FOLDER = os.path.dirname(__file__)
FILE = "language.toml"
SOURCE = "en"  # the language that has every text


class Language(NamedTuple):
    """What a `language.toml` says. *never_after_value*: particles that would depend on a value that nobody knows yet."""

    tag: str
    name: str
    complete: bool
    fallback: str | None = None
    never_after_value: tuple[str, ...] = ()
    plural: Mapping[str, str] = {}
    counted: Mapping[str, Mapping[str, str]] = {}
    programs: Mapping[str, Mapping[str, str]] = {}


@functools.cache
def tags() -> tuple[str, ...]:
    """Every language that has a folder, the source first."""
    found = {tag for tag in os.listdir(FOLDER) if os.path.isfile(os.path.join(FOLDER, tag, FILE))}
    return tuple(sorted(found, key=lambda tag: (tag != SOURCE, tag)))


@functools.cache
def about(tag: str) -> Language:
    """The rules of a language; of one without a folder, that it has nothing of its own."""
    try:
        return Language(**toml_cache.load(os.path.join(FOLDER, tag, FILE)))
    except FileNotFoundError:
        return Language(tag, tag, complete=False, fallback=SOURCE)


@functools.cache
def complete() -> tuple[str, ...]:
    """The languages that have every text."""
    return tuple(tag for tag in tags() if about(tag).complete)


@functools.cache
def chain(tag: str) -> tuple[str, ...]:
    """The languages in which a text is looked for, in this order."""
    found = [tag]
    while (following := about(found[-1]).fallback) and following not in found:
        found.append(following)
    return tuple(found)


def negotiate(option: str | None, env: Mapping[str, str]) -> str:
    """`--lang`, else DOCKERSH_LANG, else as gettext decides; the source for what we do not speak.

    The locale is LC_ALL, LC_MESSAGES or LANG; LANGUAGE is a list that outranks it, unless it is C.
    https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html
    """
    for wanted in (option, env.get("DOCKERSH_LANG")):
        if wanted:
            return matching(wanted) or SOURCE
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or "C"
    if _tag(locale) in ("c", "posix"):
        return SOURCE
    preferred = (matching(one) for one in env.get("LANGUAGE", "").split(":") if one)
    return next((tag for tag in preferred if tag), None) or matching(locale) or SOURCE


def matching(locale: str) -> str | None:
    """The language of `ko_KR.UTF-8`, if we speak it: of `zh_TW` first `zh-TW`, then `zh`; `kok_IN` is not `ko`.

    The lookup of RFC 4647, section 3.4: subtags are left out from the end.
    """
    spoken = {tag.lower(): tag for tag in tags()}
    wanted = _tag(locale)
    while wanted and wanted not in spoken:
        wanted = wanted.rpartition("-")[0]
    return spoken.get(wanted)


def _tag(locale: str) -> str:
    """`pt-br` of `pt_BR.UTF-8@euro`."""
    return locale.partition(".")[0].partition("@")[0].replace("_", "-").lower()


def counting(tag: str, text: str, args: Mapping[str, str]) -> str:
    """`text` with the form that each counted word has behind its number: `{count} image` where count is 1."""
    if not any(re.fullmatch(rule, value) for rule in about(tag).plural.values() for value in args.values()):
        return text
    return _counted(tag).sub(lambda match: _form(about(tag), match, args), text)


@functools.cache
def _counted(tag: str) -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(word) for word in about(tag).counted), key=len, reverse=True))
    return re.compile(rf"\{{(?P<name>[a-z_]+)\}} (?P<word>{words})\b(?!')")


def _form(language: Language, match: re.Match[str], args: Mapping[str, str]) -> str:
    number = args.get(match["name"], "")
    forms = language.counted[match["word"]]
    word = next((forms[kind] for kind in forms if re.fullmatch(language.plural[kind], number)), match["word"])
    return f"{{{match['name']}}} {word}"


# docker as a program: no part of another name (docker.io, docker-compose.yml, /var/run/docker.sock), nor docker's own things.
NAMED = pattern(r"(?<![\w./$@:-])[Dd]ocker(?![A-Za-z0-9_/:]|[.-][A-Za-z0-9_]| (?:Desktop|Hub|Scout|Inc|Engine)\b)")
PRIVATE = "-x-"  # what stands behind it is ours alone: RFC 5646, section 2.2.7


def of_program(lang: str, program: str, runs: str = "") -> str:
    """The language in which a program is spoken of: `ko-x-podman`; for docker's own the language itself.

    *runs*: another program that answers to its name. `ko-x-docker.podman` calls it docker and tells of podman.
    """
    if runs and runs != program:
        return f"{plain(lang)}{PRIVATE}{program}.{runs}"
    return plain(lang) if program.startswith("docker") else f"{plain(lang)}{PRIVATE}{program}"


def runs(lang: str) -> str:
    """The program that a language with one tells of."""
    return lang.partition(PRIVATE)[2].rpartition(".")[2]


def plain(lang: str) -> str:
    """The language without its program."""
    return lang.partition(PRIVATE)[0]


def named(lang: str, spoken: str, text: str) -> str:
    """A text of the language *spoken* with the program of *lang* in docker's place."""
    program = lang.partition(PRIVATE)[2].partition(".")[0]
    if program.startswith("docker"):
        return text
    own = about(spoken).programs.get(program, {})
    if own:
        words = "|".join(sorted(map(re.escape, own), key=len, reverse=True))
        text = re.sub(words, lambda match: own[match[0]], text)
    return NAMED.sub(program, text)
