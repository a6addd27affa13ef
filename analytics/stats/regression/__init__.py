"""Regression models: logistic, Firth, linear, ordinal, and what is asked of a fit."""
