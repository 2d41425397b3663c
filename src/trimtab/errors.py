"""What can go wrong with a run, as one small tree.

Faults in the user's text are not here: those are data (see `trimtab.diagnostics`). An exception ends the run, and its
text is what the user reads: what happened, to what, and what to do.

    TrimtabError
    ├── UsageError              the command line is wrong, or the text the verb needs cannot be used   exit 2
    │   ├── UnknownPerson
    │   ├── UnknownClaim
    │   ├── EditImpossible      a record is written in a way that cannot be changed safely
    │   └── AlreadyThere        a new record would take the place of one that exists
    ├── SourceUnreadable        a named source could not be read; the rest was used                    exit 3
    │   └── NotARepository
    └── MachineFailed           disk, permission, a program that is missing or broken                  exit 4
        ├── GitFailed
        ├── LakeTooNew
        ├── LakeDamaged
        ├── LakeBusy
        ├── DiskFull
        ├── RecordsMoved        a record changed underneath an edit; nothing was written
        ├── RecordUnwritable    a record or its folder refuses to be written
        └── LedgerUnwritable    the same, for the ledger
"""

from collections.abc import Sequence
from pathlib import Path


class TrimtabError(Exception):
    """Anything that ends a run with a message for the user; `exit_code` is what the command line returns."""

    exit_code = 4


class UsageError(TrimtabError):
    """The command line is wrong, or the text that the verb needs cannot be used."""

    exit_code = 2


class UnknownPerson(UsageError):
    """A person was named that neither the records nor the history know."""

    def __init__(self, asked: str, nearest: Sequence[str] = ()) -> None:
        self.asked = asked
        self.nearest = tuple(nearest)
        hint = f" Did you mean {', '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f'nobody here is called "{asked}".{hint} `trimtab people` lists everyone.')


class UnknownClaim(UsageError):
    """`why` was asked for an id that the answer does not hold."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        held = f"It has {', '.join(known)}." if known else "It has none."
        super().__init__(f'the last answer has no claim "{asked}". {held}')


class SourceUnreadable(TrimtabError):
    """A named source could not be read."""

    exit_code = 3


class NotARepository(SourceUnreadable):
    """A folder given as a clone holds no git repository."""

    def __init__(self, path: Path) -> None:
        what = "no git repository" if path.exists() else "nothing there, so no git repository"
        super().__init__(f"{path}: {what}. Give the folder of a clone, or a bare repository.")


class MachineFailed(TrimtabError):
    """Disk, permission, or a program this machine lacks."""


class GitFailed(MachineFailed):
    """A git command ended badly."""

    def __init__(self, command: str, repository: Path, said: str) -> None:
        self.said = said
        super().__init__(f"git {command} failed in {repository}: {said.strip() or 'it gave no reason'}")


class LakeTooNew(MachineFailed):
    """A newer Trimtab wrote this lake."""

    def __init__(self, folder: Path, table: str, found: str, known: int) -> None:
        super().__init__(
            f"{folder}: the table {table} has schema version {found}, and this Trimtab knows up to {known}. "
            "Upgrade Trimtab; the lake was left as it is."
        )


class LakeDamaged(MachineFailed):
    """A table of the lake cannot be opened."""

    def __init__(self, folder: Path, table: str, reason: str) -> None:
        super().__init__(
            f"{folder / table}: this table of the lake cannot be read ({reason}). Restore it from a backup, or move the "
            "folder away and run `trimtab sync`: what the sources still hold is read again."
        )


class LakeBusy(MachineFailed):
    """Another process writes this source, and did not end in time."""

    def __init__(self, source: str, holder: str, waited: float) -> None:
        super().__init__(
            f"{source}: {holder} is writing it; gave up after {waited:.0f} s. Nothing was changed. Try again when it has ended."
        )


class DiskFull(MachineFailed):
    """No room was left for what had to be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: the disk is full. What was committed before is whole; make room and run the same command again, it resumes."
        )


class RecordsMoved(MachineFailed):
    """A file of the workspace changed between reading and writing."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file}: the file changed while it was being edited. Nothing was written; run the command again."
        )


class EditImpossible(UsageError):
    """The text is written in a way that cannot be changed safely."""

    def __init__(self, file: Path, what: str) -> None:
        super().__init__(f"{file}: {what}. Nothing was written; change the file in your editor.")


class AlreadyThere(UsageError):
    """A new record would take the place of one that exists."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file}: there is such a file already. Nothing was written; choose another name, or edit it.")


class RecordUnwritable(MachineFailed):
    """The file or its folder cannot be written to."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: it cannot be written ({reason}). It is as it was; see who owns it with `ls -l`.")


class LedgerUnwritable(MachineFailed):
    """The ledger cannot be written to."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"{file}: the ledger cannot be written ({reason}). Nothing was added; mend it and run the same command again."
        )
