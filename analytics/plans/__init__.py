"""The choices of a study's plan: what may be chosen, in words, and storing a new version."""
