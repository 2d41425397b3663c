"""One opened folder: the lead's records, the clones they name, and the lake that holds the evidence.

A workspace is a folder with a `trimtab.yaml`. A clone without one is opened the same way: its lake then lives in the
user's data directory, and the records are empty. Nothing is ever written into a clone.

What the rows mean is not known here. `trimtab.analyses` turns them into findings, `trimtab.advice` joins those.
"""

from trimtab.workspace._files import private_folder, read_json, write_whole
from trimtab.workspace._named import SETTINGS, Clone, Live, Saved
from trimtab.workspace._opening import clones_folder, find_workspace, open_clone, open_workspace
from trimtab.workspace._syncing import Enough, Synced, first_enough
from trimtab.workspace._workspace import Workspace

__all__ = [
    "SETTINGS",
    "Clone",
    "Enough",
    "Live",
    "Saved",
    "Synced",
    "Workspace",
    "clones_folder",
    "find_workspace",
    "first_enough",
    "open_clone",
    "open_workspace",
    "private_folder",
    "read_json",
    "write_whole",
]
