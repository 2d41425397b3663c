"""A team to make plans for."""

from pathlib import Path

import pytest

from records.plan_text import PEOPLE


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "people").mkdir()
    (tmp_path / "plans").mkdir()
    (tmp_path / "trimtab.yaml").write_text("version: 1\nme: mara\nholidays: {country: SE}\n")
    for name, matter in PEOPLE.items():
        (tmp_path / "people" / f"{name}.md").write_text(f"---\n{matter}\n---\n")
    return tmp_path
