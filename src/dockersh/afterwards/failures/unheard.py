"""`docker exec` whose program is not there: docker says so on standard output, which is the program's and which we do not hear.

The status is 127, of docker 20.10 also 126, which a program may have too: what is not in the container was not it.
Observed with docker 20.10 to 29.
"""

from __future__ import annotations

import posixpath

from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.known import read
from dockersh.engine import Engine, Question
from dockersh.execute.outcome import NOT_EXECUTABLE, NOT_FOUND, Outcome
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation.questions import assignments, global_options

# Docker's own PATH (moby, oci/defaults). A program that an image has elsewhere answers 127 of itself only if it is a shell.
FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
NOT_RUN = (NOT_EXECUTABLE, NOT_FOUND)
# What the runtime says of it, in whose words the catalogue knows it.
SAID = 'OCI runtime exec failed: exec: "{program}": executable file not found in $PATH'


def of_an_exec(invocation: Invocation, outcome: Outcome, engine: Engine) -> Failure | None:
    """The failure, where the engine says that the container has no such program."""
    words = invocation.words()
    if invocation.name != "container exec" or outcome.status not in NOT_RUN or not words or not words[0].literal:
        return None
    program = words[0].text
    if '"' in program or "\\" in program or _is_there(program, invocation, engine):
        return None
    found = read(SAID.format(program=program), invocation.name)
    return found._replace(line="") if found else None


def _is_there(program: str, invocation: Invocation, engine: Engine) -> bool:
    """Whether the container has it; also where nobody can tell."""
    named = next((part.value for part in invocation.arguments("CONTAINER") if part.literal and part.value), "")
    if not named or ("/" in program and not program.startswith("/")):
        return True  # a path of the folder it runs in
    options, setting = global_options(invocation), assignments(invocation.call)
    places = (program,) if program.startswith("/") else tuple(posixpath.join(folder, program) for folder in FOLDERS)
    found = engine.ask((Question("inside", (named, *places)),), options, setting).inside.get(named)
    return found is None or bool(found)
