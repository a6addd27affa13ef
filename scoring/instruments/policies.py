"""Named, versioned rules for sites without a score. No published rule exists for either kind.

An analysis stores the key of its policy, so a rule that changes gets a new version and key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument
from scoring.instruments.errors import PolicyError, UnknownPolicyError
from scoring.instruments.scores import Entry, Score


@dataclass(frozen=True, slots=True)
class MissingSitePolicy:
    """How a total or a change is formed when sites have no score."""

    key: str
    version: int
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class SurgeryRule:
    """What an operated joint (prosthesis, arthrodesis, amputation) counts as."""

    key: str
    version: int
    label: str
    rule: str


STRICT = MissingSitePolicy("strict", 1, "Complete sites only", "No total when any site is missing.")
OBSERVED_SUM = MissingSitePolicy(
    "observed_sum",
    1,
    "Sum of scored sites",
    "Sum of the scored sites, always shown with their number; not for change.",
)
PRORATED = MissingSitePolicy(
    "prorated",
    1,
    "Prorated",
    "Sum of the scored sites times maximum of all sites over maximum of the scored sites; "
    "none when fewer than half of the sites are scored.",
)
PAIRWISE = MissingSitePolicy(
    "pairwise",
    1,
    "Pairwise sites",
    "For change: only sites the same reader scored at both time points.",
)
MISSING_SITE_POLICIES = (STRICT, OBSERVED_SUM, PRORATED, PAIRWISE)

EXCLUDE_OPERATED = SurgeryRule(
    "exclude", 1, "Exclude", "An operated site has no score, which takes it out of the change."
)
CARRY_FORWARD = SurgeryRule(
    "carry_forward",
    1,
    "Carry forward",
    "An operated site keeps its last score from before the operation; none if it never had one.",
)
SITE_MAXIMUM = SurgeryRule(
    "site_maximum", 1, "Site maximum", "An operated site has the maximum of its scale."
)
SURGERY_POLICIES = (EXCLUDE_OPERATED, CARRY_FORWARD, SITE_MAXIMUM)


@checked
def get_missing_site_policy(key: str) -> MissingSitePolicy:
    """Return the policy with this key, or raise `UnknownPolicyError`."""
    for policy in MISSING_SITE_POLICIES:
        if policy.key == key:
            return policy
    raise UnknownPolicyError(key, (policy.key for policy in MISSING_SITE_POLICIES))


@checked
def get_surgery_policy(key: str) -> SurgeryRule:
    """Return the policy with this key, or raise `UnknownPolicyError`."""
    for policy in SURGERY_POLICIES:
        if policy.key == key:
            return policy
    raise UnknownPolicyError(key, (policy.key for policy in SURGERY_POLICIES))


@dataclass(frozen=True, slots=True)
class AnalysedVisit:
    """Scores of one visit as an analysis uses them; ``assumed`` were not given by the reader.

    Assumed scores must stay out of agreement statistics.
    """

    scores: Mapping[str, Score]
    assumed: frozenset[str]


@checked
def apply_surgery_policy(
    instrument: Instrument,
    visits: Sequence[Mapping[str, Entry]],
    policy: SurgeryRule = EXCLUDE_OPERATED,
) -> list[AnalysedVisit]:
    """Turn one reader's entries, visits in time order, into scores under a surgery policy.

    Sites unscorable for any other reason stay without a score. Raises `UnknownItemError` for a
    code the instrument doesn't have.
    """
    last: dict[str, Score] = {}
    analysed = []
    for entries in visits:
        scores: dict[str, Score] = {}
        assumed = set()
        for code, entry in entries.items():
            maximum = instrument.item(code).maximum
            if entry.value is not None:
                scores[code] = last[code] = entry.value
            elif entry.reason is not None and entry.reason.is_surgical:
                stand_in = _stand_in(policy, last_score=last.get(code), maximum=maximum)
                if stand_in is not None:
                    scores[code] = stand_in
                    assumed.add(code)
        analysed.append(AnalysedVisit(scores=scores, assumed=frozenset(assumed)))
    return analysed


def _stand_in(policy: SurgeryRule, *, last_score: Score | None, maximum: int) -> Score | None:
    if policy == EXCLUDE_OPERATED:
        return None
    if policy == CARRY_FORWARD:
        return last_score
    if policy == SITE_MAXIMUM:
        return maximum
    raise PolicyError(f"The surgery policy “{policy.key}” version {policy.version} is not known.")
