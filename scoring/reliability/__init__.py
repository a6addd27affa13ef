"""How well the readers of a campaign agree, while they read and afterwards."""
