-- Google Calendar, both ways. Its busy times are those of a calendar elsewhere; appointments are written into it.
ALTER TABLE scheduling_external
  MODIFY COLUMN kind ENUM('file', 'caldav', 'google') NOT NULL;

CREATE TABLE scheduling_google (
  practice_id     BINARY(16) NOT NULL,
  id              BINARY(16) NOT NULL,
  user_id         BINARY(16) NOT NULL COMMENT 'whose account at Google it is',
  resource_id     BINARY(16) NOT NULL COMMENT 'whose appointments are written there',
  external_id     BINARY(16) NULL COMMENT 'its busy times; NULL before a calendar is chosen, and once it is let go',
  state           ENUM('choosing', 'on', 'refused', 'leaving', 'left') NOT NULL,
  sealed_refresh  VARBINARY(1200) NULL COMMENT 'the lasting key',
  sealed_access   VARBINARY(3000) NULL COMMENT 'the key of the hour',
  access_until    DATETIME(6) NULL,
  sealed_choices  BLOB NULL COMMENT 'the calendars to choose from, until one is chosen',
  sealed_calendar VARBINARY(1200) NULL COMMENT 'which calendar there',
  names_patients  TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'what its owner decided; counts where the practice allows it',
  created_at      DATETIME(6) NOT NULL,
  lease_until     DATETIME(6) NULL COMMENT 'while somebody writes there, when that is given up',
  pause_until     DATETIME(6) NULL COMMENT 'nothing is written before',
  strikes         INT NOT NULL DEFAULT 0 COMMENT 'pauses in a row',
  problem         VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'why writing pauses',
  leaving_at      DATETIME(6) NULL COMMENT 'since when what was written is taken away',
  stayed          INT NOT NULL DEFAULT 0 COMMENT 'what could not be taken away',
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY one_each (practice_id, user_id),
  UNIQUE KEY of_external (practice_id, external_id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, external_id) REFERENCES scheduling_external (practice_id, id),
  CHECK (state <> 'on' OR external_id IS NOT NULL AND sealed_calendar IS NOT NULL)
);

-- What is busy there, as far as it was told: later answers only say what has changed.
CREATE TABLE scheduling_google_event (
  practice_id BINARY(16) NOT NULL,
  google_id   BINARY(16) NOT NULL,
  event_index BINARY(16) NOT NULL COMMENT 'keyed hash of its id there',
  starts_at   DATETIME(6) NOT NULL,
  ends_at     DATETIME(6) NOT NULL,
  PRIMARY KEY (practice_id, google_id, event_index),
  FOREIGN KEY (practice_id, google_id) REFERENCES scheduling_google (practice_id, id)
);

-- Our appointments over there: what was written, and what is still to be.
CREATE TABLE scheduling_google_copy (
  practice_id    BINARY(16) NOT NULL,
  google_id      BINARY(16) NOT NULL,
  appointment_id BINARY(16) NOT NULL,
  wish           INT NOT NULL COMMENT 'rises with each change; who wrote an older one has not finished',
  is_due         TINYINT(1) NOT NULL,
  etag           VARBINARY(200) NULL COMMENT 'of what we wrote last: another one is somebody else''s change',
  content        BINARY(16) NULL COMMENT 'hash of what we wrote last; NULL: it is written again whatever it was',
  PRIMARY KEY (practice_id, google_id, appointment_id),
  KEY due (practice_id, google_id, is_due),
  KEY of_appointment (practice_id, appointment_id),
  FOREIGN KEY (practice_id, google_id) REFERENCES scheduling_google (practice_id, id),
  FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id)
);
