"""Who knows what: the areas with size, heat and holders, who can take a piece of work, the truck factor."""

__all__ = ["LETTER", "VERB"]

VERB, LETTER = "map", "m"
