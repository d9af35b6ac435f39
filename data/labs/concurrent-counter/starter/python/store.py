"""Where the counters are kept: one small file each. Every call takes a moment, as with a database on another machine.

Leave this file as it is.
"""

import os
import tempfile
import time
from pathlib import Path

_folder = Path(os.environ["DATA_DIR"])


def read(name: str) -> int:
    """The value of a counter; 0 if it was never written."""
    time.sleep(0.01)
    try:
        return int((_folder / f"{name}.txt").read_text())
    except FileNotFoundError:
        return 0


def write(name: str, value: int) -> None:
    time.sleep(0.01)
    # A reader sees the old file or the new one, never half of one.
    with tempfile.NamedTemporaryFile("w", dir=_folder, delete=False) as draft:
        draft.write(str(value))
    os.replace(draft.name, _folder / f"{name}.txt")
