"""How good a model's predictions are: calibration, validation, net benefit."""
