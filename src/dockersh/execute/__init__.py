"""The line handed to docker or to the shell, and what came of it."""
