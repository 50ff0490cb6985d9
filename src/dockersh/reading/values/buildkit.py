"""What a build asks of BuildKit beyond its inputs and outputs.

    --call NAME[,format=json][,ignorestatus=true]      --allow network.host | security.insecure | device[=NAME]
    --policy filename=FILE | reset=B | disabled=B | strict=B | log-level=L      --resource memory=1g | cpu-shares=512 …
    --annotation [TYPE[PLATFORM]:]KEY=VALUE      bake's --allow: also fs[.read|.write]=PATH, image[.push|.load]=REF, ssh
Source: buildx 0.36 util/buildflags, bake/entitlements.go, build/utils.go; asked of it with an engine 20.10.
"""

from __future__ import annotations

from dockersh.reading.values.building import FALSE, TRUE
from dockersh.reading.values.fields import fields
from dockersh.reading.values.quantities import size
from dockersh.reading.values.value import Bad, Value, bad, good

# What the usual Dockerfile frontend answers; another frontend may know others, and the engine is asked.
CALLS = ("build", "check", "lint", "outline", "targets", "subrequests.describe")
POLICY = ("filename", "reset", "disabled", "strict", "log-level")
LEVELS = frozenset(("panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"))
SIZES = ("memory", "memory-swap")
COUNTS = ("cpu-shares", "cpu-period", "cpu-quota")
SETS = ("cpuset-cpus", "cpuset-mems")
ALLOWED = ("network.host", "security.insecure", "device", "buildx.local.delete")
PLACES = ("fs", "fs.read", "fs.write", "image", "image.push", "image.load", "device")
BAKE = (*ALLOWED, "fs", "fs.read", "fs.write", "image", "image.push", "image.load", "ssh")
DRIVERS = ("docker-container", "kubernetes", "remote")
TYPES = frozenset(("index", "manifest", "index-descriptor", "manifest-descriptor"))


def call(text: str) -> Value | Bad:
    """Decode `--call`: `{word}`, the name alone."""
    name = ""
    for piece in fields(text) or []:
        key, equals, value = piece.partition("=")
        if (equals and key not in ("format", "ignorestatus")) or (key == "ignorestatus" and value not in TRUE | FALSE):
            return bad("build-key", value=piece, keys="format, ignorestatus")
        if not equals and name:
            return bad("call-names", first=name, second=piece)
        name = name if equals else piece
    if name and name not in CALLS:
        return bad("word", value=name, words="build, check, outline, targets")
    said = "check" if name == "lint" else name.replace(".", "-")
    return good({"word": name}, f"call-{said}" if name else None)


def policy(text: str) -> Value | Bad:
    """Decode `--policy`: `{words}`, its fields."""
    pieces = fields(text)
    if not pieces:
        return bad("build-field", value=text)
    for piece in pieces:
        key, equals, value = piece.partition("=")
        key = key.strip().lower()
        if not equals:
            return bad("build-field", value=piece)
        if key not in POLICY:
            return bad("build-key", value=key, keys=", ".join(POLICY))
        if not _policy_takes(key, value):
            return bad("policy-value", key=key, value=value)
    return good({"words": pieces})


def _policy_takes(key: str, value: str) -> bool:
    if key == "filename":
        return value != ""
    return value.lower() in LEVELS if key == "log-level" else value in TRUE | FALSE


def resource(text: str) -> Value | Bad:
    """Decode `--resource`: `{name, value}`, what BuildKit may take for each step."""
    key, equals, value = (one.strip() for one in text.partition("="))
    if not equals:
        return bad("build-field", value=text)
    if key in SIZES and not (key == "memory-swap" and value == "-1"):
        found = size(value)
        if isinstance(found, Bad):
            return found
    elif key in COUNTS and isinstance(found := count(value), Bad):
        return found
    elif key not in (*SIZES, *COUNTS, *SETS):
        return bad("build-key", value=key, keys=", ".join((*SIZES, *COUNTS, *SETS)))
    return good({"name": key, "value": value}, f"resource-{key}", value=value)


def count(text: str) -> Value | Bad:
    """Decode a number of `--cpu-shares` and its like: `{number}`, in decimal digits only."""
    plain = text.removeprefix("-") if text.startswith("-") else text.removeprefix("+")
    return good({"number": int(text)}) if plain.isascii() and plain.isdecimal() else bad("integer", value=text)


def driver(text: str) -> Value | Bad:
    """Decode `create --driver`: `{word}`; Docker Desktop's buildx knows others. There is but one of the engine's own."""
    if text == "docker":
        return bad("word", value=text, words=", ".join(DRIVERS))
    return good({"word": text}, f"builder-driver-{text}" if text in DRIVERS else None)


def driver_option(text: str) -> Value | Bad:
    """Decode `create --driver-opt KEY=VALUE[,KEY=VALUE]`: `{words}`."""
    pieces = fields(text) if text else [text]
    wrong = text if pieces is None else next((one for one in pieces if "=" not in one), None)
    return bad("pair", value=wrong) if wrong is not None else good({"words": pieces})


def entitlement(text: str) -> Value | Bad:
    """Decode a build's `--allow`: `{word}`."""
    return _entitlement(text, ALLOWED, ("device",))


def bake_entitlement(text: str) -> Value | Bad:
    """Decode `buildx bake --allow`: `{word}`."""
    return _entitlement(text, BAKE, PLACES)


def _entitlement(text: str, known: tuple[str, ...], valued: tuple[str, ...]) -> Value | Bad:
    """One of the words; only some of them take a value."""
    key, equals, value = text.partition("=")
    if (not text and known is ALLOWED) or (key in known and (not equals or key in valued)):
        said = f"allow-{key.replace('.', '-')}{'-place' if value else ''}"
        return good({"word": text}, said if text and (value or key not in PLACES) else None, value=value)
    return bad("word", value=text, words=", ".join(known))


def annotation(text: str) -> Value | Bad:
    """Decode `--annotation`: `{name, value}`; a type in front says on which part of the image it stands."""
    key, equals, value = text.partition("=")
    if text and not equals:
        return bad("build-field", value=text)
    kinds, colon, rest = key.partition(":")
    wrong = next((one for one in kinds.split(",") if colon and one.partition("[")[0] not in TYPES), None)
    if wrong is not None:
        return bad("annotation-type", value=wrong, words=", ".join(sorted(TYPES)))
    return good({"name": rest if colon else key, "value": value})
