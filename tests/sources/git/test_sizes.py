"""How large files are: what is counted, what is read again, and what the cache survives."""

import multiprocessing
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders_git import MARA, File, History, Submodule
from trimtab.sources import Repository
from trimtab.sources.git._sizes import SIZES, indentation

LEDGER = """\
def post(entries):
    for entry in entries:
        if entry.tax:
            book(entry,
                   rate=2)

    return entries
"""
CACHE = "sizes-2.arrow"


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    history = History(tmp_path / "harbour")
    history.commit("start", files={"ledger.py": LEDGER, "docs/sync.md": "one\n\ntwo", "empty.txt": ""})
    return history


def sizes(history: History, cache: Path | None = None, wanted: pl.Expr | None = None) -> dict[str, tuple[object, ...]]:
    """Lines, filled lines, levels, deepest level and whether binary, by path."""
    found = Repository(history.path, cache).sizes("main", wanted=wanted)
    columns = ["path", "lines", "filled", "indent_sum", "indent_max", "binary"]
    return {path: tuple(rest) for path, *rest in found.select(columns).iter_rows()}


def test_lines_and_levels_are_counted(harbour: History) -> None:
    # Levels of four columns: 0, 1, 2, 3, then 19 columns that line up with the bracket (4), a blank line, 1: 11 in all.
    assert sizes(harbour) == {
        "docs/sync.md": (3, 2, 0, 0, False),
        "empty.txt": (0, 0, 0, 0, False),
        "ledger.py": (7, 6, 11, 4, False),
    }


def test_columns_are_as_declared_and_bytes_are_those_of_git(harbour: History) -> None:
    found = Repository(harbour.path).sizes("main")

    assert found.schema == SIZES
    assert found.select("path", "bytes").rows()[2] == ("ledger.py", len(LEDGER))
    assert found["blob"][2] == harbour.git("rev-parse", "main:ledger.py")


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("a\n  b\n    c\n  d\n", [0, 1, 2, 1]),
        ("a\n    b\n        c\n    d\n", [0, 1, 2, 1]),
        ("a\n\tb\n\t\tc\n", [0, 1, 2]),
        # GNU style: two columns a level, and a tab for eight of them.
        ("a\n  b\n    c\n      d\n\te\n\t  f\n", [0, 1, 2, 3, 4, 5]),
        # A tab a level, and blanks that line up behind them.
        ("a\n\tb\n\t\tc(\n\t\t    d)\n", [0, 1, 2, 2]),
        ("a\r\n    b\r\n\r\n   \t \r\n", [0, 1]),
    ],
)
def test_a_level_is_what_the_file_itself_indents_by(text: str, levels: list[int]) -> None:
    assert indentation(text.encode()) == (len(levels), sum(levels), max(levels))


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from([b"x", b"if y:", b"}"])), max_size=40))
def test_tabs_or_four_blanks_make_the_same_levels(lines: list[tuple[int, bytes]]) -> None:
    # From one level to the next deeper one at a time, as code is written; so the step inwards shows.
    depths = [min(depth, place) for place, (depth, _) in enumerate(lines)]
    tabs = b"".join(b"\t" * depth + word + b"\n" for depth, (_, word) in zip(depths, lines, strict=True))
    steps = [later - earlier for earlier, later in pairwise(depths)]

    assert indentation(tabs) == (len(lines), sum(depths), max(depths, default=0))
    if steps.count(1) > sum(step > 1 for step in steps):
        assert indentation(tabs.replace(b"\t", b"    ")) == indentation(tabs)


@given(st.lists(st.sampled_from([b" ", b"  ", b"\t", b"x", b"\n", b"\r\n", b"\xff", b"\x0c", b"{"])).map(b"".join))
def test_any_text_has_levels_that_its_lines_can_hold(text: bytes) -> None:
    filled, total, deepest = indentation(text)

    assert filled == sum(bool(line.strip(b" \t\r\f\v")) for line in text.split(b"\n"))
    assert deepest <= total <= filled * deepest
    assert deepest <= max((len(line.expandtabs()) // 2 for line in text.split(b"\n")), default=0)


def test_links_and_submodules_are_no_files_and_binary_ones_have_no_lines(harbour: History) -> None:
    harbour.commit(
        files={
            "link": File("ledger.py", "120000"),
            "lib": Submodule(harbour.tips["main"]),
            "logo": b"GIF\0\1\2\n",
            "run": File("#!/bin/sh\n", "100755"),
        }
    )

    found = sizes(harbour)

    assert set(found) == {"docs/sync.md", "empty.txt", "ledger.py", "logo", "run"}
    assert found["logo"] == (None, None, None, None, True)
    assert found["run"] == (1, 1, 0, 0, False)


def test_what_is_over_eight_mebibytes_has_its_bytes_and_no_lines(harbour: History) -> None:
    harbour.commit(files={"dump.sql": "x\n" * (4 << 20) + "x", "after.py": "a\n b\n"})

    found = Repository(harbour.path).sizes("main")
    dump = found.filter(pl.col("path") == "dump.sql").row(0, named=True)

    assert (dump["bytes"], dump["lines"], dump["binary"]) == ((8 << 20) + 1, None, None)
    assert sizes(harbour)["after.py"][0] == 2


def loose(history: History, revision: str) -> Path:
    blob = history.git("rev-parse", revision)
    return history.path / ".git" / "objects" / blob[:2] / blob[2:]


def test_what_is_missing_is_null_and_looked_for_again(harbour: History, tmp_path: Path) -> None:
    there, away = loose(harbour, "main:ledger.py"), tmp_path / "away"
    there.rename(away)

    missing = sizes(harbour, tmp_path / "cache")
    away.rename(there)
    found = sizes(harbour, tmp_path / "cache")

    assert missing["ledger.py"] == (None, None, None, None, None)
    assert missing["docs/sync.md"][0] == 3
    assert found["ledger.py"][0] == 7


@pytest.mark.parametrize("kept", [0, 4, -6])
def test_what_is_damaged_is_null_and_what_comes_after_it_is_read(harbour: History, kept: int) -> None:
    damaged = loose(harbour, "main:docs/sync.md")
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:kept])

    found = sizes(harbour)

    assert found["docs/sync.md"] == (None, None, None, None, None)
    assert (found["empty.txt"][0], found["ledger.py"][0]) == (0, 7)


