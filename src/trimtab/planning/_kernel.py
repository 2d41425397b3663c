"""numba's decorator, for kernels that are kept compiled beside their sources; and no kept one that has gone stale.

numba takes a kept kernel as long as the kernel's own file is the same, though others that were compiled into it may have
changed since: after an update in place, old and new would be mixed. So what is older than any source is dropped.
"""

from contextlib import suppress
from pathlib import Path

from numba import njit

__all__ = ["drop_stale", "njit"]


def drop_stale(folder: Path) -> None:
    """Remove what is kept compiled below a folder of sources and is older than the newest of them.

    What cannot be removed (a folder of somebody else's) is left; numba keeps nothing there either.
    """
    with suppress(OSError):
        newest = max((one.stat().st_mtime_ns for one in folder.rglob("*.py")), default=0)
        for kept in folder.rglob("__pycache__/*.nbi"):
            if kept.stat().st_mtime_ns < newest:
                kept.unlink(missing_ok=True)


drop_stale(Path(__file__).parent)
