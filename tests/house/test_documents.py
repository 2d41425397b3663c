"""The documents say what is so: links lead somewhere, commands exist, words are explained, nothing of a machine leaks."""

import os
import re
from hashlib import sha256
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

from house.checkout import ROOT, kept_files
from trimtab.cli.app import VERBS

PAGES = [file for file in kept_files() if file.suffix == ".md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

# The words of the product: each is, or will be, a verb, a module, a page and a heading.
WORDS = """evidence, lake, records, ledger, as of, brief, why, forecast, trust, kind of work, stance, balance, phase, plate,
waiting, triage, cost, map, away, signs, focus, plan, decisions, debt, hand-over, nudge, path"""


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_to_a_file_or_heading_leads_there(document: Path) -> None:
    broken = [target for target in LINK.findall(document.read_text("utf-8")) if not _leads_somewhere(document, target)]

    assert broken == []


def test_every_page_can_be_found_from_the_list_of_documents() -> None:
    docs = ROOT / "docs"
    listed = {(docs / target).resolve() for target in LINK.findall((docs / "README.md").read_text("utf-8"))}
    behind_a_list_of_its_own = {docs / "decisions"}

    lost = [page for page in PAGES if docs in page.parents and page.parent not in behind_a_list_of_its_own]

    assert [str(page.relative_to(docs)) for page in lost if page not in listed and page != docs / "README.md"] == []


def test_the_readme_has_exactly_two_commands_to_begin_with_and_both_can_be_run() -> None:
    commands = re.findall(r"^(dev/\S+)", _readme_blocks()[1], flags=re.MULTILINE)

    assert commands == ["dev/try", "dev/test"]
    assert all(os.access(ROOT / command, os.X_OK) for command in commands)


def test_every_command_of_the_house_is_listed_for_contributors_and_can_be_run() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    commands = [file for file in (ROOT / "dev").iterdir() if file.is_file() and not file.suffix] + [ROOT / ".ci/run"]

    assert [file.name for file in commands if not os.access(file, os.X_OK)] == []
    assert [file.name for file in commands if f"`{file.relative_to(ROOT)}" not in contributing] == []


def test_the_glossary_explains_every_verb_and_every_word_once() -> None:
    explained = re.findall(r"^\*\*(.+?)\*\*:", (ROOT / "docs/glossary.md").read_text("utf-8"), flags=re.MULTILINE)
    words = [word for entry in explained for word in entry.split(", ")]

    assert {*VERBS, *re.split(r",\s+", WORDS)} - set(words) == set()
    assert len(words) == len(set(words))


def test_the_licence_is_the_whole_text_of_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")

    assert sha256(text.encode()).hexdigest() == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def test_generated_pages_are_what_the_code_says_today() -> None:
    reference = _generator()

    stale = [name for name, page in reference.PAGES.items() if (reference.FOLDER / name).read_text("utf-8") != page()]

    assert stale == [], "run dev/docs"


def test_a_note_of_a_change_has_a_kind_and_says_something() -> None:
    notes = [file for file in (ROOT / "changelog.d").iterdir() if file.name != "README.md"]

    assert notes
    assert [
        file.name for file in notes if not re.fullmatch(r"[a-z-]+\.(added|changed|fixed|removed)\.md", file.name)
    ] == []
    assert [file.name for file in notes if not file.read_text("utf-8").strip().endswith(".")] == []


def test_every_decision_is_in_the_list_and_dated() -> None:
    folder = ROOT / "docs/decisions"
    listed = LINK.findall((folder / "README.md").read_text("utf-8"))
    pages = sorted(file.name for file in folder.glob("0*.md"))

    assert listed == pages
    undated = [
        name
        for name in pages
        if not re.search(r"^\d+ \w+ 20\d\d · \w", (folder / name).read_text("utf-8"), re.MULTILINE)
    ]
    assert undated == []


# Written in two halves, so that this file may be looked at too.
@pytest.mark.parametrize(
    "leak",
    [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "py" + "pi.org",
        "python" + "hosted",
        "deb." + "debian.org",
        "npm" + "js.org",
        "farm" + "-studio",
    ],
)
def test_no_file_names_a_place_on_one_machine_or_a_registry(leak: str) -> None:
    named = [str(file.relative_to(ROOT)) for file in kept_files() if leak.encode() in file.read_bytes()]

    assert named == []


def _readme_blocks() -> list[str]:
    """The fenced blocks of the README: first the output, then the commands."""
    return re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def _leads_somewhere(page: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    name, _, anchor = target.partition("#")
    file = (page.parent / name) if name else page
    return file.exists() and (not anchor or anchor in _anchors(file))


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _generator() -> ModuleType:
    spec = util.spec_from_file_location("reference", ROOT / "dev/reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
