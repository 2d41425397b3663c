"""Searches that better a schedule until they are told to stop: one a module, compiled, each for one shape of problem.

Each offers what it finds to a `Best`, and asks a `Budget` before it goes on. They need numpy and numba.
"""

__all__ = ["people", "pools", "stable", "warm"]


def warm() -> None:
    """Compile all that the searches compile, so that a first answer does not wait for it."""
    from trimtab.planning.search import people, pools, stable

    people.compile_all()
    pools.compile_all()
    stable.compile_all()
