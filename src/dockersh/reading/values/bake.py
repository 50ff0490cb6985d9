"""What bake is asked of its file, and which builds of the past are listed.

    --list targets | variables | type=…,format=table|json      --var NAME=VALUE      --set TARGET.KEY[.NAME]=VALUE
    --policy without filename= and reset=      history ls --filter KEY=VALUE, startedAt>24h, duration<10m …
Source: buildx 0.36 commands/bake.go, bake/bake.go (newOverrides), commands/history/utils.go; asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.reading.values import buildkit
from dockersh.reading.values.building import TRUE
from dockersh.reading.values.fields import fields
from dockersh.reading.values.quantities import duration
from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

LISTS = ("targets", "variables")
FORMATS = ("table", "json")
# Keys of --set that have a name behind another dot.
NAMED = frozenset(("args", "contexts", "resources", "secret"))
EQUAL = ("ref", "repository", "status")
TIMED = ("startedAt", "completedAt", "duration")
DATE = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def listing(text: str) -> Value | Bad:
    """Decode `--list`: `{word}`; empty, it is as if it were not there."""
    pieces = fields(text) or []
    if not text or (pieces == [text] and not text.startswith("type=")):
        return good({"word": text}) if text in ("", *LISTS) else bad("word", value=text, words=", ".join(LISTS))
    if wrong := next((piece for piece in pieces if "=" not in piece), None):
        return bad("build-field", value=wrong)
    given = {key.strip().lower(): value for key, _, value in (piece.partition("=") for piece in pieces)}
    if unknown := next((key for key in given if key not in ("type", "format")), None):
        return bad("build-key", value=unknown, keys="type, format")
    for value, known in ((given.get("type", ""), LISTS), (given.get("format") or "table", FORMATS)):
        if value not in known:
            return bad("word", value=value, words=", ".join(known))
    return good({"word": given["type"]})


def variable(text: str) -> Value | Bad:
    """Decode `--var`: `{name, value}`; an empty one is passed over."""
    name, equals, value = text.partition("=")
    if text and not (equals and name):
        return bad("pair", value=text)
    return good({"name": name, "value": value})


def override(text: str) -> Value | Bad:
    """Decode `--set`: `{name, value}`; only a build argument may be without a value."""
    key, equals, value = text.partition("=")
    target, *keys = key.removesuffix("+").split(".", 2)
    if not keys or (not equals and keys[0] != "args") or (keys[0] in NAMED and len(keys) == 1):
        return bad("override", value=text)
    return good({"name": ".".join((target, *keys)), "value": value if equals else None})


def _unfit(given: Mapping[str, str]) -> str | None:
    """The key that bake's policy does not take, alone or beside the others."""
    if "filename" in given:
        return "filename"
    if given.get("reset") in TRUE:
        return "reset"
    disabled = given.get("disabled") in TRUE
    return next((key for key in given if key != "disabled"), None) if disabled else None


def policy(text: str) -> Value | Bad:
    """Decode bake's `--policy`: `{words}`; its file says which files of policies there are."""
    found = buildkit.policy(text)
    if isinstance(found, Bad):
        return found
    given = {key.strip().lower(): value for key, _, value in (piece.partition("=") for piece in found.decoded["words"])}
    unfit = _unfit(given)
    return bad("build-key", value=unfit, keys="disabled, strict, log-level") if unfit else found


def history_filter(text: str) -> Value | Bad:
    """Decode `history ls --filter`: `{key, operator, value}`; the = is looked for before any other sign, so <= is none."""
    sign = next((one for one in ("!=", "=", "<", ">") if one in text), None)
    if sign is None:
        return bad("filter", value=text)
    key, _, value = text.partition(sign)
    if key not in (*EQUAL, *TIMED):
        return bad("build-key", value=key, keys=", ".join((*EQUAL, *TIMED)))
    if (key in EQUAL) != (sign in ("=", "!=")):
        return bad("history-sign", key=key, signs="=, !=" if key in EQUAL else "<, >")
    if key in TIMED and isinstance(duration(value), Bad) and (key == "duration" or not DATE.fullmatch(value)):
        return bad("duration" if key == "duration" else "time", value=value)
    return good({"key": key, "operator": sign, "value": value})
