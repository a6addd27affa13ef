"""Two endpoints on the same patients, and how often each endpoint occurs."""
