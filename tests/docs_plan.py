"""The reference page about plans, made from the models; `docs_records` writes it."""

from docs_tables import table
from trimtab.records.plan import (
    Contract,
    Deadline,
    Dependency,
    Lead,
    Member,
    Milestone,
    Need,
    PlanFile,
    PlanTask,
    Risk,
    Unknown,
)

PLAN_EXAMPLE = """\
title: Billing rewrite
outcome: one ledger for all invoices
stakeholders: [finance, support]
start: 2026-11-23
deadline: {date: 2027-02-26, hard: true}
lead: {coding: 30%, critical: avoid}
people: [tomas, ife, {id: ravi, share: 50%, to: 2027-01-29}]

tasks:
  - id: ledger
    title: The ledger
    priority: must
    tasks:
      - id: schema
        outcome: the tables hold a year of invoices
        estimate: 1d..3d
        owner: tomas
      - id: ledger-api
        estimate: 3d/5d/9d
        confidence: 80%
        after: schema
        needs: [python]
        candidates: [tomas, ife]
        items: ['#412']
      - id: import
        estimate: 2d..6d
        after: [schema SS+1d]
        needs: [{skill: sql, people: 2}]
        not_before: 2026-12-01
  - id: billing-ui
    estimate: 4d..7d
    after: schema
    due: 2027-01-29
    done: 40%
    remaining: 2d..4d
  - id: end-to-end
    estimate: 1d..2d
    after: [ledger-api, billing-ui, import FF+1d]
  - id: themes
    estimate: 2d..3d
    after: billing-ui
    priority: could
    tags: [nice]

unknowns:
  - id: bank-sandbox
    question: Does the bank's sandbox support refunds?
    who: ravi
    by: 2026-12-04
    blocks: [import]
    badly: 3d..10d
    chance: 30%

contracts:
  - id: invoice-json
    title: JSON of an invoice
    provider: ledger-api
    consumers: [billing-ui]
    integration: end-to-end
    estimate: 0.5d..1d
    owner: tomas
    after: schema

risks:
  - id: audit-early
    event: the audit comes early
    chance: 20%
    extra: 2d..5d
    hits: [import]
    trigger: a mail by the auditor
    response: the import first
    owner: ravi

milestones:
  - {id: beta, title: Beta for ten customers, after: [end-to-end], due: 2027-02-12}

freeze: 2w
cut: could
"""

PLAN_COMMANDS = """\
## Starting a plan

`trimtab plan new NAME` writes `plans/NAME.yaml` with every key explained, and never over another. The plan begins on
the next working day unless `--start` says otherwise; `--title` and `--deadline` go before what is found.

- `--from LIST.md` takes a checklist. Boxes (`- [ ]`, `1. [x]`) are tasks, boxes below a box its tasks, headings the groups
  around them; one heading around all is the title. A crossed-out box (`[-]`, `[~]`) is left out, `[x]` is done. Beside the
  words may stand an estimate in brackets (`(2d..5d)`), `@login`, `#412` or a link to an item, `due 2026-12-18`, and
  `(after The schema)`. Lists without boxes are words, unless the file has none.
- `--from TABLE.csv` takes a table with a header, parted by commas, semicolons or tabs. It needs a column of titles (`title`,
  `task`, `name`, `summary`); it takes, by their usual names, the columns of ids, estimates (also three of them: low, likely,
  high), owners, what a task depends on (`A-2FS+2 days` too), parents or epics, due dates, states, priorities, labels, skills
  and items. What was not taken is named.
- `--items QUERY` takes the open items of the trackers that `QUERY` means, as in
  [forecast items](forecast.md#query): what is blocked by what, sub-issues as groups, pull requests with the issue that they
  close, assignees as owners, and milestones. Their dates are not read from trackers, and items have no estimates.

The first line tells editors where the schema is: under `.trimtab/cache/`, so that no network is needed.

## Changing a task

`trimtab plan edit NAME TASK KEY=VALUE ...` changes one task where it stands, all that is asked or nothing. Comments, quotes,
line ends and every other task stay.

| typed | meaning |
| --- | --- |
| `estimate=2d..5d` | another value, or the key is added |
| `owner=` | the key is taken out |
| `after=schema,api` | a list; items that stay are not touched |
| `after+=ui` `after-=api` | add to a list, take from it |
| `finished=today` | a date |
| `answer="yes, from v3"` | of an unknown; contracts, risks and milestones go by their ids too |

A value that the file would not take is refused; so is a file that changed underneath. What the checks say now and did not
say before is printed.

## Checking a plan

`trimtab plan check [NAME]` prints what is wrong with the text, as `trimtab check` does, and under RISKY what the text does not
show. It ends with 2 when there is an error in the text; with `--fail-on warning` it ends with 1 where there is a warning
or a finding.

### findings

Nothing is scheduled for them: each holds whatever the schedule. Work is that which is expected
([schedule.md](schedule.md)).

| finding | what it means |
| --- | --- |
| `deadline` | the critical path alone ends after a date that is asked for, were nobody ever busy elsewhere |
| `capacity` | until a date there is more work than all people have time, or more than nine tenths of it |
| `frozen` | a start within the frozen window (`freeze`) can no longer be kept as it was agreed, and why |
| `lead` | you alone can do tasks without slack, and `critical` is not `allow` |
| `one hand` | one other person alone can do four fifths or more of the work without slack, in two tasks or more |
| `one skill` | tasks that name nobody need a skill that one person of the plan has: two tasks, or one that is critical |
| `overload` | somebody has more work that nobody else can do than time until a date; without one, than the path is long |
| `parallel` | a contract between neighbours on the path would end the plan two days and a twentieth sooner, or more |
| `unknown` | the answer to a question was needed before today |

Where fewer than half of the tasks have estimates, the findings that add up work are not made.

## What was accepted

`trimtab plan accept NAME` keeps the schedule and the estimates of that instant under `plans/.history/NAME/`, one file each,
named by its instant in UTC. Files are only added, whole or not at all; a damaged one is told, and the one before it holds.
"""


