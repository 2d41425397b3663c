"""Harbour, a team to try Trimtab on: a generated git history with a planted story, and the lead's records.

    harbour = make(Path("somewhere"))
    harbour.repository      the clone
    harbour.workspace       the lead's folder, with trimtab.yaml
    harbour.items_file      its issues and pull requests, as saved from a tracker
    harbour.planted_file    what was planted, with the commits, items and events that show it

The same seed gives the same commits, byte for byte. What the answers say about Harbour is not decided here.
"""

from trimtab.demo.build import Harbour, default_as_of, make
from trimtab.demo.planted import PLANTED, Planted
from trimtab.demo.story import AS_OF

__all__ = ["AS_OF", "PLANTED", "Harbour", "Planted", "default_as_of", "make"]
