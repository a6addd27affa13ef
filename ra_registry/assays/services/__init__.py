"""Every write about assays: uploads, acceptance, taking back, samples, kit lots."""
