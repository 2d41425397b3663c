"""Public scheduling instances as problems: one module a format, each telling how its numbers map to ours."""
