"""Pairs: environment variables, build arguments, labels, filters.

    -e NAME=value   -e NAME (copied from the client; removed when it is not set there)   -e NAME= (empty)
    --build-arg NAME[=value]     -l KEY[=value]     -f KEY=value
Source: docker/cli opts/env.go, opts.ValidateLabel, opts/opts.go FilterOpt (28.2.2).

What is to be shown comes here with its secrets masked; docker gets them untouched.
"""

from __future__ import annotations

from dockersh.reading.values.value import Bad, Value, bad, good

MASK = "••••••"  # stands for a secret; put there before a value is worded (`secrets.shown_value`)
# Keys of --filter with a sentence of their own, `filter-KEY`.
FILTERS = frozenset(
    (
        *("status", "name", "ancestor", "label", "network", "volume", "publish", "expose", "health", "exited", "before"),
        *("since", "id", "reference", "until", "driver", "scope", "type", "event", "container", "image", "role", "mode"),
        *("node", "desired-state", "service"),
    )
)


def env(text: str) -> Value | Bad:
    """Decode `-e`: `{name, value}`, `value` None when the client's own value is copied."""
    return _pair(text, "env")


def compose_env(text: str) -> Value | Bad:
    """Decode compose's `-e`: the same, but an empty one is passed over (asked of compose 5.6.1)."""
    return env(text) if text else good({"name": "", "value": None})


def compose_label(text: str) -> Value | Bad:
    """Decode `compose run -l`: anything with a `=` in it, even an empty name (asked of compose 5.6.1)."""
    name, equals, value = text.partition("=")
    return good({"name": name, "value": value}, "label", name=name, value=value) if equals else bad("label-pair", value=text)


def build_arg(text: str) -> Value | Bad:
    """Decode `--build-arg`: `{name, value}`."""
    return _pair(text, "build-arg")


def _pair(text: str, kind: str) -> Value | Bad:
    name, equals, value = text.partition("=")
    if not name:
        return bad("env", value=text)
    shape = {"name": name, "value": value if equals else None}
    if not equals:
        return good(shape, f"{kind}-copied", name=name)
    if not value:
        return good(shape, f"{kind}-empty", name=name)
    return good(shape, f"{kind}-secret" if MASK in value else kind, name=name, value=value)


def label(text: str) -> Value | Bad:
    """Decode `-l`: `{name, value}`; a key alone has an empty value."""
    name, _, value = text.partition("=")
    name = name.lstrip(" \t")
    if not name or " " in name or "\t" in name:
        return bad("label", value=text)
    return good({"name": name, "value": value}, "label", name=name, value=value)


def container_label(text: str) -> Value | Bad:
    """Decode `service create --container-label`: the same, on each container of the service."""
    found = label(text)
    return found if isinstance(found, Bad) else good(found.decoded, "container-label", **found.decoded)


def filter_pair(text: str) -> Value | Bad:
    """Decode `--filter`: `{key, value}`. docker refuses a value without `=` before it asks the engine."""
    if not text:
        return good({"key": "", "value": ""})  # the client takes it and asks for nothing
    key, equals, value = text.partition("=")
    if not equals:
        return bad("filter", value=text)
    key, value = key.strip().lower(), value.strip()
    return good({"key": key, "value": value}, _said(key, value.lower()), key=key, value=value)


def _said(key: str, value: str) -> str:
    """What is said of a filter: of some with these values, of some at all, else that it is one."""
    if key == "label!":
        return "filter-not-label"
    if key == "dangling" and value in ("true", "false"):
        return f"filter-dangling-{value}"
    known = key.rstrip("!") in FILTERS or key == "dangling"
    return f"filter-{key.rstrip('!')}" if known else "filter"
