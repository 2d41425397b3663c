"""Every mistake that the records can hold: its code, how grave it is, and what it means.

An error costs something (what it points at was not used); a warning is likely a mistake and costs nothing yet. Each
code has a faulty file under `tests/records/bad/`, from which the reference page is made.
"""

from collections.abc import Mapping
from typing import NamedTuple

from trimtab.diagnostics import Severity


class Code(NamedTuple):
    """How grave a mistake is, and one sentence on what it means for the reader of the page."""

    severity: Severity
    meaning: str


CODES: Mapping[str, Code] = {
    # Files
    "unreadable-file": Code(
        "error", "A file is there and cannot be read; the rest of the workspace is used without it."
    ),
    "missing-settings": Code("error", "A folder without `trimtab.yaml` is no workspace yet; defaults are used."),
    "empty-file": Code("error", "The settings hold nothing; defaults are used."),
    "too-large": Code(
        "error", "A file is far larger than anything written by hand, so it is most likely not what its name says."
    ),
    "not-utf-8": Code("error", "Text is read as UTF-8 only: guessing would turn names into other names."),
    "merge-conflict": Code(
        "error", "Git left both sides of a conflict in the file, and which one holds is not for Trimtab to say."
    ),
    "control-character": Code(
        "error", "YAML allows no invisible control characters; they come from a paste or a damaged disk."
    ),
    # YAML
    "yaml-syntax": Code("error", "The file is no YAML from here on; what stands before is used."),
    "tab-indent": Code("error", "YAML indents with spaces only; what stands before the tab is used."),
    "duplicate-key": Code("error", "A key stands twice in one place; the first is used."),
    "alias": Code("error", "An alias (`*name`) makes one text stand in two places; an edit of one would change both."),
    "unwanted-tag": Code("warning", "A tag (`!name`) has no meaning here; the value is used without it."),
    "odd-key": Code("error", "A key is a list or a mapping, where a word belongs."),
    "several-documents": Code("error", "A file holds one document; what follows a second `---` is not read."),
    "too-deep": Code(
        "error", "Lists or mappings are nested far deeper than any setting; what lies deeper is not read."
    ),
    # Shape of a record
    "unknown-key": Code("error", "No such key is known here; it is left out rather than silently ignored."),
    "missing-key": Code("error", "Something that has no default is not given; the item that lacks it is left out."),
    "empty-value": Code("warning", "A key has no value; it counts as not given."),
    "wrong-type": Code(
        "error", "The value is of another kind than the key takes, such as a list where a word belongs."
    ),
    "wrong-value": Code("error", "The value is of the right kind and outside of what the key takes."),
    "wrong-version": Code(
        "error", "The settings are written for another version of Trimtab; they are read as far as they go."
    ),
    "bad-date": Code("error", "Dates are written as year, month and day, such as `2026-11-04`, and must exist."),
    "bad-address": Code("error", "An address has one `@` with something on both sides, as in a commit."),
    "bad-pattern": Code("error", "A path pattern cannot match any file of a repository."),
    "bad-slug": Code(
        "error", "A slug names a repository for good, in lower-case letters, digits, dots, hyphens and underscores."
    ),
    "bad-tracker": Code("error", "A tracker goes by its host, the owner and the name of the repository."),
    "bad-repository": Code("error", "A repository on GitHub goes by its owner and its name."),
    "bad-host": Code("error", "A host goes by its name, and an API by an address that begins with `https://`."),
    "unknown-zone": Code(
        "error", "Zones carry their IANA names, such as `Europe/Rome`; abbreviations such as CET forget the summer."
    ),
    "unknown-country": Code("error", "No public holidays are known for this country; none are assumed."),
    "unknown-subdivision": Code("error", "The country has no such subdivision; the country's own holidays are used."),
    "bad-days": Code("error", "Hours belong to a weekday or a run of weekdays, such as `mon-fri`; each day once."),
    "bad-hours": Code("error", "Hours are one or more spans of a day, in order, such as `09:00-12:30, 13:30-17:30`."),
    "bad-stance": Code("error", "A stance shares the week among code, review, people and strategy; the four make 100."),
    "dates-out-of-order": Code(
        "error", "Values dated one after the other must rise, so that each day has one; a later date wins."
    ),
    "ends-before-it-begins": Code("error", "The last day of a period lies before its first."),
    # People
    "bad-file-name": Code("error", "The name of a file under `people/` or `plans/` is an id, and answers print it."),
    "no-front-matter": Code(
        "error", "A person's file opens with a block between two lines of `---`; without it only the notes are used."
    ),
    "open-front-matter": Code("error", "The block at the top of a person's file is never closed."),
    "bad-note-date": Code(
        "error", "A heading of a note looks like a date and is none; the note is kept without a date."
    ),
    # Plans
    "bad-estimate": Code(
        "error", "Work is one amount (`3d`), a range (`2d..5d`) or lowest, likeliest and highest (`1d/2d/4d`)."
    ),
    "bad-freeze": Code("error", "How long accepted work stays as it is, is told in days or weeks, such as `2w`."),
    "bad-share": Code("error", "A share is written in per cents, such as `40%`, or as a part of one, such as `0.4`."),
    "bad-id": Code(
        "error", "An id in a plan has lower-case letters and digits, parted by hyphens, dots or underscores."
    ),
    "bad-link": Code("error", "A task waits for ids, each with the type of link and a lag where needed."),
    "bad-item": Code(
        "error", "An issue or pull request goes by its number, with its repository where there are several."
    ),
    "broken-baseline": Code(
        "error", "A file under `plans/.history/` is damaged; the schedule that was accepted before it holds."
    ),
    "duplicate-id": Code(
        "error",
        "An id means one thing in a plan, be it a task, unknown, contract, milestone or risk; the first has it.",
    ),
    "unknown-task": Code(
        "error", "Something is named that the plan does not hold, or that is no task; the link was not used."
    ),
    "circular-plan": Code("error", "Tasks wait for each other in a circle, so none of them can begin; no date exists."),
    "own-group": Code("error", "A task waits for a group that holds it, or a group for its own task; it was not used."),
    "twice-after": Code("warning", "One task waits for another twice in the same way; once is enough."),
    "group-with-work": Code("error", "A group takes as long as its tasks; work and progress stand at those."),
    "group-owner": Code(
        "warning", "The owner of a group does every task in it that names nobody: one person, one task at a time."
    ),
    "missing-estimate": Code("warning", "Without an estimate a task has a place in the order and no length."),
    "large-task": Code(
        "warning",
        "A task of more than two weeks hides what it is made of: it is half done for weeks, and late on its last day.",
    ),
    "orphan-task": Code(
        "warning", "A task that nothing waits for, and that waits for nothing, was most likely forgotten."
    ),
    "upside-down": Code("warning", "Something that matters waits for something that matters less."),
    "idle-unknown": Code(
        "warning",
        "An open question that nobody works on, or that nothing hangs on; it will be answered by accident, late.",
    ),
    "idle-contract": Code(
        "warning", "A contract saves time only where its consumers may begin before its provider ends."
    ),
    "idle-risk": Code("warning", "A risk that hits no task moves no date."),
    "not-in-plan": Code("warning", "Somebody works on a task and is not among the people of the plan."),
    "twice-in-plan": Code("warning", "Somebody stands twice among the people of a plan; the first is used."),
    "overbooked": Code("warning", "Somebody has more than all of their time in plans that run at the same time."),
    "absent-person": Code("warning", "Somebody is counted on who is there on no day of the plan."),
    "missing-skill": Code("error", "A task needs a skill that nobody in the plan has, so it can never be done."),
    "too-few-people": Code("error", "A task needs more people at once than there are for it."),
    "impossible-date": Code("error", "Two dates of a plan contradict each other, whoever does the work."),
    "free-day": Code("warning", "A task must start on a day on which nobody works."),
    "too-early": Code(
        "warning",
        "A date cannot be kept even if every task takes the least that its estimate says and everybody is free.",
    ),
    # Across records
    "unknown-me": Code("error", "`me` names a person who has no file; nobody is the lead."),
    "unknown-person": Code("error", "A person is named who has no file under `people/`."),
    "shared-address": Code(
        "error", "Two people claim one address; a commit can only be one person's. The first by id has it."
    ),
    "shared-login": Code("error", "Two people claim one login. The first by id has it."),
    "not-the-same-as-self": Code("error", "A person is said not to be themselves."),
    "overlapping-leave": Code("warning", "Two absences of one person share days; a shared day counts once."),
    "overlapping-phases": Code("error", "Two phases share days; on those the later one holds."),
    "duplicate-slug": Code(
        "error", "Two sources carry one slug, and their rows could not be told apart; the first is used."
    ),
    "duplicate-repository": Code("error", "One repository is named twice; the first is used."),
    "missing-clone": Code(
        "warning", "The clone of a source is not where the settings say; what was read before still counts."
    ),
    "missing-archive": Code(
        "warning", "A file of saved items is not where the settings say; what was read before still counts."
    ),
    # Ledger
    "broken-ledger-line": Code(
        "error", "A line of the ledger is no JSON, most likely cut off by a crash; it is kept and not used."
    ),
    "bad-ledger-line": Code("error", "A line of the ledger is JSON and no entry; it is kept and not used."),
    "orphan-outcome": Code(
        "warning", "An outcome belongs to an entry that the ledger does not hold, as after half a merge."
    ),
}
