"""The areas of Harbour's code: their files, and the words that work on them is told in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A folder people own: `files` are there from the first day, `later` appear as work goes on.

    `tag` opens the subject of a commit. `things` are plural or mass nouns, `whens` follow them in a subject.
    """

    place: str
    tag: str
    files: tuple[str, ...]
    later: tuple[str, ...]
    things: tuple[str, ...]
    whens: tuple[str, ...]


def _area(place: str, tag: str, files: str, later: str, things: str, whens: str) -> Area:
    def listed(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(","))

    return Area(place, tag, tuple(files.split()), tuple(later.split()), listed(things), listed(whens))


_ALL = (
    _area(
        "api",
        "api",
        "__init__.py handlers.py auth.py limits.py paging.py errors.py schema.py health.py",
        "webhooks.py tokens.py versions.py search.py idempotency.py audit.py",
        "page cursors, rate limits, access tokens, error bodies, request ids, webhook signatures, filter parameters, "
        "partial responses, idempotency keys, schema versions, health checks, audit entries",
        "after a token expires, when the body is empty, on the first page, for read-only clients, behind the proxy, "
        "when two requests race, under load, for deleted accounts",
    ),
    _area(
        "billing/invoices",
        "invoices",
        "__init__.py draft.py lines.py numbering.py render.py totals.py",
        "credit.py periods.py discounts.py proration.py",
        "invoice numbers, credit notes, draft lines, billing periods, discounts, due dates, prorated seats, line totals, "
        "recipients, payment references, reverse charges, attachments",
        "in leap years, at the end of a month, for annual plans, after a downgrade, in two currencies, when a line is empty, "
        "for closed accounts, during a retry",
    ),
    _area(
        "billing/dunning",
        "dunning",
        "__init__.py steps.py mails.py schedule.py",
        "pauses.py outcomes.py",
        "reminder steps, failed charges, grace periods, reminder mails, card updates, paused accounts, retry days, write-offs",
        "over a weekend, after a partial payment, when the card changed, on the last step, for annual plans, on public holidays",
    ),
    _area(
        "billing/ledger",
        "ledger",
        "__init__.py accounts.py posting.py rounding.py tax.py currency.py",
        "",
        "postings, account balances, tax lines, currency tables, rounding remainders, closing entries, reversals, journal ids",
        "at the end of a period, in two currencies, after a reversal, for zero amounts, when accounts are closed",
    ),
    _area(
        "sync/protocol",
        "protocol",
        "__init__.py frames.py handshake.py versions.py windows.py",
        "resume.py",
        "frame headers, handshakes, protocol versions, send windows, acknowledgements, heartbeats, resume tokens, checksums",
        "after a reconnect, for old clients, when a frame is cut, on a slow link, when versions differ",
    ),
    _area(
        "sync/client",
        "sync",
        "__init__.py session.py queue.py backoff.py merge.py",
        "offline.py progress.py conflicts.py",
        "offline edits, conflict markers, send queues, back-off delays, session tokens, merge rules, progress events, "
        "stale replicas, partial pulls, device names",
        "after a long flight, when the clock jumps, on a metered link, on first start, when the disk is full, after a crash, "
        "with two devices, during an upgrade",
    ),
    _area(
        "sync/store",
        "store",
        "__init__.py pages.py journal.py index.py compact.py",
        "locks.py snapshot.py",
        "journal pages, tombstones, index entries, snapshots, page checksums, write locks, free lists, compaction runs, "
        "read cursors, orphan pages",
        "after a power cut, over 2 GB, when readers are slow, on network drives, during compaction, at start-up, "
        "when a page is torn",
    ),
    _area(
        "export",
        "export",
        "__init__.py rows.py columns.py csv.py jobs.py",
        "stream.py sheets.py parquet.py chunks.py schedule.py delivery.py resume.py",
        "row batches, column types, header rows, chunk sizes, date columns, export jobs, delivery links, empty sheets, "
        "resume points, cell escapes, decimal columns, progress counts, large tables, expired links",
        "over a million rows, when a column is renamed, after a cancel, in the second chunk, for time zones, "
        "when the reader is slow, on retry, with nested fields, when the link expired, for archived projects",
    ),
    _area(
        "web",
        "web",
        "app.ts routes.ts session.ts table.ts forms.ts dates.ts menu.ts settings.ts",
        "charts.ts search.ts invoices.ts exports.ts toasts.ts shortcuts.ts access.ts",
        "form errors, table headers, date pickers, menu entries, focus rings, empty states, keyboard shortcuts, toasts, "
        "loading states, column widths, settings tabs, search results, print styles, error pages",
        "on narrow screens, in dark mode, after a refresh, with a screen reader, for long names, without scripts, "
        "on slow networks, when nothing is selected, in the second tab",
    ),
    _area(
        "infra",
        "infra",
        "network.tf database.tf queues.tf storage.tf alerts.yaml dashboards.yaml backups.yaml",
        "cdn.tf secrets.tf budgets.yaml runners.tf",
        "database replicas, queue alarms, backup windows, disk alerts, access policies, log retention, certificates, "
        "dashboard panels, budget limits, cache nodes, read replicas, runner pools",
        "in the second region, at night, during a failover, for staging, on small instances, after rotation, at month end",
    ),
    _area(
        "deploy",
        "deploy",
        "pipeline.yaml rollout.py canary.py rollback.py locks.py environments.yaml",
        "freeze.py smoke.py",
        "canary steps, rollback plans, release locks, smoke tests, freeze windows, health gates, environment pins, image tags, "
        "migration order, traffic shares",
        "for the second region, on a failed gate, during a freeze, after a rollback, before migrations, when a node drains",
    ),
    _area(
        "jobs",
        "jobs",
        "__init__.py queue.py runner.py retry.py schedule.py clean.py",
        "leases.py metrics.py",
        "dead letters, job leases, retry delays, cron entries, worker heartbeats, queue depths, duplicate jobs, time limits",
        "after a deploy, when the broker restarts, in long jobs, over midnight, at low priority, when leases run out",
    ),
    _area(
        "docs",
        "docs",
        "index.md setup.md api.md sync.md billing.md oncall.md",
        "export.md releases.md glossary.md webhooks.md",
        "set-up steps, examples, on-call notes, webhook samples, release notes, diagrams, glossary entries, error codes",
        "for new joiners, on macOS, for partners, after the move, for self-hosting, in the tutorial",
    ),
    _area(
        "tests",
        "tests",
        "conftest.py test_signup.py test_checkout.py test_sync_roundtrip.py test_permissions.py",
        "test_export_flow.py test_webhooks.py test_upgrade.py test_timezones.py",
        "sign-up flows, checkout flows, fixtures, flaky waits, time-zone cases, permission cases, upgrade paths, seeded data",
        "on a cold cache, without network, with a fixed clock, in parallel, for guests, on slow runners",
    ),
    _area(
        "tools",
        "tools",
        "lint.py release.py seed.py",
        "profile.py anonymise.py",
        "release steps, seed data, lint rules, timing reports, support bundles, change notes",
        "on a clean clone, on macOS, for old branches, in dry runs, without docker",
    ),
)

AREAS: Mapping[str, Area] = {area.place: area for area in _ALL}
