"""What every figure of the analysis is made of: Vega-Lite as values, theme, files."""
