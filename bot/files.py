"""How is a file kept that is made anew when it is missing?"""

import os
from pathlib import Path


def put_in_place(file: Path, data: bytes) -> None:
    """Write `data` to `file`, whose folder is made, in one move: no other process reads half of it. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half_done = file.with_suffix(f".{os.getpid()}")
    half_done.write_bytes(data)
    half_done.replace(file)
