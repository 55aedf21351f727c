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

-- Requests were told of by the rules of bookings: what a practice set those to goes on holding for them.
INSERT INTO messaging_rule (practice_id, rule, is_active, minutes, channels)
  SELECT r.practice_id, n.rule, r.is_active, 0, r.channels
  FROM messaging_rule r
  JOIN (SELECT 'decline' AS rule, 'cancellation' AS was UNION ALL SELECT 'lapse', 'cancellation'
    UNION ALL SELECT 'request', 'confirmation') n ON n.was = r.rule;
INSERT INTO messaging_rule_service (practice_id, rule, service_id, is_on)
  SELECT s.practice_id, n.rule, s.service_id, s.is_on
  FROM messaging_rule_service s
  JOIN (SELECT 'decline' AS rule, 'cancellation' AS was UNION ALL SELECT 'lapse', 'cancellation'
    UNION ALL SELECT 'request', 'confirmation') n ON n.was = s.rule;
