"""What several plans and refusals say of an object: its status, that it is not there, how its terminal is left."""

from __future__ import annotations

from dockersh.engine import Container, State
from dockersh.finding import Finding, Say, finding, say
from dockersh.foresight.step import Plan, Request, Step, missing, single
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.nearest import nearest
from dockersh.reading.values import Value
from dockersh.reading.values.keys import USUAL, detach_keys, shown

# With -f these are a success where there is nothing of that name; observed on 20.10 and 28.5, docker's client since 20.10.
FORGIVING = frozenset(f"{kind} rm" for kind in ("container", "image", "volume", "network", "context"))


def no_such(state: State, part: Part, kind: str, listed: str) -> Finding:
    """`no-such-container`, -image, -volume, -network, -context; with the nearest name where the engine has one."""
    name = part.text
    near = nearest(name, state.named(listed))
    code = f"no-such-{kind}-near" if near else f"no-such-{kind}"
    return finding(code, "error", part.span, name=name, image=name, near=near or "")


def absent(request: Request, state: State, part: Part, verb: str, kind: str) -> Plan:
    """What the line comes to for a thing that is not there: it fails, or with -f has nothing to do and ends well."""
    name = part.text
    if request.invocation.name in FORGIVING and request.invocation.on("force"):
        return single(Step(verb, "no", "nothing-to-remove", say(f"steps/missing.no-{kind}", name=name), (), "absent", "absent"))
    return single(missing(verb, kind, name), no_such(state, part, kind, f"{kind}s"))


def status(container: Container) -> Say:
    """The container's status in words."""
    if container.status == "exited":
        return Say("states.exited", {"code": str(container.exit_code)})
    return Say(f"states.{container.status}")


def leaving_keys(invocation: Invocation, state: State) -> str:
    """The keys that leave it running: the line's, those of docker's settings, or Ctrl-P Ctrl-Q."""
    typed = invocation.value("detach-keys")
    part = invocation.last("detach-keys")
    answer = detach_keys(state.detach_keys) if not typed else part and part.answer
    keys = answer.decoded["keys"] if isinstance(answer, Value) else []
    return shown(keys) if keys else USUAL
