"""Figures of curves and of the values behind them."""
