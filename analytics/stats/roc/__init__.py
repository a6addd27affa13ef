"""ROC curves: area, cut-offs, accuracy, comparison of curves."""
