"""The faulty files under `bad/`: what each claims to cause, and the workspace it stands for.

A single file says it in its first lines (`# expect: LINE:COLUMN code`, with `(as FILE)` where its ending does not tell
which file of a workspace it is); a folder is a workspace of its own with a file `expect`.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

BAD = Path(__file__).parent / "records" / "bad"

_EXPECT = re.compile(r"expect: (\d+):(\d+) ([a-z0-9-]+)(?: \(as (\S+)\))?")
_PLACE = re.compile(r"(.+):(\d+):(\d+) ([a-z0-9-]+)")
_PAD = re.compile(r"pad: (\S+) to (\d+) bytes")
_STANDS_FOR = {".yaml": "trimtab.yaml", ".md": "people/tomas.md", ".jsonl": "ledger.jsonl"}


@dataclass(frozen=True)
class Bad:
    """One faulty file or folder: the code it is named after, and the place it must be found at."""

    path: Path
    file: str
    line: int
    column: int
    code: str

    @property
    def name(self) -> str:
        return self.path.name if self.path.is_dir() else self.path.stem

    def write(self, folder: Path) -> Path:
        """The workspace it stands for, in `folder`."""
        if self.path.is_dir():
            shutil.copytree(self.path, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expect"))
            for name, size in _PAD.findall((self.path / "expect").read_text()):
                with (folder / name).open("ab") as file:
                    file.write(b"#" * (int(size) - file.tell()))
            return folder
        (folder / "people").mkdir(parents=True)
        (folder / "trimtab.yaml").write_text("version: 1\n")
        (folder / self.file).parent.mkdir(exist_ok=True)
        shutil.copyfile(self.path, folder / self.file)
        return folder


def all_bad() -> list[Bad]:
    """Every faulty file and folder, by code."""
    return sorted((_read(path) for path in BAD.iterdir()), key=lambda bad: bad.name)


def _read(path: Path) -> Bad:
    if path.is_dir():
        found = _PLACE.match((path / "expect").read_text())
        assert found, f"{path}/expect does not begin with FILE:LINE:COLUMN code"
        return Bad(path, found[1], int(found[2]), int(found[3]), found[4])
    text = path.read_bytes().decode("utf-8", "replace")
    claimed = _EXPECT.search(text)
    assert claimed, f"{path} does not open with what to expect"
    return Bad(path, claimed[4] or _STANDS_FOR[path.suffix], int(claimed[1]), int(claimed[2]), claimed[3])
