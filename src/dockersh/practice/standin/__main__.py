"""`python -m dockersh.practice.standin WORD…`: the stand-in as a program."""

from __future__ import annotations

import os
import sys

from dockersh.practice.standin.client import main

sys.exit(main(sys.argv[1:], os.environ))
