"""What hatchling asks when it builds a wheel: our tables go into it parsed, beside the TOML they are made of."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = "dockersh/startup/tables.marshal"


class ParsedTables(BuildHookInterface[Any]):
    """An editable installation has none: its TOML is still being written."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the file, and say where it goes."""
        if version == "editable":
            return
        source = Path(self.root, "src")
        sys.path.insert(0, str(source))
        from dockersh.startup import shipped  # noqa: PLC0415  only known from here on

        self.made = Path(tempfile.mkdtemp(prefix="dockersh-tables-"), "tables.marshal")
        self.made.write_bytes(shipped.written(str(source / "dockersh")))
        build_data["force_include"][str(self.made)] = SHIPPED

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  hatchling's shape
        """Leave nothing behind."""
        if version != "editable":
            self.made.unlink()
            self.made.parent.rmdir()
