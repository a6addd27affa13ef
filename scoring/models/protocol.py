"""What a campaign can prescribe: the choices of its protocol."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignKind(models.TextChoices):
    """What a campaign is for."""

    STUDY = "study", _("Readings of the study")
    CALIBRATION = "calibration", _("Calibration of readers")


class ReadingMode(models.TextChoices):
    """How films are put before the reader."""

    SINGLE = "single", "Single films"
    SET_UNKNOWN_ORDER = "set", "Sets, order unknown to the reader"
    CHRONOLOGICAL = "chronological", "Sets in chronological order"


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", "Being set up"
    OPEN = "open", "Open for reading"
    CLOSED = "closed", "Closed"
    LOCKED = "locked", _("Locked")


class Strategy(models.TextChoices):
    """Who reads what: the same readers every case, a team drawn from a pool, or everybody."""

    FIXED = "fixed", _("The same readers for every case")
    POOL = "pool", _("A team for each case, drawn from these readers")
    ALL = "all", _("Every case is read by all of these readers")


class FormOrder(models.TextChoices):
    """How the sites follow each other in the form."""

    FEATURE = "feature", _("Feature by feature")
    JOINT = "joint", _("Joint by joint")


class Adjudication(models.TextChoices):
    """How an adjudicator's score is used beside the two that differ."""

    NONE = "none", "No adjudication"
    TWO_CLOSEST = "two-closest", _("Mean of the two closest scores")
    MEAN_OF_THREE = "mean-of-three", _("Mean of the three scores")
    REPLACES = "replaces", _("The adjudicator's score alone")


class AdjudicatedValue(models.TextChoices):
    """What two readers are compared by."""

    CHANGE = "change", _("Change from the first to the last time point")
    STATUS = "status", _("Status at any time point")


class Comparison(models.TextChoices):
    """Whether a difference of just the threshold is adjudicated."""

    AT_LEAST = "gte", _("at least")
    MORE_THAN = "gt", _("more than")


class MissingPolicy(models.TextChoices):
    """How a total or a change is formed where sites have no score; an endpoint's default."""

    PAIRWISE = "pairwise", _("Pairwise sites")
    PRORATED = "prorated", _("Prorated to all sites")
    OBSERVED_SUM = "observed_sum", _("Sum of the scored sites")
    STRICT = "strict", _("Complete sites only")


class ResultsAccess(models.TextChoices):
    """Who sees scores before the campaign is locked, beside the data managers of the study."""

    LOCKED = "locked", _("Nobody: scores are seen when the campaign is locked")
    INVESTIGATORS = "investigators", _("Those who may view readings, by the charter")
    # Campaigns that were there before locking existed; it ends when they are first locked.
    AS_BEFORE = "as-before", _("Those who may view readings, until the campaign is first locked")


class SurgeryPolicy(models.TextChoices):
    """What surgery at a site means for change."""

    EXCLUDE = "exclude", "Exclude the site from change"
    CARRY_FORWARD = "carry-forward", "Carry the last score before surgery forward"
    MAXIMUM = "maximum", "Assign the site's maximum"
