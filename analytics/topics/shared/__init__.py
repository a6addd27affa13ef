"""What several topics need to compute."""
