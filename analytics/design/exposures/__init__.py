"""What can be an exposure of a study: one registry, filled by what each app keeps."""
