"""Compose files from `docker run` lines, and lines from compose's services. Nothing is dropped in silence.

spelled   the words of a line in compose's own spelling: `$` doubled, variables of the shell as compose's
service   one line → one service
mounts, networks   their parts of it
file      several lines → one file
yaml      the file as text
back, back_limits   a service, as `docker compose config` has it → a line
"""
