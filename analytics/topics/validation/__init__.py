"""How far the multivariable model can be trusted."""
