"""`--since` and `--until`: a moment, or a time before now, as seconds of the epoch. Source: moby api/types/time (28.5.2)."""

from __future__ import annotations

import re
import time
from datetime import datetime

PIECE = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")
SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}


def unix(text: str) -> str:
    """As the API wants it; what is no moment stays as it is."""
    pieces = PIECE.findall(text)
    if pieces and "".join(number + unit for number, unit in pieces) == text.lstrip("-+"):
        return str(int(time.time() - sum(float(number) * SECONDS[unit] for number, unit in pieces)))
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return text
    try:
        return f"{datetime.fromisoformat(text).timestamp():.9f}"
    except ValueError:
        return text
