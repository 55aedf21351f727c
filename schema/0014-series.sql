-- Series: appointments that repeat. Each occurrence is an appointment of its own; the series says by which rule they came
-- about, and which of its dates were left out.
CREATE TABLE scheduling_series (
  practice_id     BINARY(16)   NOT NULL,
  id              BINARY(16)   NOT NULL,
  previous_id     BINARY(16)   NULL COMMENT 'the series that this one was split off from',
  rule            VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'RFC 5545 RRULE',
  first_date      DATE         NOT NULL COMMENT 'from which the rule counts',
  starts_minute   SMALLINT     NOT NULL COMMENT 'on the wall clock of every date' CHECK (starts_minute BETWEEN 0 AND 1439),
  minutes         SMALLINT     NOT NULL CHECK (minutes BETWEEN 5 AND 720),
  service_id      BINARY(16)   NOT NULL,
  practitioner_id BINARY(16)   NOT NULL,
  room_id         BINARY(16)   NULL COMMENT 'NULL: whichever is free',
  device_id       BINARY(16)   NULL COMMENT 'NULL: whichever is free',
  form_key        BINARY(16)   NULL COMMENT 'idempotency key of the form that made it',
  created_at      DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY form (practice_id, form_key),
  FOREIGN KEY (practice_id, previous_id) REFERENCES scheduling_series (practice_id, id),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, room_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, device_id) REFERENCES scheduling_resource (practice_id, id)
);

CREATE TABLE scheduling_series_gap (
  practice_id BINARY(16) NOT NULL,
  series_id   BINARY(16) NOT NULL,
  gap_date    DATE       NOT NULL COMMENT 'a date of the rule that was never booked',
  reason      ENUM('clash', 'clock') NOT NULL COMMENT 'clock: its time does not exist on that day',
  PRIMARY KEY (practice_id, series_id, gap_date),
  FOREIGN KEY (practice_id, series_id) REFERENCES scheduling_series (practice_id, id)
);

ALTER TABLE scheduling_appointment
  ADD COLUMN series_id   BINARY(16) NULL,
  ADD COLUMN series_date DATE       NULL COMMENT 'the date the rule gave it; stays when it is moved or cancelled',
  ADD UNIQUE KEY of_series (practice_id, series_id, series_date),
  ADD FOREIGN KEY (practice_id, series_id) REFERENCES scheduling_series (practice_id, id),
  ADD CONSTRAINT series_has_date CHECK ((series_id IS NULL) = (series_date IS NULL));
