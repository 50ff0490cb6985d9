r"""The keys that leave a container running: --detach-keys.

    ctrl-p,ctrl-q      ctrl-x      a,b,c       each a character, or ctrl- with a-z @ [ \ ] ^ _
Source: moby/term ascii.go ToBytes; the client falls back to ctrl-p,ctrl-q with a warning, the engine refuses.
"""

from __future__ import annotations

from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

USUAL = "Ctrl-P Ctrl-Q"
KEY = pattern(r"(?:ctrl-[a-z@\[\\\]^_]|DEL|.)")


def detach_keys(text: str) -> Value | Bad:
    """Decode `--detach-keys`: `{keys}`, empty for the usual ones."""
    keys = text.split(",") if text else []
    if wrong := next((key for key in keys if not KEY.fullmatch(key)), None):
        return bad("detach-keys", value=wrong)
    if "" in keys:
        return bad("detach-keys", value=text)
    return good({"keys": keys}, "detach-keys" if keys else None, keys=shown(keys))


def shown(keys: list[str]) -> str:
    """As a person reads them: `Ctrl-P Ctrl-Q`."""
    return " ".join(f"Ctrl-{key[5:].upper()}" if key.startswith("ctrl-") else key for key in keys)
