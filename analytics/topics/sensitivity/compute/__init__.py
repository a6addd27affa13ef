"""How the rows of the sensitivity analyses are computed."""