def plan_page() -> str:
    """Every key of a plan, and the commands about plans."""
    parts = [
        "# Plans\n",
        (
            "A plan is one text file, `plans/NAME.yaml`: what is to be done, what it waits for, and who could do it, in your "
            "words and units. Dates are worked out from it and stand in no file. `trimtab plan check NAME` says what is wrong "
            "with it, each complaint with its place and remedy ([diagnostics](diagnostics.md)); editors that know JSON Schema "
            "complete the keys with [plan.schema.json](schemas/plan.schema.json). This page is made by `dev/docs` from the "
            "same models.\n"
        ),
        f"```yaml\n{PLAN_EXAMPLE}```\n",
        "## The plan\n",
        table(PlanFile),
        "## tasks\n",
        (
            "A task with `tasks` of its own is a group. A group waits with `after`, and what waits for it waits for all its "
            "tasks. It has no work of its own, and hands down who does it, its `priority`, its dates and that it is `done`, to "
            "tasks that say nothing else.\n"
        ),
        table(PlanTask),
        "### estimate\n",
        (
            "Working hours (`h`), days (`d`) or weeks (`w`, five days) of each person the task needs: one amount (`3d`), a range "
            "(`2d..5d`, also `2-5d`), or lowest, likeliest and highest (`1d/2d/4d`). A unit that is written once holds for "
            "all (`2..5d`). The ends are no hard bounds: with a `confidence` of 80 %, one task in ten takes less than the low "
            "end and one in ten more than the high one. `remaining` says what is left, from today, in the same forms, and "
            "counts instead of the estimate.\n"
        ),
        "### after\n",
        (
            "An id alone waits for its finish (`FS`). `api SS+1d` begins one working day after api begins, `api FF` ends no "
            "earlier than it, `api -1d` overlaps by a day. One may stand without brackets.\n"
        ),
        table(Dependency),
        "### needs\n",
        "A skill, or a skill with how many people at once. People's skills stand in their files under `people/`.\n",
        table(Need),
        "### items\n",
        (
            "`'#412'`, `'harbour#412'` or `'owner/name#412'`, in quotes because of the `#`; a bare number and the item's "
            "address are understood too. What the tracker says of an item counts for its task: work on it begins and ends "
            "with it.\n"
        ),
        "### due and deadline\n",
        "A date, or a mapping:\n",
        table(Deadline),
        "## people\n",
        "An id, or a mapping. Whoever owns a task is counted too. Your own share stands under `lead`.\n",
        table(Member),
        "## lead\n",
        table(Lead),
        "## unknowns\n",
        (
            "What nobody knows yet is part of the plan: `blocks` wait for the answer. An open question that nobody works on "
            "is told by every check.\n"
        ),
        table(Unknown),
        "## contracts\n",
        (
            "A contract parts two tasks: once it is agreed, its consumers go on against a stand-in, while the provider builds "
            "the real thing. It takes the place of waiting for the provider: a link from consumer to provider is not used.\n"
        ),
        table(Contract),
        "## risks\n",
        table(Risk),
        "## milestones\n",
        table(Milestone),
        PLAN_COMMANDS,
    ]
    return "\n".join(parts)
