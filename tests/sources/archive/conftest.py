"""A reader of saved tracker JSON, with a lake of its own."""

from pathlib import Path

import pytest

from builders_tracker import Reader


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)
