"""`--explain-script`, from our options and the project's settings to an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from dockersh.explaining.pipeline import explain
from dockersh.startup.typed import Any
from dockersh.ways_in.documents.policy import Policy
from dockersh.ways_in.documents.project import ProjectError, policy
from dockersh.ways_in.documents.run import DIFF, FIX, UNREADABLE, Desk, Unread, Wanted, run
from dockersh.ways_in.streams import write


def command(chosen: Any, lang: str, complain: Callable[[str, Unread], object]) -> int:
    """Explain the docker lines of files; the exit status. No engine is asked but on wish: a document is true on every machine.

    *chosen* are our options; what they say counts more than the project's settings, and adds to its lists.
    """
    try:
        held = policy(os.getcwd())
    except (ProjectError, OSError) as error:
        file, reason = getattr(error, "file", "."), getattr(error, "reason", "") or str(error)
        complain(file, Unread("bad-project", reason))
        return UNREADABLE
    simulation = None
    if chosen.simulate or chosen.from_engine:
        from dockersh.ways_in.documents import foretold  # noqa: PLC0415  on wish only

        try:
            simulation = foretold.simulation(lang, from_engine=chosen.from_engine)
        except OSError:
            complain("--from-engine", Unread("engine-unread"))
            return UNREADABLE
    form = "json" if chosen.json else chosen.format or "text"

    def show(text: str) -> None:
        write(sys.stdout, text, steers=form == "github")  # its findings are commands to the runner

    change = next((word for word in (FIX, DIFF) if getattr(chosen, word)), "")
    wanted = Wanted(chosen.words, _joined(held, chosen), lang, form, chosen.quiet, change)
    return run(wanted, Desk(lambda line: explain(line, lang=lang), show, complain, simulation))


def _joined(held: Policy, chosen: Any) -> Policy:
    codes = {code.strip() for one in chosen.ignore for code in one.split(",")}
    return held._replace(
        ignore=held.ignore | codes,
        exclude=(*held.exclude, *chosen.exclude),
        audience=getattr(chosen, "for") or held.audience,
        fail_on=chosen.fail_on or held.fail_on,
        also=held.also | set(chosen.also),
    )
