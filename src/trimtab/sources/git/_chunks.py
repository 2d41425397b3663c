"""Cutting a history into chunks and having several mined at once, their results in order."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace

from trimtab.sources.git._mine import ChunkRequest, Mined, mine_chunk

# A new git process starts with cold caches: short chunks cost a fifth more, long ones keep results and memory waiting.
LONGEST = 4096
SHORTEST = 1024

# Below this many commits, starting a second worker costs more than it brings.
_WORTH_A_SECOND = 2000

_MOST_WORKERS = 4


def workers_for(commits: int) -> int:
    """How many threads to mine with: git does the work, so one per core, but not too many beside what else runs."""
    if commits < _WORTH_A_SECOND:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _MOST_WORKERS))


def cut(oids: Sequence[str], workers: int) -> Iterator[tuple[str, ...]]:
    """Runs of commits: long ones, then shorter ones towards the end, so that all workers finish together."""
    place = 0
    while place < len(oids):
        size = min(LONGEST, max(SHORTEST, -(-(len(oids) - place) // (2 * workers))))
        yield tuple(oids[place : place + size])
        place += size


class Line:
    """Chunks on their way through an executor, a few at a time; their results come out in the order they went in."""

    def __init__(self, executor: Executor, requests: Iterator[ChunkRequest], ahead: int) -> None:
        self._executor = executor
        self._requests = requests
        self._under_way: deque[tuple[ChunkRequest, Future[Mined]]] = deque()
        self._stopping = False
        for _ in range(ahead):
            self._start_next()

    def results(self) -> Iterator[Mined]:
        """Each chunk's rows, oldest request first."""
        while self._under_way:
            request, future = self._under_way.popleft()
            mined = future.result()
            rest = request.oids[mined.done :]
            if rest and self._stopping:
                # What follows would leave a hole.
                self.drop()
            elif rest:
                self._under_way.appendleft(self._submitted(replace(request, oids=rest)))
            else:
                self._start_next()
            yield mined

    def stop(self) -> None:
        """Begin nothing more; chunks under way are finished, since their work is almost done."""
        self._stopping = True
        while self._under_way and self._under_way[-1][1].cancel():
            self._under_way.pop()

    def drop(self) -> None:
        """Give up all that has not begun, and forget the rest."""
        for _, future in self._under_way:
            future.cancel()
        self._under_way.clear()

    def _start_next(self) -> None:
        request = None if self._stopping else next(self._requests, None)
        if request is not None:
            self._under_way.append(self._submitted(request))

    def _submitted(self, request: ChunkRequest) -> tuple[ChunkRequest, Future[Mined]]:
        return request, self._executor.submit(mine_chunk, request)
