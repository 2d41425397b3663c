"""An accepted schedule is kept for good: written whole or not at all, never over another, read as far as it is whole."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trimtab.errors import DiskFull, RecordUnwritable
from trimtab.records.plan_history import Baseline, BaselineTask, baselines, keep, newest

CET = timezone(timedelta(hours=1))
AT = datetime(2026, 11, 19, 10, 20, tzinfo=CET)


def accepted(at: datetime = AT, sha: str = "5d1c") -> Baseline:
    task = BaselineTask("schema", datetime(2026, 11, 23, 9, tzinfo=CET), datetime(2026, 11, 25, 12, tzinfo=CET),
                        ("tomas",), "1d..3d")  # fmt: skip
    return Baseline(at, sha, (task,), 1, "0.6")


def place(folder: Path) -> Path:
    return folder / "plans" / ".history" / "billing"


def test_what_was_accepted_is_read_back_as_it_was(tmp_path: Path) -> None:
    keep(tmp_path, "billing", accepted())

    (found,), wrong = baselines(tmp_path, "billing")

    assert found == accepted()
    assert wrong == ()


def test_a_file_is_named_after_its_instant_and_private(tmp_path: Path) -> None:
    path = keep(tmp_path, "billing", accepted())

    # 10:20 in CET is 09:20 UTC
    assert path == place(tmp_path) / "2026-11-19T092000Z.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert place(tmp_path).stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "plans" / ".history").stat().st_mode & 0o777 == 0o700


def test_two_of_one_instant_are_two_files(tmp_path: Path) -> None:
    keep(tmp_path, "billing", accepted(sha="first"))
    keep(tmp_path, "billing", accepted(sha="second"))

    found, _ = baselines(tmp_path, "billing")

    assert sorted(one.plan_sha for one in found) == ["first", "second"]


def test_many_at_once_lose_none(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keep(tmp_path, "billing", accepted(sha=str(number))), range(24)))

    found, wrong = baselines(tmp_path, "billing")

    assert sorted(int(one.plan_sha) for one in found) == list(range(24))
    assert wrong == ()


def test_the_newest_holds_and_the_past_sees_its_own(tmp_path: Path) -> None:
    for days in (0, 7, 14):
        keep(tmp_path, "billing", accepted(AT + timedelta(days=days), f"day {days}"))

    assert newest(tmp_path, "billing") == (accepted(AT + timedelta(days=14), "day 14"), ())
    assert newest(tmp_path, "billing", AT + timedelta(days=10))[0] == accepted(AT + timedelta(days=7), "day 7")
    assert newest(tmp_path, "billing", AT - timedelta(seconds=1)) == (None, ())


def test_the_later_of_one_second_holds(tmp_path: Path) -> None:
    keep(tmp_path, "billing", accepted(AT + timedelta(milliseconds=900), "later"))
    keep(tmp_path, "billing", accepted(AT + timedelta(milliseconds=100), "earlier"))

    found, _ = newest(tmp_path, "billing")

    assert found is not None
    assert found.plan_sha == "later"


@pytest.mark.parametrize(
    "torn", ["", "{", '{"accepted_at": "2026-11-26T10:20:00', '"text"', "[]", "\x00", '{"tasks": 3}']
)
def test_a_torn_file_is_said_and_the_one_before_holds(tmp_path: Path, torn: str) -> None:
    keep(tmp_path, "billing", accepted())
    (place(tmp_path) / "2026-11-26T092000Z.json").write_text(torn)

    found, (wrong,) = newest(tmp_path, "billing")

    assert found == accepted()
    assert wrong.code == "broken-baseline"
    assert wrong.span.file == "plans/.history/billing/2026-11-26T092000Z.json"


def test_what_another_program_left_there_is_not_read(tmp_path: Path) -> None:
    keep(tmp_path, "billing", accepted())
    (place(tmp_path) / ".DS_Store").write_text("x")
    (place(tmp_path) / "notes.json").write_text("x")

    assert newest(tmp_path, "billing") == (accepted(), ())


def test_keys_of_a_newer_version_do_no_harm(tmp_path: Path) -> None:
    path = keep(tmp_path, "billing", accepted())
    path.write_text(path.read_text().replace('"seed"', '"bound": 4, "seed"'))

    assert newest(tmp_path, "billing") == (accepted(), ())


def test_a_plan_without_a_history_has_none(tmp_path: Path) -> None:
    assert newest(tmp_path, "billing") == (None, ())
    assert baselines(tmp_path, "billing") == ((), ())


def test_an_instant_without_an_offset_is_a_mistake_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="offset"):
        keep(tmp_path, "billing", replace(accepted(), accepted_at=AT.replace(tzinfo=None)))


def test_a_full_disk_leaves_what_was_there_and_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, "billing", accepted())

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        keep(tmp_path, "billing", accepted(AT + timedelta(days=1)))

    assert [path.name for path in place(tmp_path).iterdir()] == ["2026-11-19T092000Z.json"]


def test_a_folder_that_is_a_file_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / ".history").write_text("mine")

    with pytest.raises(RecordUnwritable, match=r"\.history"):
        keep(tmp_path, "billing", accepted())


def test_a_process_killed_on_the_way_leaves_whole_files_alone(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import os, signal, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from trimtab.records import _whole
        from trimtab.records.plan_history import Baseline, keep

        link = os.link
        def killed(*given):
            os.kill(os.getpid(), signal.SIGKILL)
        keep(Path({str(tmp_path)!r}), "billing", Baseline(datetime(2026, 11, 1, tzinfo=UTC), "a", (), 1, "0"))
        os.link = killed
        keep(Path({str(tmp_path)!r}), "billing", Baseline(datetime(2026, 11, 2, tzinfo=UTC), "b", (), 1, "0"))
    """)

    done = subprocess.run([sys.executable, "-c", script], check=False)

    assert done.returncode == -signal.SIGKILL
    (found,), wrong = baselines(tmp_path, "billing")
    assert found.plan_sha == "a"
    assert wrong == ()


INSTANTS = st.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC))
TASKS = st.builds(
    BaselineTask, st.text(min_size=1), INSTANTS, INSTANTS, st.lists(st.text()).map(tuple), st.none() | st.text()
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(INSTANTS, st.lists(TASKS, max_size=5), st.integers(0, 2**40))
def test_whatever_is_kept_is_read_back(tmp_path: Path, at: datetime, tasks: list[BaselineTask], seed: int) -> None:
    written = Baseline(at, "5d1c", tuple(tasks), seed, "0.6")

    keep(tmp_path, f"p{seed}", written)

    assert written in baselines(tmp_path, f"p{seed}")[0]
