"""Files and folders below `.trimtab`: private, written whole or not at all, and read back if they are whole."""

import json
import os
import tempfile
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Write a file of the cache whole or not at all; two processes at once leave the text of one of them."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def private_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, for its owner's eyes alone."""
    missing = [folder, *folder.parents]
    for step in reversed(missing[: next(n for n, path in enumerate(missing) if path.is_dir())]):
        step.mkdir(mode=0o700, exist_ok=True)


def read_json(file: Path) -> object:
    """A cached JSON file, None when it is absent or torn: the cache may always be rebuilt."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
