"""Pages about samples, plate files, batches and kit lots."""
