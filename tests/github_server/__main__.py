"""Serves a file of saved objects until standard input ends.

usage: python -m github_server FILE

It prints the address of its API. A line `touch N` adds a comment to item N, `used` prints how often each status was sent and
what was asked, by kind of address, and begins to count anew.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from github_server import Server, World
from github_server.harbour import commented


def kind_of(path: str) -> str:
    """An address without numbers: what is asked for."""
    return re.sub(r"/\d+", "/N", path.partition("?")[0]).removeprefix("/repositories/N") or "/"


def main(file: str) -> None:
    """Serve."""
    with Server(World.of_file(Path(file))) as server:
        server.quota.limit = 10**9
        print(server.base, flush=True)
        for line in sys.stdin:
            word, *numbers = line.split()
            if word == "touch":
                # 2 November 2026: newer than anything that is served.
                touched = [commented(server.world.items[int(number)], 7220, 10**12 + int(number)) for number in numbers]
                server.world.add(*touched)
                print("touched", flush=True)
            else:
                asked = Counter(kind_of(path) for path, _ in server.asked)
                print(json.dumps([dict(server.statuses()), dict(asked.most_common())]), flush=True)
                server.forget()


if __name__ == "__main__":
    main(*sys.argv[1:])
