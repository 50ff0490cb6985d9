"""The interactive shell. The only place that imports prompt_toolkit."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from dockersh import config
from dockersh.builtin import Desk
from dockersh.finding import say
from dockersh.repl.loop import Loop, complain
from dockersh.seen import Seen, state_folder
from dockersh.shell import Shell, write
from dockersh.wording import sentence


def run(shell: Shell, given: Mapping[str, str]) -> int:
    """Read lines and run them until `exit` or Ctrl-D; the status to leave with. *given* outranks the settings file."""
    settings = config.load()
    settings = settings._replace(values={**settings.values, **given})
    desk = Desk(shell, settings, interactive=True)
    desk.apply()
    shell.seen = Seen(os.path.join(state_folder(), "seen.json"))
    complain(desk)
    if desk.config.values["detail"] != "off":
        write(sys.stderr, sentence(shell.settings.lang, say("repl.welcome")) + "\n")
    return Loop(desk).run()
