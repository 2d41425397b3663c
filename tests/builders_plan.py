"""Plans and people of a made-up team, from the text a lead would write."""

from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

from trimtab.records import Records, load

# Rome, nine to five without a break: a day is eight hours, 32 slots. No holidays.
SETTINGS = """\
version: 1
me: mara@harbour.example
zone: Europe/Rome
hours: {mon-fri: 09:00-17:00}
"""
MARA = "names: [Mara Lindt]\nemails: [mara@harbour.example]\n"
DAY = 32
# A Monday, before anybody works.
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)


def workspace(folder: Path, plan: str, *, settings: str = SETTINGS, **people: str) -> Records:
    """The records of a folder with one plan, `billing`, and people by id, each as the text of their front matter."""
    (folder / "people").mkdir(parents=True, exist_ok=True)
    (folder / "plans").mkdir(exist_ok=True)
    (folder / "trimtab.yaml").write_text(settings)
    for person, matter in ({"mara": MARA} | people).items():
        names = "" if "names:" in matter else f"names: [{person.title()}]\n"
        (folder / "people" / f"{person}.md").write_text(f"---\n{names}{matter}---\n")
    (folder / "plans" / "billing.yaml").write_text(dedent(plan))
    return load(folder)
