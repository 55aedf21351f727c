-- Places with clocks of their own: hours may be kept at one, and what is planned keeps where it is. Until now an
-- appointment was wherever its room, else its practitioner, belonged to on the day somebody looked: from now on it stays
-- where it was agreed to be.

-- A place's clock was only shown so far, and hours there were read by the practice's: they stay what they were until
-- somebody gives the place its own.
UPDATE practices_location l JOIN practices_practice p ON p.practice_id = l.practice_id SET l.zone = p.zone
  WHERE l.zone <> p.zone;

ALTER TABLE scheduling_hours
  MODIFY COLUMN opens_minute SMALLINT NOT NULL COMMENT 'wall clock of the place' CHECK (opens_minute BETWEEN 0 AND 1439),
  ADD COLUMN location_id BINARY(16) NULL COMMENT 'NULL: where the resource belongs, else at the practice itself',
  ADD FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id);

ALTER TABLE scheduling_exception
  ADD COLUMN location_id BINARY(16) NULL COMMENT 'of a resource: where these hours are; else: only this place',
  ADD FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id);

ALTER TABLE scheduling_appointment
  ADD COLUMN location_id BINARY(16) NULL COMMENT 'NULL: at the practice itself; zone is the clock there',
  ADD FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id);

ALTER TABLE scheduling_hold
  ADD COLUMN location_id BINARY(16) NULL,
  ADD FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id);

ALTER TABLE scheduling_group
  ADD COLUMN location_id BINARY(16) NULL,
  ADD FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id);

ALTER TABLE scheduling_series
  ADD COLUMN zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL
    COMMENT 'whose wall clock it keeps; NULL: the practice''s';

UPDATE scheduling_appointment a
  JOIN scheduling_resource r ON r.practice_id = a.practice_id AND r.id = a.practitioner_id
  LEFT JOIN scheduling_resource m ON m.practice_id = a.practice_id AND m.id = a.room_id
  SET a.location_id = COALESCE(m.location_id, r.location_id)
  WHERE COALESCE(m.location_id, r.location_id) IS NOT NULL;

UPDATE scheduling_hold h
  JOIN scheduling_resource r ON r.practice_id = h.practice_id AND r.id = h.practitioner_id
  LEFT JOIN scheduling_resource m ON m.practice_id = h.practice_id AND m.id = h.room_id
  SET h.location_id = COALESCE(m.location_id, r.location_id)
  WHERE COALESCE(m.location_id, r.location_id) IS NOT NULL;

UPDATE scheduling_group g
  JOIN scheduling_resource r ON r.practice_id = g.practice_id AND r.id = g.practitioner_id
  LEFT JOIN scheduling_resource m ON m.practice_id = g.practice_id AND m.id = g.room_id
  SET g.location_id = COALESCE(m.location_id, r.location_id)
  WHERE COALESCE(m.location_id, r.location_id) IS NOT NULL;
