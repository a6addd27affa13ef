"""What every table of the analysis is made of: values, formats, names."""
