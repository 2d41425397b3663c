"""The front doors of the sources, and what opening them costs."""

import subprocess
import sys

import trimtab.sources
import trimtab.sources.archive
import trimtab.sources.git
import trimtab.sources.github
import trimtab.sources.tracker


def test_the_front_door_of_the_sources_lists_what_it_offers() -> None:
    assert sorted(trimtab.sources.__all__) == [
        "ArchiveSource",
        "Enough",
        "GITHUB",
        "GitHubSource",
        "GitSource",
        "Login",
        "Place",
        "Progress",
        "Ref",
        "Repository",
        "Source",
        "SyncReport",
        "Tag",
        "UnmergedBranch",
        "Waiting",
        "extra_missing",
        "find_login",
        "quote_path",
        "unquote_path",
    ]
    assert all(hasattr(trimtab.sources, name) for name in trimtab.sources.__all__)


def test_the_front_door_of_the_git_source_lists_what_it_offers() -> None:
    expected = ["GitSource", "Ref", "Repository", "Tag", "UnmergedBranch", "quote_path", "unquote_path"]

    assert sorted(trimtab.sources.git.__all__) == expected
    assert all(hasattr(trimtab.sources.git, name) for name in expected)


def test_the_front_door_of_the_archive_source_is_the_source() -> None:
    assert trimtab.sources.archive.__all__ == ["ArchiveSource"]
    assert trimtab.sources.archive.ArchiveSource is trimtab.sources.ArchiveSource


def test_the_front_door_of_the_github_source_lists_what_it_offers() -> None:
    expected = ["GITHUB", "GitHubSource", "Login", "Place", "extra_missing", "find_login"]

    assert sorted(trimtab.sources.github.__all__) == expected
    assert all(hasattr(trimtab.sources.github, name) for name in expected)


def test_the_front_door_of_what_trackers_share_is_their_name() -> None:
    assert trimtab.sources.tracker.__all__ == ["Tracker"]


def test_asking_whether_anything_is_new_loads_nothing_heavy() -> None:
    heavy = "{'polars', 'deltalake', 'httpx2', 'concurrent.futures'}"
    script = f"import sys, trimtab.sources; print(sorted({heavy} & set(sys.modules)))"

    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"
