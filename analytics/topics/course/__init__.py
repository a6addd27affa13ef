"""Values over three visits or more: each visit, change from the first, and a mixed model.

A study with two visits has nothing of it: there the paired change says all that two visits can. So
the topic shows itself where a measure or a clinical variable is known at three planned visits.
"""
