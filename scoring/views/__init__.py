"""HTTP of the reading room and of the campaign pages."""
