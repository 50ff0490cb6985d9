"""The interactive shell. The only place that imports prompt_toolkit."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping

from dockersh import config
from dockersh.builtin import Desk
from dockersh.finding import say
from dockersh.render.cells import wrap
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
        columns = shutil.get_terminal_size().columns
        write(sys.stderr, "\n".join(wrap(sentence(shell.settings.lang, say("repl.welcome")), columns)) + "\n")
    return Loop(desk).run()
