"""Items of a tracker as the draft of a plan: what blocks what, what is part of what, whose they are, which milestone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._held_back import Key
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene
from trimtab.advice.forecast import asked_items
from trimtab.errors import UsageError
from trimtab.records import Records
from trimtab.records.plan_draft import Draft, DraftMilestone, DraftTask

MOST = 1000


def draft_from_items(scene: Scene, records: Records, typed: str, name: str, start: date) -> Draft:
    """The open items that a query means, as a draft.

    Raises UsageError where there is no tracker, for a query that cannot be read, and where no open item fulfils it.
    """
    if not scene.trackers.any:
        raise UsageError(
            "no issues or pull requests have been read yet, so there are none to plan. "
            "`trimtab sync --source archive FILE` reads saved ones."
        )
    found = asked_items(scene, typed)
    rows = found.filter(pl.col("state") == "open").to_dicts()
    if not rows:
        ended = f"; {counted(found.height, 'item')} of these have ended" if found.height else ""
        raise UsageError(f'no open item fulfils "{typed}"{ended}.')
    if len(rows) > MOST:
        raise UsageError(
            f'{len(rows):,} open items fulfil "{typed}"; a plan is made of {MOST:,} at most. Ask for fewer.'
        )
    return _Items(scene, records, rows).draft(name, start, found.height - len(rows))


class _Items:
    def __init__(self, scene: Scene, records: Records, rows: Sequence[Row]) -> None:
        self.scene, self.records = scene, records
        self.rows: Mapping[Key, Row] = {(row["tracker"], row["item"]): row for row in rows}
        self.notes: dict[str, None] = {}
        asked = pl.DataFrame([{"tracker": t, "item": i} for t, i in self.rows])
        on = ["tracker", "item"]
        kinds = ("blocked_by", "sub_issue", "closes")
        links = scene.trackers.links.filter(pl.col("kind").is_in(kinds)).join(asked.lazy(), on=on, how="semi")
        self.links = links.select(*on, "kind", "target").unique().collect().sort(pl.all()).rows()

    def draft(self, name: str, start: date, ended: int) -> Draft:
        """The items as tasks of a plan."""
        if ended:
            self.notes[f"{counted(ended, 'item')} that ended already {'was' if ended == 1 else 'were'} left out"] = None
        milestones = sorted({row["milestone"] for row in self.rows.values() if row["milestone"]})
        title = milestones[0] if len(milestones) == 1 and self._all_of(milestones[0]) else name
        closes = dict(self._pairs("closes"))
        merged = {pull for pull, issue in closes.items() if issue in self.rows}
        parents = {child: parent for parent, child in self._pairs("sub_issue") if child in self.rows}
        top = [key for key in self.rows if key not in merged and self._parent(key, parents) is None]
        tasks = tuple(self._task(key, parents, closes, merged) for key in top)
        points = tuple(DraftMilestone(one, tuple(self._in(one, merged, parents))) for one in milestones)
        self.notes["items have no estimates: write one at each task"] = None
        return Draft(title, start, tasks=tasks, milestones=points, notes=tuple(self.notes))

    def _all_of(self, milestone: str) -> bool:
        return all(row["milestone"] == milestone for row in self.rows.values())

    def _pairs(self, kind: str) -> Iterator[tuple[Key, Key]]:
        for tracker, item, found, target in self.links:
            if found == kind:
                yield (tracker, item), (tracker, target)

    def _parent(self, key: Key, parents: Mapping[Key, Key]) -> Key | None:
        """What an item is part of; nothing where trackers let it be part of itself."""
        seen, at = {key}, parents.get(key)
        while at is not None and at not in seen:
            seen.add(at)
            at = parents.get(at)
        return parents.get(key) if at is None else None

    def _task(self, key: Key, parents: Mapping[Key, Key], closes: Mapping[Key, Key], merged: set[Key]) -> DraftTask:
        row = self.rows[key]
        below = [one for one in self.rows if one not in merged and self._parent(one, parents) == key]
        pulls = [self.rows[one] for one in merged if closes[one] == key]
        owners = self._people(row)
        return DraftTask(
            key=self._name(key),
            title=row["title"] or f"#{row['number']}",
            after=tuple(self._after(key)),
            owner=owners[0] if len(owners) == 1 and not below else None,
            candidates=tuple(owners) if len(owners) > 1 and not below else (),
            items=tuple(self._number(one) for one in (row, *sorted(pulls, key=lambda one: one["number"]))),
            tags=tuple(row["labels"]),
            tasks=tuple(self._task(one, parents, closes, merged) for one in below),
        )

    def _after(self, key: Key) -> Iterator[str]:
        for item, blocker in self._pairs("blocked_by"):
            if item == key and blocker in self.rows:
                yield self._name(blocker)
            elif item == key:
                self.notes["what waits for items that were not asked for does not say so in the plan"] = None

    def _in(self, milestone: str, merged: set[Key], parents: Mapping[Key, Key]) -> Iterator[str]:
        inner = {key for key, row in self.rows.items() if row["milestone"] == milestone and key not in merged}
        yield from (self._name(key) for key in self.rows if key in inner and parents.get(key) not in inner)

    def _people(self, row: Row) -> list[str]:
        found = []
        for account in row["assignees"]:
            person = self.scene.trackers.person(row["tracker"], account)
            written = self.records.person(person) if person else None
            if written is None:
                self.notes["some items are assigned to people who have no file under people/"] = None
            else:
                found.append(written.id)
        return list(dict.fromkeys(found))

    def _name(self, key: Key) -> str:
        return f"{key[0]}:{key[1]}"

    def _number(self, row: Row) -> str:
        if not self.scene.trackers.several:
            return f"#{row['number']}"
        place = "/".join(str(row["link"] or "").split("://")[-1].split("/")[1:3]) or row["tracker"]
        return f"{place}#{row['number']}"
