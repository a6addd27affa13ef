"""The multivariable model, and models that ask its question otherwise."""
