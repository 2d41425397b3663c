"""Rows in, findings out: one question per room, frames in and frames out.

An analysis knows no workspace, no records and no screen; `trimtab.advice` joins what they find. Rooms are imported by
name.
"""

__all__ = [
    "absences",
    "activity",
    "areas",
    "attention",
    "backtests",
    "coupling",
    "cover",
    "experts",
    "flow",
    "forecasts",
    "hotspots",
    "identity",
    "item_commits",
    "item_reviews",
    "items",
    "minutes",
    "movement",
    "ownership",
    "pace",
    "review_time",
    "reviews",
    "sessions",
    "sittings",
    "survival",
    "throughput",
    "truck_factor",
    "work_spans",
    "zones",
]
