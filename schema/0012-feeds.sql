-- Calendars elsewhere: appointments that other calendars fetch by a secret address.
ALTER TABLE scheduling_appointment
  ADD COLUMN changed_at DATETIME(6) NULL COMMENT 'when its sequence last rose; NULL: never since it was made' AFTER created_at;

CREATE TABLE scheduling_feed (
  practice_id BINARY(16) NOT NULL,
  id          BINARY(16) NOT NULL,
  holder_id   BINARY(16) NOT NULL COMMENT 'whose it is: a user, a patient, or the account of who acts for one',
  subject_id  BINARY(16) NOT NULL COMMENT 'whose appointments it has: a user or a patient',
  user_id     BINARY(16) NULL,
  patient_id  BINARY(16) NULL,
  account_id  BINARY(16) NULL COMMENT 'of the portal, of who acts for the patient; NULL: the patient',
  token_hash  BINARY(32) NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  fetched_at  DATETIME(6) NULL,
  etag        BINARY(16) NULL COMMENT 'of what was last fetched',
  changed_at  DATETIME(6) NULL COMMENT 'since when it is that',
  recorded_at DATETIME(6) NULL COMMENT 'when the trail last said that it was read',
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY token (practice_id, token_hash),
  UNIQUE KEY one_each (practice_id, holder_id, subject_id),
  KEY of_patient (practice_id, patient_id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  CHECK ((user_id IS NULL) <> (patient_id IS NULL)),
  CHECK (account_id IS NULL OR patient_id IS NOT NULL)
);

CREATE TABLE scheduling_feed_setting (
  practice_id       BINARY(16)      NOT NULL PRIMARY KEY,
  names_patients    TINYINT(1)      NOT NULL DEFAULT 0 COMMENT 'in the feeds of staff: what the owner decided',
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);
