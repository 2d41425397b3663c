"""The brief of Harbour as `docs` and the tests of every form know it, and the shortest answer there can be."""

from datetime import datetime, timedelta, timezone

from trimtab.advice.answer import Answer, Claim, Evidence, Figure, Group, Section, Window

CET = timezone(timedelta(hours=1))
REVIEWED = datetime(2026, 11, 11, 16, 40, tzinfo=CET)
AS_OF = datetime(2026, 11, 15, 23, 59, tzinfo=CET)
WEEK = Window(datetime(2026, 11, 9, tzinfo=CET), AS_OF)
YEAR = Window(datetime(2025, 11, 16, tzinfo=CET), AS_OF, "14 commits, 6 files, 412 lines")
OBJECTIONS = ("trimtab people merge", "CODEOWNERS", "trimtab map billing/ledger")


def commit(oid: str, subject: str, day: int, by: str, month: int = 11) -> Evidence:
    """A row for a commit of Harbour at noon of a day in 2026."""
    at = datetime(2026, month, day, 12, 0, tzinfo=CET)
    return Evidence("commit", f"harbour@{oid:0<40}", subject, at, by)


def ledger() -> Claim:
    """The claim that `trimtab why b5` opens."""
    mine = (
        commit("a91c3e0", "ledger: round half to even", 11, "Mara"),
        commit("77d0b12", "ledger: refuse negative tax", 3, "Mara"),
        commit("19fe4c8", "ledger: close a month once", 27, "Mara", month=10),
        *(commit(f"{nth:07x}", f"ledger: book case {nth}", 28 - nth, "Mara", month=9) for nth in range(1, 10)),
    )
    return Claim(
        "b5",
        "holder:billing/ledger",
        "only you in 12 months, 14 changes",
        name="billing/ledger",
        headline="Only you hold billing/ledger",
        details=("next: Tomas (reviewed it twice, wrote two of its tests)",),
        because=(
            Group("you", "12 commits, last 11 Nov", mine, 12),
            Group("others", "Tomas 2 commits (tests, March), 2 reviews (c04..., 9fe...)", (), 0),
        ),
        window=YEAR,
        meaning="one active person has 80 % or more of the weight of recent changes and reviews (half-life 90 days)",
        anchor="docs/reference/map.md#holder",
        left_out=("3 bot commits", "vendor/ (generated)"),
        wrong=OBJECTIONS,
    )


def moved() -> Section:
    """What the team did in the week."""
    export = (
        commit("5b1e9d2", "export: stream rows", 12, "Ife"),
        commit("0c77aa1", "export: retry a torn upload", 13, "Ravi"),
        commit("e41f008", "export: name columns as the contract does", 10, "Ife"),
    )
    usual = Figure("usual week", 38, "commits", "middle four fifths of the twelve weeks before", 27, 55)
    return Section(
        "MOVED",
        (
            Claim(
                "b1",
                "moved:all",
                "38 commits by 5 people; the usual week has 27 to 55",
                figures=(Figure("this week", 38, "commits", "commits on any branch, bots left out"), usual),
                window=WEEK,
            ),
            Claim(
                "b2",
                "moved:export",
                "61 % of it in export/ (was 20 %): Ife and Ravi",
                because=(Group("export/", "23 commits by Ife and Ravi", export, 23),),
                window=WEEK,
            ),
        ),
    )


def hours() -> Section:
    """The lead's own week, as far as git shows it."""
    code = Figure("code", 5, "h", "sessions of your own commits; a gap of two hours ends one", 3, 7)
    review = Figure("review", 1.4, "h", "merges and trailers that name you", 1, 2)
    text = "code 3 to 7 h, review 1 to 2 h; 26 to 34 h cannot be seen here"
    late = "code was 9 to 14 h in September; 2 of 5 sessions after 20:00"
    return Section(
        "YOUR HOURS",
        (
            Claim("b3", "hours:week", text, figures=(code, review), window=WEEK, wrong=("trimtab.yaml: hours",)),
            Claim("b4", "hours:trend", late, window=WEEK),
        ),
    )


def harbour() -> Answer:
    """The whole brief of week 2026-W46."""
    near = "next: nobody is near; Sofie works beside it in infra/"
    branches = "4 unmerged branches; your `ledger-rounding` is 23 days old and 61 commits behind"
    behind = Evidence("branch", "harbour:ledger-rounding", "61 commits behind main", REVIEWED, "Mara")
    read = "22 changes this year; you last read it in April"
    silent = Claim("b6", "holder:deploy", "only Ravi, silent for 19 days", name="deploy/", details=(near,))
    hour = ("an hour: 3f2c91a, 88ab210, docs/sync.md",)
    return Answer(
        verb="brief",
        title="Harbour",
        period="week 2026-W46, 9 to 15 Nov",
        claim="The team moved to export/, and billing/ledger still waits for nobody but you.",
        as_of=AS_OF,
        sections=(
            moved(),
            hours(),
            Section("HELD BY ONE", (ledger(), silent)),
            Section("BLIND SPOT", (Claim("b7", "blind:sync/protocol", read, name="sync/protocol", details=hour),)),
            Section(
                "IN FLIGHT",
                (Claim("b8", "flight", branches, because=(Group("yours", "1 branch", (behind,), 1),)),),
            ),
        ),
        sources=("git",),
        missing="who waits for you, meetings, plans",
        nearest="trimtab init --github",
        next_step="show Tomas the ledger before the 24th.",
        next_command="trimtab away me",
    )


def bare(*sections: Section, verb: str = "brief") -> Answer:
    """The shortest answer that holds these sections."""
    return Answer(verb, "Harbour", "week 2026-W46", "Nothing moved this week.", AS_OF, sections, ("git",))
