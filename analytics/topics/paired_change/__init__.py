"""The scores at both visits of the same patients, and tests of the change between them."""
