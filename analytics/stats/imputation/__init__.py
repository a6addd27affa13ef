"""Missing values filled in, and what is pooled over the fillings."""
