"""What is possible and what is usual, as data: defaults, a study's own version, the questions."""
