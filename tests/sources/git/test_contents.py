"""What the first line of a file calls, and which files are empty."""

from pathlib import Path

import pytest

from builders_git import History
from trimtab.sources import Repository
from trimtab.sources.git.contents import empty_files, interpreters


def test_the_program_that_the_first_line_calls_is_named_without_its_folder_and_minor_version(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    scripts = {
        "bin/settle": "#!/usr/bin/env python3.12\nprint(1)\n",
        "bin/export": "#! /bin/sh -e\n",
        "bin/flags": "#!/usr/bin/env -S ruby -w\n",
        "bin/plain": "no script\n",
        "bin/bare": "#!",
        "bin/empty": "",
        "bin/två": "#!/bin/bash\n",
    }
    tip = history.commit("scripts", files=scripts)

    found = interpreters(Repository(history.path), tip, [*scripts, "not/there", "odd\nname", "bin"])

    assert found == {"bin/settle": "python3", "bin/export": "sh", "bin/flags": "ruby", "bin/två": "bash"}


def test_a_huge_file_without_a_telling_name_is_no_script(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    tip = history.commit("data", files={"dump": "#!/bin/sh\n" + "x" * (1 << 20)})

    assert interpreters(Repository(history.path), tip, ["dump"]) == {}
    assert interpreters(Repository(history.path), tip, []) == {}


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_files_without_content_are_found(tmp_path: Path, object_format: str) -> None:
    history = History(tmp_path / "harbour", object_format=object_format)
    tip = history.commit("start", files={"a/__init__.py": "", "två": "", "b.py": "1\n"})

    assert empty_files(Repository(history.path), tip) == {"a/__init__.py", "två"}
