"""What is planted in Harbour: the truths an answer should find, and the traps it must not fall into."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trimtab.demo.story import DRIFT, EVENINGS, FORMATTED, LAST_WEEK, LEDGER_ALONE, PHASE, RENAMED, SILENCE
from trimtab.demo.team import DANA, FOUNDED


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted truth.

    `kind` is `truth` for what an answer should say and `trap` for what must not lead it astray. `who` and `where` name
    persons and paths, `since` the first day it holds, `says` the gist of an answer that finds it. `seen_in` tells whether
    the history shows it or the tracker.
    """

    id: str
    kind: Literal["truth", "trap"]
    since: date
    what: str
    says: str
    who: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    seen_in: Literal["history", "tracker"] = "history"


PLANTED: tuple[Planted, ...] = (
    Planted(
        "drift",
        "truth",
        DRIFT,
        "Mara codes 9 to 14 hours a week until early September 2026 and 3 to 7 afterwards; no phase declares it.",
        "your code was 9 to 14 h a week until September and is 3 to 7 h now; nobody declared that",
        who=("mara",),
    ),
    Planted(
        "declared-phase",
        "trap",
        PHASE[0],
        "From 12 to 30 January 2026 Mara coded 4 to 6 hours a week, and phases.yaml says so.",
        "a declared phase, no drift",
        who=("mara",),
    ),
    Planted(
        "evenings",
        "truth",
        EVENINGS,
        "From October 2026 on, 2 of Mara's 5 coding sessions in a week begin after 20:00.",
        "2 of 5 sessions begin after 20:00",
        who=("mara",),
    ),
    Planted(
        "reviews-fade",
        "truth",
        DRIFT,
        "Mara reviewed or merged about half of what the others had reviewed; from September 2026 on about a tenth.",
        "your reviews fell from about half of the team's to about a tenth",
        who=("mara",),
    ),
    Planted(
        "ledger-held-by-mara",
        "truth",
        LEDGER_ALONE,
        "In 12 months billing/ledger had 14 changes, 12 of them Mara's (three on her branch ledger-rounding); Tomas wrote two "
        "tests in March and reviewed twice.",
        "billing/ledger: only you in 12 months, 14 changes; next: Tomas",
        who=("mara", "tomas"),
        where=("billing/ledger",),
    ),
    Planted(
        "deploy-held-by-ravi",
        "truth",
        LEDGER_ALONE,
        "In 12 months only Ravi changed deploy, and nobody reviewed it; Sofie works beside it in infra.",
        "deploy: only Ravi; nobody is near, Sofie works beside it in infra",
        who=("ravi", "sofie"),
        where=("deploy", "infra"),
    ),
    Planted(
        "ravi-silent",
        "truth",
        SILENCE,
        "Ravi's last commit was on 27 October 2026, his last review before that; the records know of no leave.",
        "Ravi has been silent for 19 days",
        who=("ravi",),
    ),
    Planted(
        "protocol-blind-spot",
        "truth",
        date(2026, 4, 14),
        "Ife and Tomas rewrote sync/protocol in 22 changes; Mara, who began it, last reviewed it on 14 April 2026.",
        "sync/protocol: 22 changes in 12 months; you last read it in April",
        who=("mara", "ife", "tomas"),
        where=("sync/protocol", "docs/sync.md"),
    ),
    Planted(
        "export-busy",
        "truth",
        LAST_WEEK,
        "23 of the last week's 38 changes are in export, by Ife and Jun; in the twelve weeks before it was about a fifth.",
        "61 % of the week in export/ (was about 20 %): Ife and Jun",
        who=("ife", "jun"),
        where=("export",),
    ),
    Planted(
        "dana-unreviewed",
        "truth",
        DANA.joined,
        "Dana joined on 15 June 2026, pushes straight to main, and no commit of hers carries a review.",
        "nobody has reviewed what Dana changed since she joined",
        who=("dana",),
        where=("web", "api"),
    ),
    Planted(
        "jun-growing",
        "truth",
        date(2026, 2, 2),
        "Jun began with few commits in docs and tests and has taken on api and then export, more each quarter.",
        "Jun moved from docs and tests to api and export within a year",
        who=("jun",),
        where=("docs", "tests", "api", "export"),
    ),
    Planted(
        "branches-in-flight",
        "truth",
        date(2026, 9, 2),
        "Four branches are not merged: Mara's ledger-rounding (begun 23 October, main merged into it once, 61 commits behind) "
        "and retry-budget (2 September), Ife's export-stream (12 November), Sofie's infra-alerts (4 November).",
        "4 unmerged branches; your ledger-rounding is 23 days old and 61 commits behind",
        who=("mara", "ife", "sofie"),
        where=("billing/ledger/rounding.py", "workers/budget.py", "export/sinks.py", "infra/alerts.yaml"),
    ),
    Planted(
        "releases-by-mara",
        "truth",
        FOUNDED,
        "Mara tagged 9 of the last 10 releases; Tomas tagged v2.9 in July while she was away.",
        "release tagging: 9 of the last 10 by you",
        who=("mara", "tomas"),
    ),
    Planted(
        "aliases",
        "trap",
        FOUNDED,
        "Mara commits under two addresses and a handle, Ife sometimes as ife <ife@personal.example>.",
        "Mara is one person, and Ife is one person",
        who=("mara", "ife"),
    ),
    Planted(
        "bots",
        "trap",
        FOUNDED,
        "dependabot[bot] and harbour-ci commit too, harbour-ci three times within billing/ledger.",
        "bots are left out, and the answer says so",
        where=("requirements.lock", "web/dist", "billing/ledger/currencies.json"),
    ),
    Planted(
        "vendored-and-generated",
        "trap",
        date(2025, 6, 17),
        "Sofie took vendor/tinydate in whole three times; web/dist is built, not written.",
        "neither counts as anybody's knowledge",
        who=("sofie",),
        where=("vendor", "web/dist"),
    ),
    Planted(
        "format-everything",
        "trap",
        FORMATTED,
        "On 13 February 2026 Ravi formatted every Python file in one commit, the ledger's too.",
        "no sign that Ravi knows what he formatted",
        who=("ravi",),
    ),
    Planted(
        "jobs-renamed",
        "trap",
        RENAMED,
        "On 20 January 2026 Tomas renamed jobs to workers; the history of its files goes on.",
        "workers has the history of jobs",
        who=("tomas",),
        where=("jobs", "workers"),
    ),
    Planted(
        "everyone-waits",
        "truth",
        DRIFT,
        "Since September most requests for review in export and sync go to Mara, who answers in days; whoever else is asked "
        "answers within hours.",
        "most of the waiting is for you; a second reviewer of export and sync would have halved it",
        who=("mara", "tomas", "ife", "jun"),
        where=("export", "sync"),
        seen_in="tracker",
    ),
    Planted(
        "forgotten-question",
        "truth",
        date(2026, 11, 9),
        "Tomas asked Mara on 9 November how the currency table should round, mentioned her, and had no answer.",
        "Tomas waits for an answer of yours since 4 working days",
        who=("mara", "tomas"),
        seen_in="tracker",
    ),
    Planted(
        "export-held-back",
        "truth",
        date(2026, 11, 11),
        "Ife asked Mara on 11 November to review the stream of rows; an issue of Jun's, one of Sofie's and the milestone "
        "Export GA wait for it.",
        "Ife waits for your review since 2.5 working days; it holds back two items and Export GA",
        who=("mara", "ife", "jun", "sofie"),
        where=("export/sinks.py",),
        seen_in="tracker",
    ),
    Planted(
        "team-request",
        "truth",
        date(2026, 11, 13),
        "Jun asked the team backend on 13 November to review leases of workers, which Ravi and Tomas know best.",
        "asked of the team, a working day; Tomas knows it, Ravi is silent",
        who=("jun", "tomas", "ravi"),
        where=("workers",),
        seen_in="tracker",
    ),
    Planted(
        "second-look",
        "truth",
        date(2026, 11, 5),
        "Mara wanted changes of Sofie's alerts on 4 November; Sofie pushed them a day later, and Mara has not looked again.",
        "you owe Sofie a second look since 5 November",
        who=("mara", "sofie"),
        where=("infra/alerts.yaml",),
        seen_in="tracker",
    ),
    Planted(
        "approved-unmerged",
        "truth",
        date(2026, 11, 6),
        "Tomas approved Sofie's change of log retention on 6 November; nobody has merged it.",
        "approved for a week and not merged",
        who=("sofie", "tomas"),
        where=("infra",),
        seen_in="tracker",
    ),
    Planted(
        "old-draft",
        "truth",
        date(2026, 10, 23),
        "Mara's pull request of ledger-rounding has been a draft since 23 October.",
        "your own draft is 23 days old",
        who=("mara",),
        where=("billing/ledger/rounding.py",),
        seen_in="tracker",
    ),
)
