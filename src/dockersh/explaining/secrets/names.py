"""Whether the name of a variable, label, option or header says that its value is a secret, and whether the value may be one."""

from __future__ import annotations

import functools
import os.path
import re

from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any

COMPONENTS = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]")
# One that is made of nothing but variables, substitutions, templates: the line shows where the secret is, not the secret.
REFERENCE = pattern(
    r"(?:\$[A-Za-z_]\w*|\$[@*#?!0-9$-]|\$\{[!#]?\w+(?:\[[^\]}]*\])?(?:[%#/^,@:?+][^}]*)?\}|[$\ue000]\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|`[^`]*`|\ue000\{[A-Za-z_]\w*\}|\ue000[A-Z_][A-Z0-9_]*|[$\ue000]?\{\{[^{}]*\}\}|\{[\w -]+\}|%[A-Za-z_]+%|\$env:\w+)+"
)
# Left for the reader to fill in, or blotted out already.
BLANK = pattern(
    r"<.*>|\{\{.*|\[[A-Za-z _-]+\]|[*•.…xX-]{3,}|[*•]+|%[sdvq](?:\\n)*|[가-힣 ]*(?:비밀번호|암호|패스워드)[가-힣 ]*"
    r"|your[-_ ].*|.*[-_]here|(?:change|replace)[-_ ]?(?:me|this|it)\b.*",
    re.IGNORECASE,
)
DEFAULT = pattern(r"\$\{\w+:?[-=](?P<default>[^}]+)\}")
FOLDER = pattern(r"(?:/|\./|\.\./|~/?|\.$)")
KEPT_FILE = pattern(
    r"(?:env|id|src|source|type)=|/(?:run|var/run)/secrets/|file://|vault:|secretsmanager:|arn:aws:|op://|ssm:|ref\+"
)
KEY_FILE = pattern(
    r"(?:/|\./|~/|[A-Za-z]:\\)?[\w./\\~-]*\.(?:pem|key|json|crt|pub|p12|pfx|txt|ya?ml|env|toml|jks)|/[\w.-]+(?:/[\w.-]+)+"
)
RANDOM = pattern(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/_.=-]{16,}|base64:.{8,}")
PLACE = pattern(r"https?://[\w.-]+(?::\d+)?/?")  # nginx's proxy_pass
NUMBER = pattern(r"[0-9][0-9_.,]*[kKmM]?")


@functools.cache
def words(key: str) -> frozenset[str]:
    """A list of `names.toml`."""
    return frozenset(_table()[key])


@functools.cache
def _table() -> dict[str, Any]:
    return toml_cache.load(os.path.join(os.path.dirname(__file__), "names.toml"))


@functools.lru_cache(maxsize=512)
def components(name: str) -> tuple[str, ...]:
    """`dbPassword`, `DB_PASSWORD`, `db-password`, `db.password` → DB, PASSWORD; digits part nothing and count for nothing."""
    return tuple(found.upper() for found in COMPONENTS.findall(name.replace("OAuth", "Oauth").replace("GitHub", "Github")))


@functools.lru_cache(maxsize=512)
def kind(name: str) -> str:
    """What a name says of its value: `secret`, `key` (a secret if it looks like one), `folder` (unless it is a path),
    `address` (all of it, unless a part of it is known to be the secret), or ''.
    """
    if name.upper() in words("always"):
        return "secret"
    found = components(name)
    at = _secret_at(found)
    if name in words("never") or (at is None and found[-1:] not in (("KEY",), ("AUTH",))):
        return ""
    if at is None:
        return "key" if words("before").isdisjoint(found) else ""
    if found[at] == "PWD" and (len(found) == 1 or found[at - 1] in words("folders")):
        return "folder" if len(found) > 1 else ""
    if _only_about(found, at):
        return ""
    return "address" if found[at] in words("addresses") else "secret"


def means_secret(name: str) -> bool:
    """Whether a name speaks of a secret, be it of a file that holds one: `--password-file`, `preshared-key`."""
    return _secret_at(components(name)) is not None


def _secret_at(found: tuple[str, ...]) -> int | None:
    """The last component of the name that means a secret."""
    for at in range(len(found) - 1, -1, -1):
        if found[at] in words("secret") or found[at].endswith(tuple(words("ending"))):
            return at
        if at and f"{found[at - 1]} {found[at]}" in words("pairs"):
            return at
    return None


def _only_about(found: tuple[str, ...], at: int) -> bool:
    """Whether the value says something about the secret (TOKEN_TTL), or how many there are (MAX_TOKENS)."""
    behind = set(found[at + 1 :]) & words("about")
    if found[at] in words("addresses"):
        behind -= words("address-words")
    return bool(behind) or not words("before").isdisjoint(found[:at])


def secret(name: str, value: str) -> tuple[int, int] | None:
    """The stretch of *value* that is a secret by the variable's name; None where none is."""
    what = kind(name)
    if not what or value.lower() in words("plain-values"):
        return None
    if default := DEFAULT.fullmatch(value):
        inner = secret(name, default["default"])
        return (inner[0] + default.start("default"), inner[1] + default.start("default")) if inner else None
    if stands_for_another(value) or KEPT_FILE.match(value) or not _may_be(what, name, value):
        return None
    return 0, len(value)


def _may_be(what: str, name: str, value: str) -> bool:
    """Whether the value is one of its name's kind: a key looks random, a folder is none, a number of tokens no token."""
    if what == "key":
        return bool(RANDOM.fullmatch(value)) and not KEY_FILE.fullmatch(value)
    if what == "secret" and PLACE.fullmatch(value):
        return False
    if what == "folder":
        return not FOLDER.match(value)
    last = components(name)[-1:]
    if last in (("KEY",), ("CREDENTIALS",), ("CREDS",), ("CREDENTIAL",)) and KEY_FILE.fullmatch(value):
        return False
    return last != ("TOKENS",) or not NUMBER.fullmatch(value)


def stands_for_another(value: str) -> bool:
    """Whether a value is a reference (`$DB_PASSWORD`, `$(cat file)`) or something to fill in (`<password>`, `****`)."""
    bare = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
    # A word that the shell fills in comes with its quotes: `"$NAME:$PASSWORD"`.
    return bool(REFERENCE.fullmatch(value.strip("'\"")) or BLANK.fullmatch(bare))
