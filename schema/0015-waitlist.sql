-- The waitlist: wishes for a time, and offers of times that became free.

CREATE TABLE scheduling_waitlist_entry (
  practice_id     BINARY(16)       NOT NULL,
  id              BINARY(16)       NOT NULL,
  version         BIGINT           NOT NULL DEFAULT 1,
  patient_id      BINARY(16)       NOT NULL,
  service_id      BINARY(16)       NOT NULL,
  practitioner_id BINARY(16)       NULL COMMENT 'NULL: whoever is free',
  weekdays        TINYINT UNSIGNED NOT NULL COMMENT 'a bit for each day, the lowest is Monday'
    CHECK (weekdays BETWEEN 1 AND 127),
  day_parts       TINYINT UNSIGNED NOT NULL COMMENT 'a bit each for morning, afternoon and evening'
    CHECK (day_parts BETWEEN 1 AND 7),
  first_date      DATE             NULL,
  last_date       DATE             NULL,
  notice_hours    SMALLINT         NOT NULL COMMENT 'that the patient needs before a start'
    CHECK (notice_hours BETWEEN 0 AND 336),
  source          ENUM('staff', 'online') NOT NULL,
  address_hash    BINARY(16)       NULL COMMENT 'who sent it online, for the limit on such forms',
  state           ENUM('waiting', 'offered', 'booked', 'removed', 'unanswered', 'over') NOT NULL DEFAULT 'waiting',
  unanswered      TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'offers in a row that ran out',
  created_at      DATETIME(6)      NOT NULL,
  ended_at        DATETIME(6)      NULL,
  PRIMARY KEY (practice_id, id),
  KEY in_order (practice_id, state, created_at),
  KEY of_patient (practice_id, patient_id),
  KEY sent_from (practice_id, address_hash, created_at),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CHECK (first_date <= last_date)
);

CREATE TABLE scheduling_offer (
  practice_id     BINARY(16)  NOT NULL,
  id              BINARY(16)  NOT NULL COMMENT 'also of the hold that keeps its time',
  entry_id        BINARY(16)  NOT NULL,
  token_hash      BINARY(32)  NOT NULL,
  service_id      BINARY(16)  NOT NULL,
  practitioner_id BINARY(16)  NOT NULL,
  starts_at       DATETIME(6) NOT NULL,
  ends_at         DATETIME(6) NOT NULL,
  state           ENUM('offered', 'accepted', 'declined', 'expired', 'withdrawn') NOT NULL DEFAULT 'offered',
  offered_by      BINARY(16)  NULL COMMENT 'who chose this wish by hand; NULL: it was next',
  expires_at      DATETIME(6) NOT NULL,
  created_at      DATETIME(6) NOT NULL,
  ended_at        DATETIME(6) NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY token (practice_id, token_hash),
  UNIQUE KEY once (practice_id, entry_id, practitioner_id, starts_at),
  KEY running (practice_id, state, expires_at),
  FOREIGN KEY (practice_id, entry_id) REFERENCES scheduling_waitlist_entry (practice_id, id),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, offered_by) REFERENCES identity_user (practice_id, id)
);

-- Each is offered to the waitlist by a job; who freed it is not offered it again.
CREATE TABLE scheduling_freed_time (
  practice_id     BINARY(16)  NOT NULL,
  id              BINARY(16)  NOT NULL,
  practitioner_id BINARY(16)  NOT NULL,
  starts_at       DATETIME(6) NOT NULL,
  ends_at         DATETIME(6) NOT NULL,
  patient_id      BINARY(16)  NULL COMMENT 'who had it; NULL: a visitor who did not book',
  created_at      DATETIME(6) NOT NULL,
  PRIMARY KEY (practice_id, id),
  KEY slot (practice_id, practitioner_id, starts_at),
  KEY of_patient (practice_id, patient_id),
  KEY past (practice_id, starts_at),
  FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

ALTER TABLE scheduling_hold
  ADD COLUMN is_told BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'that it ended was told to the waitlist, or its offer tells it',
  ADD KEY ending (practice_id, is_told, expires_at);

ALTER TABLE messaging_notice
  ADD COLUMN offer_id BINARY(16) NULL,
  ADD FOREIGN KEY (practice_id, offer_id) REFERENCES scheduling_offer (practice_id, id);