def test_names_that_are_no_text_are_quoted(harbour: History) -> None:
    harbour.commit(files={b"caf\xe9.py": "a\n", "caf\u00e9.md": "b\n"})

    assert {'"caf\\351.py"', "caf\u00e9.md"} <= set(sizes(harbour))


def test_what_is_not_wanted_is_left_out(harbour: History) -> None:
    assert set(sizes(harbour, wanted=~pl.col("path").str.starts_with("docs/"))) == {"empty.txt", "ledger.py"}


def test_a_commit_that_is_not_there_has_no_files(harbour: History) -> None:
    assert Repository(harbour.path).sizes("f" * 40).schema == SIZES
    assert Repository(harbour.path).sizes("f" * 40).is_empty()
    assert Repository(harbour.path).sizes("nowhere").is_empty()


def test_an_older_commit_is_as_it_was(harbour: History, tmp_path: Path) -> None:
    first = harbour.tips["main"]
    harbour.commit(files={"ledger.py": "rate = 1\n"})
    here = Repository(harbour.path, tmp_path / "cache")

    lines = [dict(here.sizes(commit).select("path", "lines").iter_rows()) for commit in ("main", first, "main")]

    assert [one["ledger.py"] for one in lines] == [1, 7, 1]


def test_only_what_is_new_is_read(harbour: History, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    sizes(harbour, cache)
    kept = pl.read_ipc(cache / CACHE)
    kept.with_columns(lines=pl.col("lines") + 100).write_ipc(cache / CACHE)

    harbour.commit(files={"new.py": "a\n"}, author=MARA)
    found = sizes(harbour, cache)

    assert (found["ledger.py"][0], found["new.py"][0]) == (107, 1)


@pytest.mark.parametrize("torn", [b"", b"ARROW1\0\0", b"nothing of the kind"])
def test_a_torn_copy_is_made_anew(harbour: History, tmp_path: Path, torn: bytes) -> None:
    whole = sizes(harbour, tmp_path)
    (tmp_path / CACHE).write_bytes(torn)

    assert sizes(harbour, tmp_path) == whole
    assert pl.read_ipc(tmp_path / CACHE).height == 3


def test_a_copy_of_another_form_is_made_anew(harbour: History, tmp_path: Path) -> None:
    pl.DataFrame({"blob": ["0" * 40], "lines": ["many"]}).write_ipc(tmp_path / CACHE)

    assert sizes(harbour, tmp_path)["ledger.py"][0] == 7


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(harbour: History, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file where the folder should be")

    assert sizes(harbour, tmp_path / "occupied")["ledger.py"][0] == 7


def test_a_full_disk_leaves_the_copy_as_it_was(
    harbour: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes(harbour, tmp_path)
    before = (tmp_path / CACHE).read_bytes()
    harbour.commit(files={"new.py": "a\n"})

    def full(_frame: pl.DataFrame, file: Path) -> None:
        file.write_bytes(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    found = sizes(harbour, tmp_path)

    assert found["new.py"][0] == 1
    assert (tmp_path / CACHE).read_bytes() == before
    assert not list(tmp_path.glob("*.half"))


def _ask(path: Path, cache: Path) -> None:
    for _ in range(5):
        assert Repository(path, cache).sizes("main")["lines"].sum() == 10
        (cache / CACHE).unlink(missing_ok=True)


def test_two_processes_do_not_disturb_each_other(harbour: History, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    spawned = multiprocessing.get_context("spawn")
    both = [spawned.Process(target=_ask, args=(harbour.path, cache)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert [one.exitcode for one in both] == [0, 0]
    assert not list(cache.glob("*.half"))


def test_only_what_this_commit_holds_is_kept_once_that_is_much(
    harbour: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trimtab.sources.git._sizes._MOST_KEPT", 3)
    sizes(harbour, tmp_path)
    harbour.commit(files={"ledger.py": "rate = 1\n"})

    sizes(harbour, tmp_path)

    assert set(pl.read_ipc(tmp_path / CACHE)["lines"]) == {0, 1, 3}
