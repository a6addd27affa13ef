"""The project package, and what is known about a patient."""
