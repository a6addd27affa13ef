"""Building a synthetic study: the recipe's arrays go in as a study's data would come in."""
