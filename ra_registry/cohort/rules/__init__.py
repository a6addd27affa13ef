"""What a patient's records say together: one set of rules, for every door. Pure.

``evaluate`` takes everything recorded of one patient and returns what contradicts (hard) and what
is unusual (soft). The same rules run at entry, on import, through the API, and when any record
moves; what they find is refused, asked or listed by ``cohort.questions``.
"""

from ra_registry.cohort.rules.evaluating import evaluate, out_of_order
from ra_registry.cohort.rules.model import Finding, Place, Record

__all__ = ["Finding", "Place", "Record", "evaluate", "out_of_order"]
