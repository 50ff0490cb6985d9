"""How long we wait, how much we read: every bound of what explaining does, in seconds, bytes or counts."""

from __future__ import annotations

# Seconds that the questions of one round have together; a hung engine costs no more than this.
TIME_BOX = 0.3
# Seconds for a question after the command: the next prompt waits for it.
AFTER = 0.1
# Seconds for a question after a start in the background, where no prompt waits for it: while an engine puts away a program
# that has just ended it answers nothing about its container.
STARTED = 0.5
# Seconds for a question that somebody typed, and waits for: how, why.
ASKED = 5.0
# Lines of a container's log that are told of.
LOG_LINES = 20
# Seconds more for what compose answers from its files, without the engine, which is not to blame when it takes longer.
COMPOSE = 0.7
# Seconds for one `--help` of a docker whose command we do not know.
HELP = 2.0
# Seconds for reading the answers of a round, once they are all there; what is not read by then is not known.
READING = 0.1
# Seconds for walking through a build context, its .dockerignore included. It passes while the clients answer.
CONTEXT = 0.1
# Seconds for a look at all that the engine holds, for the bar of the interactive shell: in a thread, nobody waits.
FIRST_LOOK = 20.0
# Seconds between two helpings of events from a client that has more of them than one can hold.
FLOOD = 0.02
# Seconds for a client that was killed to be gone; one that the kernel holds longer is left to end by itself.
BURIAL = 0.05

# Bytes that a client may answer to one question; ten thousand containers take half of it.
ANSWER = 8_000_000
# Bytes of its errors.
ERRORS = 256_000
# Questions of one round, each of which is a process.
QUESTIONS = 64
# Bytes of a Dockerfile, and names that its COPYs take from the context and that are looked for.
DOCKERFILE = 256_000
SOURCES = 200
# First bytes of a file that is to be started, and how many such files of one build.
PROGRAM_HEAD = 4096
PROGRAMS = 20
# Bytes of a bake file.
BAKE_FILE = 64_000
# Bytes of a .dockerignore, and of one line of it, at which docker gives up, too (bufio.MaxScanTokenSize).
IGNORE_FILE = 2_000_000
IGNORE_LINE = 65_536
# Bytes of a compose file, or of an .env beside it.
COMPOSE_FILE = 1_000_000
# Compose files that include each other, bytes of them and names in them, followed.
COMPOSE_FILES = 64
COMPOSE_BYTES = 4_000_000
COMPOSE_NAMES = 2_000
# Entries of a build context that are looked at.
CONTEXT_ENTRIES = 1_000_000
# Entries of a folder that Tab looks at.
FOLDER_ENTRIES = 20_000
# Bytes of docker's config.json, or of a context's description.
DOCKER_CONFIG = 2_000_000
# Bytes of our own files: settings, counts, what is kept in the cache.
OWN_FILE = 4_000_000
# Bytes of a document whose docker lines are explained; a larger file is no script or page, and is not said to be fine.
DOCUMENT = 16_000_000
# Bytes of one event, which is a line of JSON, and of a helping of them.
EVENT = 1_000_000
EVENTS = 65_536
