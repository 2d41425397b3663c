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

cut: could
"""

PLAN_COMMANDS = ""


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
