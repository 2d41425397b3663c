"""What is kept compiled never outlives the sources it was made of."""

import os
import subprocess
import sys
from pathlib import Path

from trimtab.planning._kernel import drop_stale

INNER = "from trimtab.planning._kernel import njit\n\n@njit(cache=True)\ndef inner(x):\n    return x + {added}\n"
OUTER = """
from pathlib import Path
from trimtab.planning._kernel import drop_stale, njit
drop_stale(Path(__file__).parent)
from inner import inner

@njit(cache=True)
def outer(x):
    return inner(x)

print(outer(1), sum(outer.stats.cache_hits.values()))
"""


def test_a_kernel_is_compiled_anew_when_one_that_it_calls_has_changed(tmp_path: Path) -> None:
    (tmp_path / "outer.py").write_text(OUTER)
    (tmp_path / "inner.py").write_text(INNER.format(added=1))
    assert [_run(tmp_path), _run(tmp_path)] == ["2 0", "2 1"]

    (tmp_path / "inner.py").write_text(INNER.format(added=10))

    assert _run(tmp_path) == "11 0"


def test_what_is_newer_than_its_sources_stays(tmp_path: Path) -> None:
    kept = tmp_path / "__pycache__" / "one.nbi"
    kept.parent.mkdir()
    kept.touch()
    (tmp_path / "one.py").touch()
    os.utime(tmp_path / "one.py", (0, 0))

    drop_stale(tmp_path)

    assert kept.exists()


def _run(folder: Path) -> str:
    told = subprocess.run([sys.executable, "outer.py"], cwd=folder, capture_output=True, text=True, check=True)
    return told.stdout.strip()
