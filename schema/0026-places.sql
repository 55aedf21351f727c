-- A wish may be for one place only, an offer keeps where its time is after what kept it is gone, and the practice itself
-- can be closed for a day while its other places are open.

ALTER TABLE scheduling_exception
  ADD COLUMN at_practice BOOLEAN NOT NULL DEFAULT FALSE
    COMMENT 'of no resource in particular: only at the practice itself',
  ADD CONSTRAINT one_place_or_all CHECK (NOT at_practice OR resource_id IS NULL AND location_id IS NULL);

ALTER TABLE scheduling_waitlist_entry
  ADD COLUMN at_practice BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'only at the practice itself',
  ADD COLUMN location_id BINARY(16) NULL COMMENT 'only at this place; NULL: see at_practice, else anywhere',
  ADD FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  ADD CONSTRAINT one_place_at_most CHECK (NOT at_practice OR location_id IS NULL);

ALTER TABLE scheduling_offer
  ADD COLUMN location_id BINARY(16) NULL COMMENT 'NULL: at the practice itself',
  ADD FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id);

-- Of what is over where it was is not known for certain: where it was booked, else where its practitioner belongs.
UPDATE scheduling_offer o
  JOIN scheduling_resource r ON r.practice_id = o.practice_id AND r.id = o.practitioner_id
  LEFT JOIN scheduling_hold h ON h.practice_id = o.practice_id AND h.id = o.id
  LEFT JOIN scheduling_appointment a ON a.practice_id = o.practice_id AND a.form_key = o.id
  SET o.location_id = IF(h.id IS NOT NULL, h.location_id, IF(a.id IS NOT NULL, a.location_id, r.location_id));
