"""Rows in, findings out: one question per module."""
