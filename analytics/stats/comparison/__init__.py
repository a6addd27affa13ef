"""Groups and pairs: tests, proportions, correlation, trend, multiplicity."""
