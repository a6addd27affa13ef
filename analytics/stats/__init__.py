"""The statistics of the registry: arrays in, frozen result objects out.

Nothing here knows Django, the database or pandas. Each public function validates its
input once (`_validation`), answers degenerate data with `NotEstimable` and a reason
(`_degenerate`) and states in its result how the figure was made. `results.to_json`
turns any result into plain JSON values; NaN and infinity never leave the package.
"""
