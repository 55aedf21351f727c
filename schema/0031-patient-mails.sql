-- Requests: what was cancelled before anybody had agreed to it is told and shown in other words than an appointment.
ALTER TABLE scheduling_appointment
  ADD COLUMN was_asked TINYINT(1) NOT NULL DEFAULT 0
    COMMENT 'cancelled as a request: nobody had agreed to it; see cancelled_by';
UPDATE scheduling_appointment SET was_asked = 1 WHERE cancelled_by = 'time';

-- Welcome: once for each patient who came after the rule was switched on. To come again: up to a year after a visit.
ALTER TABLE messaging_rule
  ADD COLUMN on_since DATETIME(6) NULL COMMENT 'when it was last switched on; NULL: off, or since before this was kept',
  DROP CONSTRAINT CONSTRAINT_1,
  ADD CHECK (minutes BETWEEN 0 AND 525600);
ALTER TABLE messaging_notice
  ADD COLUMN welcomed_id BINARY(16) NULL COMMENT 'the patient whom it welcomes; NULL: it does not, or was not needed',
  ADD UNIQUE KEY welcome_once (practice_id, welcomed_id, channel),
  ADD FOREIGN KEY (practice_id, welcomed_id) REFERENCES patients_patient (practice_id, id);
