"""Triggers of campaigns: what an opened protocol keeps, and which way its states run."""

from __future__ import annotations

# Once open, the protocol that readers worked under stays what it was. A later version of the
# charter may change its text and the threshold of adjudication; states run as listed.
MAY_CHANGE = (
    "title,charter_version,adjudication_threshold,due_on,results_access,state,opened_at,"
    "opened_by_id,closed_at,closed_by_id,locked_at,locked_by_id"
)
PROTOCOL_IS_FIXED = f"""
    IF OLD.state <> 'draft'
        AND to_jsonb(NEW) - '{{{MAY_CHANGE}}}'::text[] <> to_jsonb(OLD) - '{{{MAY_CHANGE}}}'::text[]
    THEN
        RAISE EXCEPTION 'The protocol of an opened campaign is never changed'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state AND NEW.state IN ('draft', 'open', 'closed', 'locked')
        AND (OLD.state, NEW.state) NOT IN (
            ('draft', 'open'), ('open', 'closed'), ('closed', 'open'),
            ('closed', 'locked'), ('locked', 'closed')
        )
    THEN
        RAISE EXCEPTION
            'A campaign goes from draft to open to closed to locked, never back: % to %',
            OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'draft' AND OLD.results_access <> NEW.results_access
        AND NOT (OLD.results_access = 'as-before' AND NEW.state = 'locked') THEN
        RAISE EXCEPTION 'Who sees scores before lock is fixed when a campaign is opened'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.adjudication_threshold <> NEW.adjudication_threshold
        AND OLD.state <> 'draft' AND OLD.charter_version = NEW.charter_version THEN
        RAISE EXCEPTION 'A threshold changes with a later version of the charter only'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# The service refuses with a sentence; this holds for everybody who writes the table.
INSTRUMENT_IS_OFFERED = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.instrument = NEW.instrument THEN
            RETURN NEW;
        END IF;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM scoring_instrumentrow instrument
        WHERE instrument.key = NEW.instrument AND instrument.withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'Campaign refused: no instrument % is there to be chosen', NEW.instrument
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
