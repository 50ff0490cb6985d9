"""Values that are one of a few words: restart policy, pull policy, platform; and the name of a container.

    --restart no | always | unless-stopped | on-failure[:N]      checked by the engine, case-sensitive
    --pull always | missing | never                              checked by the client
    --platform os[/arch[/variant]]
    --name [a-zA-Z0-9][a-zA-Z0-9_.-]+                            at least two characters, a leading / dropped
Source: docker/cli opts and moby daemon/names (28.2.2).
"""

from __future__ import annotations

import re

from dockersh.near import nearest
from dockersh.values.value import Bad, Value, bad, good

NAME = re.compile(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")
POLICIES = ("no", "always", "unless-stopped", "on-failure")
PULLS = ("always", "missing", "never")
PLATFORM = re.compile(r"[A-Za-z0-9_.-]+(?:\([^)]*\))?(?:/[A-Za-z0-9_.-]+){0,2}")


def restart(text: str) -> Value | Bad:
    """Decode `--restart`: `{policy, retries}`."""
    policy, colon, retries = text.partition(":")
    if policy not in POLICIES or (colon and (policy != "on-failure" or not retries.isdecimal())):
        near = nearest(policy, POLICIES)
        return bad("restart-near", value=text, near=near) if near and not colon else bad("restart", value=text)
    key = "restart-on-failure-times" if colon else f"restart-{policy}"
    return good({"policy": policy, "retries": int(retries) if colon else None}, key, retries=retries)


def pull_policy(text: str) -> Value | Bad:
    """Decode `run --pull`: `{policy}`."""
    return good({"policy": text}, f"pull-{text}") if text in PULLS else bad("pull-policy", value=text)


def platform(text: str) -> Value | Bad:
    """Decode `--platform`: `{os, architecture, variant}`."""
    if not PLATFORM.fullmatch(text):
        return bad("platform", value=text)
    system, architecture, variant = (*text.split("/"), None, None)[:3]
    return good({"os": system, "architecture": architecture, "variant": variant})


def platforms(text: str) -> Value | Bad:
    """Decode a build's `--platform`: a list of platforms between commas."""
    answers = [platform(one) for one in text.split(",")]
    wrong = next((answer for answer in answers if isinstance(answer, Bad)), None)
    return wrong or good([answer.decoded for answer in answers if isinstance(answer, Value)])


def name(text: str) -> Value | Bad:
    """Decode `--name`: `{name}` without its leading slash."""
    if not NAME.fullmatch(text):
        return bad("name", value=text)
    return good({"name": text.removeprefix("/")})
