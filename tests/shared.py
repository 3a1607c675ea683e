"""Where the real data lies, which is read and never copied into the project."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("LINKWELL_SHARED", Path(__file__).parents[2] / "shared"))
