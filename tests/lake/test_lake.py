"""The rules of the lake, through its front door."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trimtab.lake as lake_door
from trimtab.errors import LakeBusy, LakeDamaged, LakeTooNew
from trimtab.lake import TABLES, Lake

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)


def commits(*oids: str, at: datetime = NOW) -> pl.DataFrame:
    """Commit rows with nothing but what names them."""
    return pl.DataFrame(
        {"repo": ["harbour"] * len(oids), "oid": list(oids), "happened_at": [at] * len(oids)},
        schema={"repo": pl.String, "oid": pl.String, "happened_at": pl.Datetime("us", "UTC")},
    )


def write(lake: Lake, *oids: str, source: str = "git/harbour", at: datetime = NOW) -> None:
    with lake.writer(source, now=NOW) as writer:
        writer.append({"commits": commits(*oids, at=at)}, bookmark={"last": oids[-1]}, seen_at=NOW)


def oids(lake: Lake, as_of: datetime | None = None) -> list[str]:
    return lake.snapshot().scan("commits", as_of).select("oid").collect()["oid"].sort().to_list()


def test_front_door_lists_its_names() -> None:
    assert set(lake_door.__all__) == {
        "SCHEMA_VERSION",
        "TABLES",
        "Bookmark",
        "Lake",
        "Snapshot",
        "SyncedSource",
        "Table",
        "Writer",
    }
    assert all(hasattr(lake_door, name) for name in lake_door.__all__)


def test_what_is_appended_is_read_back_with_its_source_batch_and_both_clocks(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")

    write(lake, "aa", at=NOW - timedelta(days=3))

    row = lake.snapshot().scan("commits").collect().row(0, named=True)
    assert (row["oid"], row["source"], row["batch"]) == ("aa", "git/harbour", 1)
    assert (row["happened_at"], row["seen_at"]) == (NOW - timedelta(days=3), NOW)
    assert row["subject"] is None


def test_an_empty_lake_has_no_sources_and_empty_tables(tmp_path: Path) -> None:
    snapshot = Lake(tmp_path / "lake").snapshot()

    assert snapshot.sources() == {}
    assert {name: snapshot.scan(name).collect().height for name in TABLES} == dict.fromkeys(TABLES, 0)


def test_as_of_sees_nothing_later(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "old", at=NOW - timedelta(days=9))
    write(lake, "new", at=NOW)

    assert oids(lake, as_of=NOW - timedelta(days=1)) == ["old"]
    assert oids(lake, as_of=NOW) == ["new", "old"]


def test_scoring_the_past_cuts_on_both_clocks(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    with lake.writer("git/harbour", now=NOW) as writer:
        writer.append({"commits": commits("early")}, bookmark={}, seen_at=NOW)
        writer.append({"commits": commits("late")}, bookmark={}, seen_at=NOW + timedelta(days=1))

    seen = lake.snapshot().scan("commits", as_of=NOW, seen_by=NOW).collect()

    assert seen["oid"].to_list() == ["early"]


def test_bookmark_of_the_last_batch_is_where_the_source_resumes(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "aa")
    write(lake, "bb")

    with lake.writer("git/harbour", now=NOW) as writer:
        assert writer.bookmark == {"last": "bb"}
        assert writer.stored("commits", ["oid"])["oid"].sort().to_list() == ["aa", "bb"]
    with lake.writer("git/other", now=NOW) as writer:
        assert writer.bookmark is None
        assert writer.stored("commits", ["oid"]).height == 0


def test_rows_of_a_batch_that_was_never_listed_are_invisible_and_its_number_is_not_used_again(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "aa")
    # A process killed after its rows and before `syncs`:
    lake._store.append(TABLES["commits"], _as_batch(commits("lost"), 2), "git/harbour", 2)

    write(lake, "bb")

    assert oids(lake) == ["aa", "bb"]
    assert lake.snapshot().sources()["git/harbour"].last_batch == 3


def test_the_same_transaction_is_written_once(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    table = TABLES["commits"]

    for _ in range(2):
        lake._store.append(table, _as_batch(commits("aa"), 1), "git/harbour", 1)

    assert lake._store.scan(table).collect().height == 1


def test_fresh_leaves_out_what_is_stored_and_what_comes_twice(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "aa", "bb")

    with lake.writer("git/harbour", now=NOW) as writer:
        fresh = writer.fresh("commits", commits("bb", "cc", "cc"))

    assert fresh["oid"].to_list() == ["cc"]


@settings(max_examples=15)
@given(st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), min_size=1, max_size=5))
def test_replaying_any_batches_by_key_ends_in_each_row_once(
    tmp_path_factory: pytest.TempPathFactory, batches: list[set[str]]
) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake") / "lake")

    for batch in [*batches, *batches]:
        with lake.writer("git/harbour", now=NOW) as writer:
            rows = writer.fresh("commits", commits(*sorted(batch)))
            writer.append({"commits": rows}, bookmark={}, seen_at=NOW)

    assert oids(lake) == sorted(set().union(*batches))


def test_a_snapshot_is_not_moved_by_what_is_written_later(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "aa")
    before = lake.snapshot()

    write(lake, "bb")

    # The table itself is opened only now, after the second batch was committed.
    assert before.scan("commits").collect()["oid"].to_list() == ["aa"]
    assert oids(lake) == ["aa", "bb"]


def test_a_snapshot_survives_compaction_and_vacuum(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for number in range(30):
        write(lake, f"{number:02}")
    before = lake.snapshot()
    reading = before.scan("commits")

    lake.compact()

    assert reading.collect().height == 30


def test_parts_that_pile_up_are_merged_and_no_row_is_lost(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for number in range(60):
        write(lake, f"{number:02}")

    assert oids(lake) == [f"{number:02}" for number in range(60)]
    assert lake._store.parts(TABLES["commits"]) <= 25
    assert lake._store.parts(TABLES["syncs"]) <= 25
    write(lake, "60")
    assert lake.snapshot().sources()["git/harbour"].last_batch == 61


def test_a_lake_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "aa")
    delta = lake._store.open(TABLES["commits"])
    assert delta is not None
    delta.alter.set_table_properties({"trimtab.schema": "99"}, raise_if_not_exists=False)
    before = sorted(path.name for path in (tmp_path / "lake" / "commits").rglob("*"))

    with pytest.raises(LakeTooNew, match=r"commits has schema version 99, and this Trimtab knows up to 1\. Upgrade"):
        lake.snapshot().scan("commits")
    with pytest.raises(LakeTooNew):
        write(lake, "bb")

    assert sorted(path.name for path in (tmp_path / "lake" / "commits").rglob("*")) == before


def test_a_lake_that_lacks_a_newer_column_is_read_with_nulls_and_written_with_it(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "aa")
    with_more = _with_column(TABLES["commits"], "mood")

    old = lake._store.scan(with_more).collect()
    row = _as_batch(commits("bb"), 2).with_columns(mood=pl.lit("calm"))
    lake._store.append(with_more, row, "git/harbour", 2)

    assert old["mood"].to_list() == [None]
    assert sorted(lake._store.scan(with_more).collect()["mood"].to_list(), key=str) == [None, "calm"]


def test_a_damaged_table_says_which_and_what_to_do(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    write(lake, "aa")
    (tmp_path / "lake" / "commits" / "_delta_log" / "00000000000000000000.json").write_text("{ torn")

    with pytest.raises(LakeDamaged, match=r"lake/commits: .*cannot be read .*Restore it from a backup"):
        lake.snapshot().scan("commits").collect()


def test_a_second_writer_of_one_source_is_told_whom_it_waits_for_and_gives_up(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    heard: list[str] = []

    with (
        lake.writer("git/harbour", now=NOW),
        pytest.raises(LakeBusy, match=r"git/harbour: process \d+ on .* is writing it; gave up"),
        Lake(tmp_path / "lake").writer("git/harbour", now=NOW, wait=0.1, on_wait=heard.append),
    ):
        pass

    assert len(heard) == 1
    assert heard[0].startswith("git/harbour: waiting for process ")


def test_writers_of_two_sources_do_not_wait_for_each_other(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")

    with lake.writer("git/a", now=NOW) as first, lake.writer("git/b", now=NOW, wait=0) as second:
        first.append({"commits": commits("aa")}, bookmark={}, seen_at=NOW)
        second.append({"commits": commits("bb")}, bookmark={}, seen_at=NOW)
        first.append({"commits": commits("cc")}, bookmark={}, seen_at=NOW)

    assert oids(lake) == ["aa", "bb", "cc"]


def test_a_frame_with_an_unknown_column_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")

    with pytest.raises(ValueError, match="commits has no column colour"), lake.writer("git/h", now=NOW) as writer:
        writer.append({"commits": commits("aa").with_columns(colour=pl.lit("red"))}, bookmark={}, seen_at=NOW)

    assert oids(lake) == []


def test_the_lake_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    write(Lake(tmp_path / "lake"), "aa")

    assert (tmp_path / "lake").stat().st_mode & 0o777 == 0o700


def _as_batch(rows: pl.DataFrame, batch: int) -> pl.DataFrame:
    schema = TABLES["commits"].schema
    filled = rows.with_columns(source=pl.lit("git/harbour"), batch=pl.lit(batch, pl.Int64), seen_at=pl.lit(NOW))
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in filled.columns]
    return filled.with_columns(missing).select(schema.names()).cast(dict(schema))


def _with_column(table: lake_door.Table, name: str) -> lake_door.Table:
    return lake_door.Table(table.name, table.row, table.key, {**table.columns, name: (pl.String, "how it felt")})
