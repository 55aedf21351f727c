-- Sessions that were planned together can be changed and called off together: each names the first of them.

ALTER TABLE scheduling_group
  ADD COLUMN series_id BINARY(16) NULL COMMENT 'the first of those that were planned together; NULL: planned alone',
  ADD KEY series (practice_id, series_id, starts_at),
  ADD FOREIGN KEY (practice_id, series_id) REFERENCES scheduling_group (practice_id, id);

-- Sessions of groups stand in a Google Calendar too, each once: an entry over there is an appointment or a session.

ALTER TABLE scheduling_google_copy
  ADD COLUMN entry_id BINARY(16) NULL COMMENT 'the id of the appointment or the session' AFTER google_id,
  ADD COLUMN group_id BINARY(16) NULL AFTER appointment_id;

UPDATE scheduling_google_copy SET entry_id = appointment_id;

ALTER TABLE scheduling_google_copy
  MODIFY COLUMN entry_id BINARY(16) NOT NULL COMMENT 'the id of the appointment or the session',
  MODIFY COLUMN appointment_id BINARY(16) NULL,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (practice_id, google_id, entry_id),
  ADD KEY of_group (practice_id, group_id),
  ADD FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id),
  ADD CONSTRAINT one_entry CHECK ((appointment_id <=> entry_id) + (group_id <=> entry_id) = 1
    AND (appointment_id IS NULL) + (group_id IS NULL) = 1);
