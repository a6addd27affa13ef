"""Who was studied, and who is left out of what."""
