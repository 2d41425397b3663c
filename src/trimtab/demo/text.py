"""What stands in the files: small texts that look like the work of a team, and edits to them.

A file is a head and a row of blocks (functions, stanzas or paragraphs). An edit adds, rewrites or drops blocks, so that
the lines it changes are as many, and lie as close together, as in real work.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from trimtab.demo._dice import Dice
from trimtab.demo.areas import Area

Block = tuple[str, ...]

_VERBS = (
    "read",
    "write",
    "check",
    "merge",
    "split",
    "find",
    "count",
    "close",
    "open",
    "settle",
    "send",
    "drop",
    "plan",
    "mark",
)
_CAP = 11


@dataclass(frozen=True, slots=True)
class Text:
    """One file: `gap` is the number of empty lines between blocks, which a formatter may change."""

    path: str
    head: Block
    blocks: tuple[Block, ...]
    gap: int = 1

    def __str__(self) -> str:
        between = "\n" * (self.gap + 1)
        parts = ("\n".join(block) for block in (self.head, *self.blocks))
        return between.join(parts) + "\n"

    def edited(self, dice: Dice, area: Area) -> "Text":
        """The file after one ordinary change."""
        blocks = list(self.blocks)
        make = _maker(self.path)
        for _ in range(dice.weighted(((1, 5.0), (2, 3.0), (3, 1.0)))):
            place = dice.whole(0, len(blocks) - 1)
            deed = dice.weighted((("add", 3.0), ("rewrite", 3.0), ("tweak", 4.0), ("drop", 1.0)))
            if deed == "tweak":
                blocks[place] = _tweaked(dice, blocks[place])
            elif deed == "drop" and len(blocks) > 3:
                blocks.pop(place)
            elif deed == "add" and len(blocks) < _CAP:
                blocks.insert(place, make(dice, area))
            else:
                blocks[place] = make(dice, area)
        if tuple(blocks) == self.blocks:
            blocks[-1] = make(dice, area)
        return replace(self, blocks=tuple(blocks))

    def formatted(self) -> "Text":
        """The file after the formatter has been over it."""
        return replace(self, gap=2)


def new(dice: Dice, path: str, area: Area) -> Text:
    """A fresh file of that name."""
    make = _maker(path)
    thing = area.things[0]
    if path.endswith(".py"):
        head: Block = (f'"""{thing.capitalize()} and what belongs to them."""', "", "from dataclasses import replace")
    elif path.endswith(".ts"):
        head = (f"// {thing.capitalize()} and what belongs to them.", 'import { request } from "./request";')
    elif path.endswith(".md"):
        head = (f"# {path.rsplit('/', 1)[-1].removesuffix('.md').capitalize()}",)
    else:
        head = (f"# {thing.capitalize()}.",)
    return Text(path, head, tuple(make(dice, area) for _ in range(dice.whole(4, 8))))


def _maker(path: str) -> Callable[[Dice, Area], Block]:
    if path.endswith(".py"):
        return _test if "test_" in path else _function
    return {"ts": _script, "md": _paragraph}.get(path.rsplit(".", 1)[-1], _stanza)


def _words(dice: Dice, area: Area) -> tuple[str, str, str, int]:
    thing, other = dice.pick(area.things), dice.pick(area.things)
    return dice.pick(_VERBS), _slug(thing), _slug(other), dice.whole(2, 90)


def _slug(words: str) -> str:
    return words.replace("-", "_").replace(" ", "_").lower()


def _function(dice: Dice, area: Area) -> Block:
    verb, things, others, number = _words(dice, area)
    return (
        f"def {verb}_{things}({others}, limit={number}):",
        f'    """{verb.capitalize()} {things.replace("_", " ")} {dice.pick(area.whens)}."""',
        *dice.pick(
            (
                (
                    f"    kept = [row for row in {others} if row.{things} is not None]",
                    "    if len(kept) > limit:",
                    f'        raise ValueError(f"{{len(kept)}} {others.replace("_", " ")}, at most {{limit}}")',
                    f"    return tuple(sorted(kept, key=lambda row: row.{things}))",
                ),
                (
                    "    done = 0",
                    f"    for row in {others}:",
                    "        if row.closed or done == limit:",
                    "            continue",
                    f"        row = replace(row, {things}=row.{things} + 1)",
                    "        done += 1",
                    "    return done",
                ),
                (
                    f"    found = {{row.id: row for row in {others}[:limit]}}",
                    "    return found.get(min(found, default=None))",
                ),
                (
                    f"    first, *rest = {others}",
                    f"    if first.{things} == 0:",
                    "        return first",
                    f"    return replace(first, {things}=sum(row.{things} for row in rest[:limit]))",
                ),
            )
        ),
    )


def _test(dice: Dice, area: Area) -> Block:
    verb, things, others, number = _words(dice, area)
    return (
        f"def test_{verb}_{things}_{_slug(dice.pick(area.whens))}(harbour):".replace(",", ""),
        f"    {others} = harbour.{verb}({number})",
        "",
        f"    assert {others}.{things} == {dice.whole(0, 9)}",
    )


def _script(dice: Dice, area: Area) -> Block:
    verb, things, others, number = _words(dice, area)
    return (
        f"export async function {verb}_{things}({others}: string[]) {{",
        f'  const answer = await request("{things}", {{ limit: {number} }});',
        f"  if (answer.{others} === null) {{",
        f"    return {others}.slice(0, {number});",
        "  }",
        f"  return answer.{others};",
        "}",
    )


def _paragraph(dice: Dice, area: Area) -> Block:
    verb, things, others, number = _words(dice, area)
    first, second = things.replace("_", " "), others.replace("_", " ")
    return (
        f"## {verb.capitalize()} {first}",
        "",
        f"{first.capitalize()} are there {dice.pick(area.whens)}. There are at most {number} of them,",
        f"and {second} come after. Whoever is on call can {dice.pick(_VERBS)} them by hand.",
    )


def _stanza(dice: Dice, area: Area) -> Block:
    verb, things, others, number = _words(dice, area)
    return (
        f"{verb}_{things}:",
        f"  {others}: {number}",
        f"  after: {dice.whole(1, 59)}m",
        f"  note: {dice.pick(area.whens)}",
    )


def _tweaked(dice: Dice, block: Block) -> Block:
    """The first number of the block is another now; a block without one gains a line."""
    for place, line in enumerate(block):
        found = re.search(r"\d+", line)
        if found:
            line = line[: found.start()] + str((int(found[0]) + dice.whole(1, 9)) % 97) + line[found.end() :]
            return (*block[:place], line, *block[place + 1 :])
    return block
