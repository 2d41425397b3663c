"""The README shows what the program prints today."""

import os
import re
import subprocess
import sys
from pathlib import Path

from house.checkout import ROOT


def test_the_output_in_the_readme_is_what_the_demo_team_is_told(tmp_path: Path) -> None:
    trimtab(tmp_path, "demo", "demo")

    told = trimtab(tmp_path, "-C", "demo/harbour-lead", "brief")

    shown = re.findall(r"^```\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)[0]
    assert shown == told


def trimtab(folder: Path, *words: str) -> str:
    """What the program prints for somebody who has never set anything up."""
    run = subprocess.run(
        [sys.executable, "-m", "trimtab", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder / "home")},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
