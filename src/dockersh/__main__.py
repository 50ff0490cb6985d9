"""`python -m dockersh`."""

from dockersh.cli import main

main()
