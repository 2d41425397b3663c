"""The map of Harbour as the tests of its drawings know it: areas in nested folders, links, and a table of them."""

from datetime import datetime

from builders_answer import AS_OF, CET, OBJECTIONS, commit
from trimtab.advice.answer import Answer, Area, Chart, Claim, Figure, Group, Link, Section, Window

YEAR = Window(datetime(2025, 11, 16, tzinfo=CET), AS_OF, "14 commits, 6 files, 412 lines")
COLUMNS = ("area", "files", "lines", "heat", "known by", "bus factor")

# name, folder, files, lines, changes, heat, who knows it, bus factor
AREAS = """
export/stream|export/stream|21|4120|96|41|Ife, Ravi|2
export/columns|export/columns|12|1880|60|22|Ife|1
sync/protocol|sync/protocol|17|3950|44|19|Jun, Ravi|2
billing/ledger|billing/ledger|6|4102|14|16|you|1
billing/invoices|billing/invoices|19|5210|38|15|you, Tomas|2
api/|api|34|7300|80|14|Ife, you, Sofie|3
web/views|web/views|41|8800|52|12|Dana, Sofie|2
web/forms|web/forms|22|3100|31|9|Dana|1
deploy/|deploy|14|1400|109|9|Ravi|1
infra/|infra|18|1150|47|8|Sofie, Ravi|2
sync/store|sync/store|9|2600|25|7|Jun|1
sync/client*|sync/client|8|1900|20|6|Jun, Ife|2
billing/dunning|billing/dunning|7|1240|12|4|Tomas|1
workers/queue|workers/queue|11|2050|22|4|Ravi, Ife|2
workers/mail|workers/mail|5|640|9|2|Ravi|1
web/charts|web/charts|13|2700|11|2|Dana|1
export/legacy|export/legacy|28|6400|6|1||0
tools/|tools|9|720|8|1|Sofie|1
docs/|docs|25|2900|18|1|you, Dana, Tomas|3
api/v1|api/v1|16|3300|3|0.4||0
tests/fixtures|tests/fixtures|30|900|5|0.3|Ife|
build files||7|310|12|0.3|Sofie|1
"""

LINKS = (
    ("export/stream", "export/columns", 31, 0.32, 0.52),
    ("export/stream", "sync/protocol", 14, 0.15, 0.32),
    ("billing/ledger", "billing/invoices", 8, 0.57, 0.21),
    ("api/", "web/views", 19, 0.24, 0.37),
    ("api/", "billing/invoices", 9, 0.11, 0.24),
    ("web/views", "web/forms", 12, 0.23, 0.39),
    ("deploy/", "infra/", 20, 0.18, 0.43),
    ("sync/protocol", "sync/store", 11, 0.25, 0.44),
    ("sync/protocol", "sync/client*", 9, 0.2, 0.45),
    ("workers/queue", "export/stream", 6, 0.27, 0.06),
    ("workers/queue", "deploy/", 5, 0.23, 0.05),
    ("api/", "sync/client*", 5, 0.06, 0.25),
    ("docs/", "api/", 6, 0.33, 0.08),
)


def areas() -> tuple[Area, ...]:
    """The areas of Harbour, hottest first."""
    return tuple(_area(row.split("|"), place) for place, row in enumerate(AREAS.split("\n")[1:-1], 1))


def _area(row: list[str], place: int) -> Area:
    name, folder, files, lines, changes, heat, holders, bus_factor = row
    return Area(
        name=name,
        repo="harbour",
        folder=folder,
        files=int(files),
        changes=int(changes),
        heat=float(heat),
        lines=int(lines),
        complexity=1.5,
        holders=tuple(holders.split(", ")) if holders else (),
        silent=("Ravi",) if name == "deploy/" else (),
        bus_factor=int(bus_factor) if bus_factor else None,
        blind=name in ("sync/protocol", "sync/store"),
        only_lead=name == "billing/ledger",
        claim=f"m{place}",
    )


def area(name: str, lines: int | None = 100, **changed: object) -> Area:
    """An area of which only the name matters, and what is changed."""
    plain: dict[str, object] = {"repo": "harbour", "folder": name.strip("/"), "files": 1, "changes": 1, "heat": 1.0}
    return Area(name=name, lines=lines, **(plain | changed))  # type: ignore[arg-type] # as Area declares them


def chart() -> Chart:
    """What the map of Harbour draws."""
    return Chart(areas(), tuple(Link(*link) for link in LINKS))


def row(of: Area) -> Claim:
    """The claim that opens an area: a row of the table, with rows of evidence behind it."""
    known = ", ".join(of.holders) or "nobody"
    lines = f"{of.lines:,}" if of.lines is not None else "–"
    cells = (str(of.files), lines, f"{of.heat:.0f}", known, "" if of.bus_factor is None else str(of.bus_factor))
    seen = (commit("a91c3e0", f"{of.name.strip('/')}: round half to even", 11, "Mara"),)
    return Claim(
        of.claim,
        f"area:{of.name}",
        f"{of.files} files, known by {known}",
        name=of.name,
        cells=cells,
        figures=(Figure("changes", of.changes, "commits", "commits of twelve months that changed it"),),
        because=(Group("latest", f"{of.changes} commits", seen, of.changes),),
        window=YEAR,
        wrong=OBJECTIONS,
        details=("silent for 19 days: Ravi",) if of.silent else (),
    )


def mapped(drawn: Chart | None = None) -> Answer:
    """The map of Harbour, or of another chart."""
    drawn = drawn or chart()
    claims = tuple(map(row, drawn.areas))
    spots = Section(
        "BLIND SPOTS", (Claim("m90", "blind", "22 changes this year; you last read it in April", "sync/protocol"),)
    )
    return Answer(
        verb="map",
        title="Harbour",
        period="12 months to 15 Nov 2026",
        claim="22 areas; one waits for nobody but you, and two have nobody left who knows them.",
        as_of=AS_OF,
        sections=(Section("AREAS", claims, columns=COLUMNS), spots),
        sources=("git",),
        next_step="read sync/protocol for an hour",
        next_command="trimtab why m90",
        chart=drawn,
    )
