"""`trimtab plan forecast` from the command line: what is printed, recorded and refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders_plan import workspace
from trimtab.cli.app import app
from trimtab.errors import UsageError

PLAN = """
title: Billing
start: 2099-11-23
people: [tomas]
tasks:
  - {id: schema, estimate: 2d..4d}
"""


def _run(folder: Path, *line: str) -> str:
    told = CliRunner().invoke(
        app, ["-C", str(folder), "plan", "forecast", *line], catch_exceptions=False, standalone_mode=False
    )
    return told.stdout


def test_it_prints_dates_records_them_and_answers_as_json(tmp_path: Path) -> None:
    workspace(tmp_path, PLAN, tomas="")

    said = _run(tmp_path, "billing", "--futures", "200", "--record")
    told = json.loads(_run(tmp_path, "billing", "--futures", "200", "--json"))

    assert "half the futures by" in said
    assert "pf1" in said
    assert b'"plan-forecast"' in (tmp_path / "ledger.jsonl").read_bytes()
    assert told["verb"] == "plan-forecast"
    assert [span["id"] for span in told["fan"]["spans"]] == ["told", "other"]


def test_the_past_is_not_recorded(tmp_path: Path) -> None:
    workspace(tmp_path, PLAN, tomas="")

    with pytest.raises(UsageError, match="looking at the past never writes"):
        _run(tmp_path, "billing", "--record", "--as-of", "2026-11-01")
