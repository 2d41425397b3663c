"""The commits a reader will look at one by one, written out: the ledger's and the protocol's year.

Everything else of the history is told by dice (`weeks`); here who, when, which files and why are told by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scene:
    """One commit told by hand; `reviewer` is the person whose Reviewed-by it carries."""

    day: date
    who: str
    place: str
    subject: str
    files: tuple[str, ...]
    reviewer: str = ""


def _scenes(place: str, text: str) -> tuple[Scene, ...]:
    """Reads lines of `day who reviewer files subject`; `-` is nobody, files are parted by commas."""

    def scenes() -> Iterator[Scene]:
        for line in text.strip().splitlines():
            day, who, reviewer, files, subject = line.split(maxsplit=4)
            paths = tuple(file if "/" in file else f"{place}/{file}" for file in files.split(","))
            yield Scene(date.fromisoformat(day), who, place, subject, paths, reviewer.replace("-", ""))

    return tuple(scenes())


LEDGER = _scenes(
    "billing/ledger",
    """
2026-03-10 tomas -     test_posting.py                       ledger: test that every posting balances
2026-03-12 tomas -     test_posting.py                       ledger: test reversals across a period's end
2026-04-22 mara  tomas currency.py,tax.py                    ledger: read currency tables once a day
2026-06-10 mara  tomas posting.py,tax.py                     ledger: post tax in the currency of the invoice
2026-08-26 mara  -     accounts.py,posting.py                ledger: list accounts nobody posted to for a year
2026-09-09 mara  -     posting.py,accounts.py                ledger: refuse postings into a closed period
2026-09-23 mara  -     tax.py,posting.py                     ledger: carry reverse charges to the closing entry
2026-10-07 mara  -     currency.py,posting.py                ledger: say which currency table a posting used
2026-10-21 mara  -     accounts.py,tax.py                    ledger: split the tax account by rate
2026-10-28 mara  -     tax.py,posting.py                     ledger: refuse negative tax
2026-11-11 mara  -     posting.py,currency.py,accounts.py    ledger: round half to even
""",
)

PROTOCOL = _scenes(
    "sync/protocol",
    """
2025-11-26 ife   tomas frames.py               protocol: give every frame a length before its body
2025-12-10 tomas mara  handshake.py            protocol: agree on a version before the first frame
2026-01-21 ife   tomas windows.py              protocol: let the receiver open the send window
2026-02-11 ife   mara  frames.py,versions.py   protocol: number frames per stream
2026-03-18 tomas ife   handshake.py            protocol: end a handshake that takes over ten seconds
2026-04-14 ife   mara  windows.py,frames.py    protocol: acknowledge ranges, not single frames
2026-05-06 ife   tomas resume.py               protocol: resume a stream from a signed token
2026-05-20 tomas ife   versions.py             protocol: drop version 1
2026-06-03 ife   tomas resume.py,docs/sync.md  protocol: keep resume tokens for a day
2026-06-17 tomas ife   frames.py               protocol: check frames with one running sum
2026-06-25 ife   tomas windows.py              protocol: halve the window on a lost range
2026-07-08 tomas ife   handshake.py,resume.py  protocol: resume within the handshake
2026-07-15 ife   tomas frames.py,windows.py    protocol: send small frames together
2026-07-29 ife   tomas versions.py,docs/sync.md protocol: describe version 3
2026-08-12 ife   -     handshake.py            protocol: ask for version 3 by default
2026-08-19 tomas -     windows.py              protocol: grow the window by what was acknowledged
2026-09-02 ife   tomas frames.py               protocol: split frames at 16 KB
2026-09-16 tomas ife   resume.py               protocol: refuse tokens of another device
2026-09-30 ife   tomas versions.py,frames.py   protocol: leave out headers both sides know
2026-10-14 ife   tomas resume.py,windows.py    protocol: resume with the window it had
2026-10-29 tomas ife   frames.py,docs/sync.md  protocol: close streams with a reason
2026-11-05 ife   tomas handshake.py,frames.py  protocol: one round trip less at start
""",
)
