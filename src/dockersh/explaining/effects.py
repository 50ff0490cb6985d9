"""What a command does to the machine, in words for programs: whether it changes anything, what it loses, exposes, fails on."""

from __future__ import annotations

from dockersh.explaining.foresee import ForeseenCall
from dockersh.explanation import Effects
from dockersh.foresight.plan import only_reads

# Steps behind which something is gone for good, or has to be fetched or made again.
LOSES = frozenset(("remove", "remove-volume", "delete-image", "delete-cache"))
# What these take away they made themselves, or were told to take away when it was made (--rm).
OWN = frozenset(
    ("container run", "compose run", "compose up", "compose create", "container stop", "container kill", "container restart")
)
# Findings that say who can reach what: ports, the engine, the host and its files, secrets.
EXPOSES = frozenset(
    (
        *("published-to-every-address", "database-to-every-address", "random-port-to-every-address", "host-network"),
        *("engine-socket-mounted", "engine-without-tls", "privileged", "powerful-capability", "confinement-off"),
        *("host-system-mounted", "host-device", "host-pid", "host-ipc", "host-userns", "host-cgroupns", "shared-propagation"),
        *("host-device-read", "host-system-readable", "secret-for-exec"),
        *("secret-on-the-line", "secret-in-build-arg", "password-on-the-line", "plugin-privileges"),
    )
)


def effects(call: ForeseenCall) -> Effects:
    """Of one call; a command that will fail loses nothing. What nobody knows of an unknown command is None."""
    invocation = call.invocation
    losing = {step.step for step in call.plan.steps if step.step in LOSES and step.will != "no"}
    lost = set() if call.refused or invocation.name in OWN else losing
    codes = {found.code for found in call.findings}
    fails = {found.code for found in call.findings if found.severity == "error"}
    changes = None if invocation.command is None else not only_reads(invocation.name)
    return Effects(changes, *(tuple(sorted(found)) for found in (lost, codes & EXPOSES, fails)))
