"""How well a concentration tells who has an outcome: ROC curves and cut-offs."""
