"""The reference pages about the records, made from the faulty files and the models.

`dev/docs` writes them; `tests/records/test_docs.py` tells when they have fallen behind.
"""

import json
import sys
import tempfile
from pathlib import Path

from builders_records import Bad, all_bad
from docs_plan import plan_page
from docs_tables import table
from trimtab.records import load, schemas
from trimtab.records._codes import CODES
from trimtab.records._stance import DatedStance, DatedZone, Stance
from trimtab.records.people import FrontMatter, Leave
from trimtab.records.phase import Phase
from trimtab.records.settings import GitHubRepository, GitSource, Holidays, SavedItems, Settings, Sources

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"

SETTINGS_EXAMPLE = """\
version: 1
me: mara
team: Harbour
zone:
  - value: Europe/Berlin
  - from: 2026-03-01
    value: Europe/Stockholm
hours:
  mon-thu: 09:00-12:30, 13:00-17:30
  fri: 09:00-13:00
holidays:
  country: SE
sources:
  git:
    - slug: harbour
      path: ../harbour
      since: 2024-01-01
  archive:
    - file: ../harbour-items.ndjson
  github:
    - repo: harbour/ledger
stance: 10/30/30/30
bots: ["*[bot]*", ci@harbour.example]
generated: [vendor/**, web/dist/**]
areas: [billing/*, export/**]
"""

PERSON_EXAMPLE = """\
---
names: [Tomas Novak, tnovak]
emails: [tomas@harbour.example]
role: backend engineer
zone: Europe/Prague
capacity: 0.8
leave:
  - {from: 2026-12-21, to: 2027-01-06, why: holiday}
skills: [python, billing]
grows_towards: [design reviews]
one_on_one: weekly
---

## 2026-11-04 About the ledger

Wants to take the currency table. I promised him the tax rules in writing.
"""

PHASES_EXAMPLE = """\
- from: 2026-10-05
  to: 2026-10-30
  stance: 0/30/30/40
  why: planning season
"""


def pages() -> dict[Path, str]:
    """Every page and schema, by where it stands."""
    written = {
        REFERENCE / "diagnostics.md": diagnostics_page(),
        REFERENCE / "settings.md": settings_page(),
        REFERENCE / "plan.md": plan_page(),
    }
    for name, schema in schemas().items():
        written[REFERENCE / "schemas" / f"{name}.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return written


def diagnostics_page() -> str:
    """Every code: what it means, a text that causes it, and what is said about that text."""
    parts = [
        "# Diagnostics\n",
        (
            "What `trimtab check` can say about the texts of a workspace. An error costs something: what it points at "
            "was not used, "
            "and the rest was. A warning is likely a mistake and costs nothing yet. All of them are said in one run; "
            "`trimtab check --json` gives the same as data.\n"
        ),
        "This page is made by `dev/docs` from the files under `tests/records/bad/`.\n",
    ]
    return "\n".join([*parts, *(_about(bad) for bad in all_bad())])


def _about(bad: Bad) -> str:
    with tempfile.TemporaryDirectory() as folder:
        (found,) = load(bad.write(Path(folder) / "workspace")).diagnostics
    code = CODES[bad.name]
    return f"## {bad.name}\n\n{code.severity.capitalize()}. {code.meaning}\n\n```text\n{found.to_text()}\n```\n"


def settings_page() -> str:
    """Every key of the settings, of a person's file and of the phases."""
    parts = [
        "# Settings and records\n",
        (
            "What can be written into a workspace, key by key. A key that is left out has the default named here; "
            "`trimtab init` writes the full form with every key explained. Editors that know JSON Schema complete the keys: "
            "the schemas are under [schemas/](schemas/). This page is made by `dev/docs` from the same models.\n"
        ),
        "## trimtab.yaml\n",
        f"```yaml\n{SETTINGS_EXAMPLE}```\n",
        table(Settings),
        "### holidays\n",
        table(Holidays),
        "### sources\n",
        table(Sources),
        "### sources.git\n",
        table(GitSource),
        "### sources.archive\n",
        (
            "Which forms are read, and what becomes of them, stands under [saved issues and pull requests](trackers.md). Every "
            "answer takes in a file that changed; one that did not costs a look at its size and date.\n"
        ),
        table(SavedItems),
        "### sources.github\n",
        (
            "What a login needs, what is asked for and what it costs stands under [GitHub](github.md). `trimtab sync` alone reads "
            "it: an answer never waits for the network.\n"
        ),
        table(GitHubRepository),
        "### stance\n",
        (
            "In short: `maker` (at least 30 % code, then 25/25/20), or four per cents such as `10/30/30/30` for code, review, "
            "people and strategy. In full, the four as keys:\n"
        ),
        table(Stance),
        "### Values with a date\n",
        "`zone` and `stance` may change. Answers about the past use what held then. Write a list, the oldest first:\n",
        table(DatedZone),
        table(DatedStance),
        "### hours\n",
        (
            "Keys are weekdays (`mon` to `sun`) or runs of them (`mon-fri`), each day once; values are spans of local time in "
            "order, parted by commas: `09:00-12:30, 13:30-17:30`. `24:00` ends a day. Days not named are free.\n"
        ),
        "## people/ID.md\n",
        (
            "One file per person. The name of the file is the person's id: lower-case letters, digits and hyphens. Below the "
            "second `---`, a heading such as `## 2026-11-04 Title` begins a dated note. Notes are yours and enter no export.\n"
        ),
        f"```markdown\n{PERSON_EXAMPLE}```\n",
        table(FrontMatter),
        "### leave\n",
        table(Leave),
        "## phases.yaml\n",
        "A list of declared changes of the stance. While a phase lasts, its stance is the one you are measured against.\n",
        f"```yaml\n{PHASES_EXAMPLE}```\n",
        table(Phase),
    ]
    return "\n".join(parts)


def main() -> int:
    """Writes every page."""
    for path, content in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
