"""How much the scores change between two visits, patient by patient."""
