"""Trimtab tells a technical lead where the next hour has the most leverage."""

__version__ = "0.1.0"
