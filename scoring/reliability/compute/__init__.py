"""From site scores to figures of agreement: arrays in, numbers out, no Django and no words."""
