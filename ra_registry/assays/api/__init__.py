"""The API of samples, assay files, batches and measurements."""
